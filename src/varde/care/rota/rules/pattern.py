"""Repeating weekly shift patterns, and the shifts they stand for."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from varde.kernel.band import Band
from varde.kernel.clock import local
from varde.kernel.period import DatePeriod, Period

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A shift that repeats: at `band`, while `valid` holds, every `every_weeks` weeks.

    Weeks run from Monday and are counted from the week in which `valid` starts; that week is the first with
    the shift. `person` is None where the rota is kept without names.
    """

    id: UUID
    pool: UUID
    band: Band
    valid: DatePeriod
    person: UUID | None = None
    every_weeks: int = 1

    def __post_init__(self) -> None:
        if self.every_weeks < 1:
            raise ValueError("a pattern repeats every week or more seldom")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One shift of a pattern. `pattern` and `day` together never name two, so they serve as its key."""

    pattern: UUID
    day: date
    pool: UUID
    period: Period
    person: UUID | None


def occurrences(
    patterns: Iterable[Pattern], *, window: Period, public: Set[date] = frozenset()
) -> list[Occurrence]:
    """Every shift of the patterns that touches the window, whole (not cut at its edges), in order of start.

    `public` holds the public holidays around the window.
    """
    if window.end is None:
        raise ValueError("give a window with an end")
    first, last = local(window.start).date() - DAY, local(window.end).date()
    days = [first + DAY * n for n in range((last - first).days + 1)]
    found = [
        Occurrence(pattern.id, day, pattern.pool, period, pattern.person)
        for pattern in patterns
        for day in days
        if _takes_place(pattern, day)
        and (period := pattern.band.on(day, public)) is not None
        and period.overlaps(window)
    ]
    return sorted(found, key=lambda each: (each.period.start, each.pattern))


def _takes_place(pattern: Pattern, day: date) -> bool:
    weeks = (_monday(day) - _monday(pattern.valid.start)).days // 7
    return pattern.valid.contains(day) and weeks % pattern.every_weeks == 0


def _monday(day: date) -> date:
    return day - DAY * day.weekday()
