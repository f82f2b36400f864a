from varde.care.alarms.actions.escalate import do_due, due_alarms, hear_answer, hear_not_received
from varde.care.alarms.actions.handover import mark_copied, read_note, write_note
from varde.care.alarms.actions.presses import press
from varde.care.alarms.actions.read import last_read, read_signals, unread_among
from varde.care.alarms.actions.settings import (
    PlanNeeded,
    PlanUnsafe,
    end_card,
    end_plan,
    end_rule,
    save_card,
    save_plan,
    save_rule,
)
from varde.care.alarms.actions.sources import (
    NetworkRefused,
    UserTaken,
    issue_digest,
    issue_key,
    revoke_source,
    save_source,
)
from varde.care.alarms.actions.trouble import put_off, read_broken, tell_of_silence, tell_of_stuck
from varde.care.alarms.actions.work import MissingOutcome, Said, operate, respond

__all__ = [
    "MissingOutcome",
    "NetworkRefused",
    "PlanNeeded",
    "PlanUnsafe",
    "Said",
    "UserTaken",
    "do_due",
    "due_alarms",
    "end_card",
    "end_plan",
    "end_rule",
    "hear_answer",
    "hear_not_received",
    "issue_digest",
    "issue_key",
    "last_read",
    "mark_copied",
    "operate",
    "press",
    "put_off",
    "read_broken",
    "read_note",
    "read_signals",
    "respond",
    "revoke_source",
    "save_card",
    "save_plan",
    "save_rule",
    "save_source",
    "tell_of_silence",
    "tell_of_stuck",
    "unread_among",
    "write_note",
]
