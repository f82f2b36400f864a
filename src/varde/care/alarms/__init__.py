"""From the bytes a device sent to somebody who helped: the heart of Varde.

Owns sources, readings of the signal log, alarms and their events, response plans, triage rules, action cards, the
board and hand-over notes. Does not own who is on duty (care/rota), how a message reaches a phone (ground/messaging) or
the signal log itself (foundation/signallog). No alarm leaves this app without somebody who receives it.
"""
