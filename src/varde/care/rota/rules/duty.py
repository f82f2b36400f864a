"""Who is on duty at an instant. The duty check-in (påmelding til vakt) is the truth; shifts are only the plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from varde.kernel.period import Period

GRACE = timedelta(minutes=10)  # how long after the start of a shift a missing check-in becomes a hole
LONGEST_DUTY = timedelta(hours=16)  # an open check-in older than this has probably been forgotten
EARLY = timedelta(hours=2)  # a check-in this long before a shift was made for that shift


@dataclass(frozen=True, slots=True)
class Shift:
    """Planned duty in a pool. `person` is None where the rota is kept without names: somebody will come."""

    id: UUID
    pool: UUID
    period: Period
    person: UUID | None = None


@dataclass(frozen=True, slots=True)
class CheckIn:
    """A person's check-in to a pool; the period has no end until the person checks out."""

    person: UUID
    pool: UUID
    period: Period


@dataclass(frozen=True, slots=True)
class OnDuty:
    """A person who is on duty. `shift` is None for one who checked in without a shift.

    `is_doubtful`: checked in so long ago, and not for a shift that still runs, that the check-out was probably
    forgotten. Such a person is still called, but counts neither towards the minimum nor for a shift.
    """

    person: UUID
    since: datetime
    shift: UUID | None
    is_doubtful: bool


@dataclass(frozen=True, slots=True)
class NoShow:
    """A shift that has begun without the check-in it needs: a hole now. `since` is when the shift began."""

    shift: UUID
    person: UUID | None
    since: datetime


class Level(StrEnum):
    ENOUGH = "enough"
    TOO_FEW = "too_few"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Staffing:
    level: Level
    present: int
    minimum: int


def on_duty(
    pool: UUID,
    shifts: Iterable[Shift],
    check_ins: Iterable[CheckIn],
    *,
    now: datetime,
    longest: timedelta = LONGEST_DUTY,
) -> list[OnDuty]:
    """Everyone checked in to the pool now, each once, in the order they came."""
    own = {shift.person: shift for shift in _running(pool, shifts, now) if shift.person is not None}
    since: dict[UUID, datetime] = {}
    for check_in in check_ins:
        if check_in.pool == pool and check_in.period.contains(now):
            began = check_in.period.start
            since[check_in.person] = max(began, since.get(check_in.person, began))
    present = []
    for person, began in since.items():
        shift = own.get(person)
        made_for_shift = shift is not None and began >= shift.period.start - EARLY
        doubtful = now - began > longest and not made_for_shift
        present.append(OnDuty(person, began, shift.id if shift else None, doubtful))
    return sorted(present, key=lambda each: (each.since, each.person))


def no_shows(
    pool: UUID,
    shifts: Iterable[Shift],
    check_ins: Iterable[CheckIn],
    *,
    now: datetime,
    grace: timedelta = GRACE,
) -> list[NoShow]:
    """The shifts that began at least `grace` ago and still run without a check-in, oldest first.

    A shift with a name needs that person. A shift without a name is met by anyone present who has no named
    shift now; each person meets one, the oldest first.
    """
    running = sorted(_running(pool, shifts, now), key=lambda shift: (shift.period.start, shift.id))
    present = on_duty(pool, running, check_ins, now=now)
    persons = {each.person for each in present if not each.is_doubtful}
    spare = sum(each.shift is None and not each.is_doubtful for each in present)
    missing: list[NoShow] = []
    for shift in running:
        if shift.person is None and spare > 0:
            spare -= 1
        elif shift.person not in persons and now - shift.period.start >= grace:
            missing.append(NoShow(shift.id, shift.person, shift.period.start))
    return missing


def staffing(present: Sequence[OnDuty], *, minimum: int) -> Staffing:
    """How many are surely on duty against the minimum. Nobody is never enough, whatever the minimum."""
    count = sum(not each.is_doubtful for each in present)
    if count == 0:
        return Staffing(Level.NOBODY, 0, minimum)
    return Staffing(Level.ENOUGH if count >= minimum else Level.TOO_FEW, count, minimum)


def call_order(
    present: Iterable[OnDuty], *, trained: Set[UUID], busy: Set[UUID] = frozenset()
) -> list[OnDuty]:
    """The order to call in. Nobody is ever removed: not the untrained, the busy or the doubtful.

    Surely present before doubtful, free before busy, trained before untrained; then the one who came last,
    who has most of the shift left.
    """
    newest_first = sorted(present, key=lambda each: (each.since, each.person), reverse=True)
    return sorted(
        newest_first,
        key=lambda each: (each.is_doubtful, each.person in busy, each.person not in trained),
    )


def _running(pool: UUID, shifts: Iterable[Shift], now: datetime) -> list[Shift]:
    return [shift for shift in shifts if shift.pool == pool and shift.period.contains(now)]
