"""Holes (udekket): the exact times at which a pool has nobody on a shift, or fewer than its minimum."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from varde.care.rota.rules.duty import Level, Shift
from varde.kernel.period import Period

HORIZON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time during which the number of people on a shift in the pool does not change."""

    pool: UUID
    period: Period
    planned: int
    level: Level


def coming(now: datetime, horizon: timedelta = HORIZON) -> Period:
    """The window to look at: exactly 14 times 24 hours from now."""
    return Period(now, now + horizon)


def stretches(
    pool: UUID,
    shifts: Iterable[Shift],
    *,
    window: Period,
    minimum: int = 1,
    service: Sequence[Period] | None = None,
) -> list[Stretch]:
    """The window, or the pool's service hours in it, cut where the staffing changes; in order, no overlap.

    `service` None means round the clock. The same person on two shifts at once counts once.
    """
    if window.end is None:
        raise ValueError("give a window with an end")
    mine = [shift for shift in shifts if shift.pool == pool and shift.period.overlaps(window)]
    found: list[Stretch] = []
    for open_hours in _within(window, service):
        for part in _cut(open_hours, mine):
            planned = _heads(shift for shift in mine if shift.period.contains(part.start))
            found = _append(found, Stretch(pool, part, planned, _level(planned, minimum)))
    return found


def holes(
    pool: UUID,
    shifts: Iterable[Shift],
    *,
    window: Period,
    minimum: int = 1,
    service: Sequence[Period] | None = None,
) -> list[Stretch]:
    """The stretches with nobody, or with fewer than the minimum."""
    cut = stretches(pool, shifts, window=window, minimum=minimum, service=service)
    return [stretch for stretch in cut if stretch.level is not Level.ENOUGH]


def uncovered(found: Iterable[Stretch], level: Level = Level.NOBODY) -> timedelta:
    """How long the pool stands at this level in all, in real time."""
    return sum((s.period.duration or timedelta() for s in found if s.level is level), timedelta())


def _within(window: Period, service: Sequence[Period] | None) -> list[Period]:
    if service is None:
        return [window]
    return Period.merge(part for each in service if (part := each.intersection(window)))


def _cut(whole: Period, shifts: Iterable[Shift]) -> list[Period]:
    marks = {whole.start, whole.end}
    for shift in shifts:
        marks |= {mark for mark in (shift.period.start, shift.period.end) if mark and whole.contains(mark)}
    return [Period(start, end) for start, end in pairwise(sorted(mark for mark in marks if mark))]


def _heads(shifts: Iterable[Shift]) -> int:
    running = list(shifts)
    named = {shift.person for shift in running if shift.person is not None}
    return len(named) + sum(shift.person is None for shift in running)


def _level(planned: int, minimum: int) -> Level:
    if planned == 0:
        return Level.NOBODY
    return Level.ENOUGH if planned >= minimum else Level.TOO_FEW


def _append(found: list[Stretch], new: Stretch) -> list[Stretch]:
    last = found[-1] if found else None
    if last and last.planned == new.planned and last.period.end == new.period.start:
        return [
            *found[:-1],
            Stretch(new.pool, Period(last.period.start, new.period.end), new.planned, new.level),
        ]
    return [*found, new]
