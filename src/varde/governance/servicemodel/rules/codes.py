"""The few codes that people choose among."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Technology(StrEnum):
    """The six technologies that a task may have a status for."""

    ALARM = "alarm"
    DISPENSER = "dispenser"
    LOCATING = "locating"
    SUPERVISION = "supervision"
    CALL = "call"
    FOLLOW_UP = "follow_up"


class Status(StrEnum):
    """How far a task has come for one technology."""

    NOT_USED = "not_used"
    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    SETTLED = "settled"


class State(StrEnum):
    """A person's word for one line of a checklist."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_RELEVANT = "not_relevant"


class Proof(StrEnum):
    """What the running system says of a line that is bound to it."""

    PROVEN = "proven"
    LAPSED = "lapsed"
    NOT_APPLICABLE = "not_applicable"


REVIEW_DAYS: Final = 365
"""How long a person's word holds before it is to be looked at again."""
