"""What a pause stops, and what it never does.

A pause stops reminders, visits, a subscription, and what "missing" means: that a device reports a dose not taken or sends
no report. It never silences an alarm about a person. Past its end it stops nothing, resumed or not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from varde.kernel.period import Period


class Stops(StrEnum):
    """What a rule may stop. There is no word here for alarms, so no rule can name them."""

    REMINDERS = "reminders"
    MISSING = "missing"
    VISITS = "visits"
    SUBSCRIPTION = "subscription"


class Reason(StrEnum):
    TRAVEL = "travel"
    HOSPITAL = "hospital"
    SHORT_STAY = "short_stay"
    OTHER_ADDRESS = "other_address"


@dataclass(frozen=True, slots=True)
class Pause:
    """`period` has an end always: the day the recipient is expected back. Resumed early, it ends then."""

    period: Period
    stops: frozenset[Stops] = field(default_factory=frozenset)
    resumed_at: datetime | None = None

    def holds(self, at: datetime) -> bool:
        return self.period.contains(at) and (self.resumed_at is None or at < self.resumed_at)


RESUME_NOTICE: Final = timedelta(days=1)
LONGEST: Final = timedelta(days=183)


def is_quiet(pauses: Iterable[Pause], what: Stops, at: datetime) -> bool:
    """Whether a pause in force stops this at that instant."""
    return any(one.holds(at) and what in one.stops for one in pauses)


def resume_task_on(ends_on: date) -> date:
    """The resume task stands one day before the recipient is expected back."""
    return ends_on - RESUME_NOTICE


def is_overlong(pause: Pause, at: datetime) -> bool:
    """Past its end and nobody has resumed it: it rises."""
    return pause.resumed_at is None and pause.period.end is not None and at >= pause.period.end


class Problem(StrEnum):
    ENDS_BEFORE = "ends_before"
    TOO_LONG = "too_long"


class PauseRefused(ValueError):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


def check(starts_on: date, ends_on: date) -> None:
    """`ends_on` is the day the recipient is back. Raises PauseRefused."""
    if ends_on <= starts_on:
        raise PauseRefused(Problem.ENDS_BEFORE)
    if ends_on - starts_on > LONGEST:
        raise PauseRefused(Problem.TOO_LONG)
