"""Who to call about what, and every fault from the one who saw it to the one who says that it is mended.

Owns tickets (sak), the table of who answers (hvem svarer), the agreements with suppliers and their clock, and
deviations (avvik) until the work on risk takes them over. Does not own alarms, equipment or
people: it knows them by plain ids.
"""
