from varde.care.alarms.actions.escalate import do_due, due_alarms, hear_answer, hear_not_received
from varde.care.alarms.actions.read import read_signals, unread_among
from varde.care.alarms.actions.work import MissingOutcome, Said, operate, respond

__all__ = [
    "MissingOutcome",
    "Said",
    "do_due",
    "due_alarms",
    "hear_answer",
    "hear_not_received",
    "operate",
    "read_signals",
    "respond",
    "unread_among",
]
