from varde.care.alarms.actions.escalate import do_due, due_alarms, hear_answer, hear_not_received
from varde.care.alarms.actions.presses import press
from varde.care.alarms.actions.read import read_signals, unread_among
from varde.care.alarms.actions.trouble import put_off, read_broken, tell_of_silence, tell_of_stuck
from varde.care.alarms.actions.work import MissingOutcome, Said, operate, respond

__all__ = [
    "MissingOutcome",
    "Said",
    "do_due",
    "due_alarms",
    "hear_answer",
    "hear_not_received",
    "operate",
    "press",
    "put_off",
    "read_broken",
    "read_signals",
    "respond",
    "tell_of_silence",
    "tell_of_stuck",
    "unread_among",
]
