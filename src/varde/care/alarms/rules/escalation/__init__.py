"""Escalation: what happens to an open alarm when nobody does anything, and what each act changes.

Law: at every instant an alarm that is not closed has a next due step, or a holder whose deadline is that due step.
`start` rings the first step. `next_due` says what happens next and when. `when_due` does it. `moved` takes in what a
person did. `skipped` is for when everybody who was asked said no. All return a new frozen picture; nothing is stored here.
"""

from varde.care.alarms.rules.escalation.acts import (
    Act,
    AlreadyHeld,
    WaitInvalid,
    by_key,
    moved,
    skipped,
    takes_from_another,
)
from varde.care.alarms.rules.escalation.dues import beyond_agreement, next_due, start, when_due
from varde.care.alarms.rules.escalation.pace import WAIT_LONGEST, hold_limit
from varde.care.alarms.rules.escalation.picture import (
    LOG_NAMES,
    Due,
    LogCode,
    LogLine,
    Notify,
    Outcome,
    Picture,
    What,
)

__all__ = [
    "LOG_NAMES",
    "WAIT_LONGEST",
    "Act",
    "AlreadyHeld",
    "Due",
    "LogCode",
    "LogLine",
    "Notify",
    "Outcome",
    "Picture",
    "WaitInvalid",
    "What",
    "beyond_agreement",
    "by_key",
    "hold_limit",
    "moved",
    "next_due",
    "skipped",
    "start",
    "takes_from_another",
    "when_due",
]
