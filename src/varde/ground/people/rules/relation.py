"""Care relations: on which basis somebody may open a recipient's card, and for how long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from varde.kernel.period import Period


class Basis(StrEnum):
    ALARM = "alarm"  # a live alarm that they hold or are called out to
    TASK = "task"  # a planned task: a visit, an installation, a test
    CASE = "case"  # own case: response plan, pathway or placement that names them or their unit
    SEARCH = "search"  # a search with a reason
    EMERGENCY = "emergency"  # access for lack of any other, with a reason, followed up by the leader


class Problem(StrEnum):
    REASON_MISSING = "reason_missing"
    HOURS_MISSING = "hours_missing"
    TOO_LONG = "too_long"
    END_MISSING = "end_missing"


class RelationRefused(ValueError):
    """Says why as a code; carries nothing that was typed."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Terms:
    """What a new care relation is given: its period, and whether the leader must look at it afterwards."""

    basis: Basis
    period: Period
    reason: str
    needs_follow_up: bool


SHORTEST_REASON = 10  # characters: "sjekk" is no reason
SEARCH_LASTS = timedelta(hours=1)
LONGEST_EMERGENCY = timedelta(hours=12)
LONGEST_TASK = timedelta(days=7)
ENDS_BY_ITSELF = frozenset({Basis.TASK, Basis.SEARCH, Basis.EMERGENCY})


def terms(
    basis: Basis,
    *,
    now: datetime,
    until: datetime | None = None,
    hours: int | None = None,
    reason: str = "",
) -> Terms:
    """The terms on which a relation opens at `now`. Raises RelationRefused.

    Alarm and case last until whatever opened them closes them; a task needs an end; a search lasts an hour and
    needs a reason; an emergency needs a reason and a number of hours, and is followed up.
    """
    stated = " ".join(reason.split())
    if basis in (Basis.SEARCH, Basis.EMERGENCY) and len(stated) < SHORTEST_REASON:
        raise RelationRefused(Problem.REASON_MISSING)
    return Terms(basis, Period(now, _end(basis, now, until, hours)), stated, basis is Basis.EMERGENCY)


def in_force(period: Period, now: datetime) -> bool:
    return period.contains(now)


def _end(basis: Basis, now: datetime, until: datetime | None, hours: int | None) -> datetime | None:
    if basis is Basis.SEARCH:
        return now + SEARCH_LASTS
    if basis is Basis.EMERGENCY:
        if hours is None or hours < 1:
            raise RelationRefused(Problem.HOURS_MISSING)
        return _no_later(now + timedelta(hours=hours), now + LONGEST_EMERGENCY)
    if basis is Basis.TASK:
        if until is None or until <= now:
            raise RelationRefused(Problem.END_MISSING)
        return _no_later(until, now + LONGEST_TASK)
    return until


def _no_later(end: datetime, latest: datetime) -> datetime:
    if end > latest:
        raise RelationRefused(Problem.TOO_LONG)
    return end
