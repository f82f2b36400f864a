"""How a pool stands now: by who has checked in, with the plan saying only when somebody should have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from varde.care.rota.rules.duty import (
    GRACE,
    LONGEST_DUTY,
    CheckIn,
    Level,
    NoShow,
    OnDuty,
    Shift,
    no_shows,
    on_duty,
    staffing,
)
from varde.kernel.period import Period


class State(StrEnum):
    COVERED = "covered"
    TOO_FEW = "too_few"  # somebody is there, but fewer than the minimum
    AWAITED = "awaited"  # nobody is there, and a shift began less than the grace ago
    UNCOVERED = "uncovered"  # nobody is there: a hole now
    CLOSED = "closed"  # nobody is there, and nobody should be


@dataclass(frozen=True, slots=True)
class Standing:
    """`since` is when a hole began, and None in every other state."""

    state: State
    present: tuple[OnDuty, ...]
    missing: tuple[NoShow, ...]
    since: datetime | None = None


def standing(
    pool: UUID,
    shifts: Iterable[Shift],
    check_ins: Iterable[CheckIn],
    *,
    now: datetime,
    minimum: int = 1,
    grace: timedelta = GRACE,
    service: Sequence[Period] | None = None,
) -> Standing:
    """`service` None means round the clock. Shifts and check-ins around `now` are enough: those that touch the
    last two days. One who forgot to check out is still listed, but covers nothing."""
    plan, came = list(shifts), list(check_ins)
    present = tuple(on_duty(pool, plan, came, now=now))
    missing = tuple(no_shows(pool, plan, came, now=now, grace=grace))
    level = staffing(present, minimum=minimum).level
    if level is not Level.NOBODY:
        state = State.COVERED if level is Level.ENOUGH else State.TOO_FEW
        return Standing(state, present, missing)
    running = [shift.period.start for shift in plan if shift.pool == pool and shift.period.contains(now)]
    if not running and not _is_open(service, now):
        return Standing(State.CLOSED, present, missing)
    since = _since(pool, plan, came, present, now, service)
    # the grace is for those who come to a shift; a hole that was there before the shift goes on
    if running and not missing and since >= min(running):
        return Standing(State.AWAITED, present, missing)
    return Standing(State.UNCOVERED, present, missing, since)


def _is_open(service: Sequence[Period] | None, at: datetime) -> bool:
    return service is None or any(period.contains(at) for period in service)


def _since(
    pool: UUID,
    plan: Iterable[Shift],
    came: Iterable[CheckIn],
    present: Iterable[OnDuty],
    now: datetime,
    service: Sequence[Period] | None,
) -> datetime:
    """The latest of: the last one left (or must have), and the time from which somebody should have been there."""
    ends = [c.period.end for c in came if c.pool == pool and c.period.end and c.period.end <= now]
    ends += [each.since + LONGEST_DUTY for each in present if each.is_doubtful]
    planned = [shift.period for shift in plan if shift.pool == pool]
    wanted = [period for period in Period.merge([*planned, *(service or ())]) if period.contains(now)]
    if wanted and (service is not None or not ends):
        ends.append(wanted[0].start)
    return max(ends, default=now)
