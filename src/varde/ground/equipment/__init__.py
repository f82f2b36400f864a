"""The equipment that recipients are given: what it is, whose it is, where each piece is and has been, whether it was
tested there, wiped afterwards and looked after between.

Owns products, prices, items (utstyr), stores, kits, placements (utplassert, innhentet), swaps (bytte), internal orders,
wipes and maintenance. Does not own signals, alarms, response plans (they follow the recipient), or who is responsible
for answering.
"""
