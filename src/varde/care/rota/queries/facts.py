"""What the rules need to know about pools, read in a fixed number of queries. Called inside a guard only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from varde.care.rota.models import EVERY_DAY, DutyCheckIn, Pool, Shift, ShiftPattern
from varde.care.rota.rules import duty, pattern
from varde.care.rota.rules.standing import Standing, standing
from varde.kernel.band import Band, OnHolidays
from varde.kernel.period import DatePeriod, Period

LOOK_BACK = timedelta(days=2)
TICK = timedelta(microseconds=1)


def _days(text: str) -> frozenset[int]:
    return frozenset(int(each) for each in text)


def _still_there(now: datetime) -> QuerySet[DutyCheckIn]:
    """Check-ins, open or not, of those who can log in and still work where they checked in."""
    since = Q(user__memberships__ends_at__isnull=True) | Q(user__memberships__ends_at__gt=now)
    return DutyCheckIn.objects.filter(
        since,
        user__is_active=True,
        user__memberships__organisation=F("pool__owner"),
        user__memberships__starts_at__lte=now,
    )


@dataclass(frozen=True, slots=True)
class Facts:
    """Shifts and check-ins of some pools around a window, by pool.

    `gone`: open check-ins of people whose account is closed or who no longer work there. They cover nothing from now.
    """

    now: datetime
    shifts: dict[UUID, list[duty.Shift]]
    check_ins: dict[UUID, list[DutyCheckIn]]
    gone: frozenset[UUID]

    @classmethod
    def around(cls, pools: Sequence[Pool], *, now: datetime, until: datetime | None = None) -> Self:
        keys = [pool.pk for pool in pools]
        shifts: dict[UUID, list[duty.Shift]] = {key: [] for key in keys}
        found: dict[UUID, list[DutyCheckIn]] = {key: [] for key in keys}
        plan = Shift.objects.filter(
            pool__in=keys,
            removed_at__isnull=True,
            ends_at__gt=now - LOOK_BACK,
            starts_at__lte=until or now,
        )
        for row in plan:
            shifts[row.pool_id].append(planned(row))
        recent = Q(checked_out_at__isnull=True) | Q(checked_out_at__gt=now - LOOK_BACK)
        came = DutyCheckIn.objects.filter(recent, pool__in=keys, checked_in_at__lte=now)
        works = Exists(_still_there(now).filter(pk=OuterRef("pk")))
        gone = set()
        for check_in in came.select_related("user").annotate(works=works):
            found[check_in.pool_id].append(check_in)
            if check_in.checked_out_at is None and not check_in.works:
                gone.add(check_in.pk)
        return cls(now, shifts, found, frozenset(gone))

    def standing_of(self, pool: Pool, *, without: UUID | None = None) -> Standing:
        """How the pool stands; `without` leaves one person out, to see what a check-out would do."""
        came = [row for row in self.check_ins[pool.pk] if row.user_id != without]
        return standing(
            pool.pk,
            self.shifts[pool.pk],
            [duty.CheckIn(r.user_id, r.pool_id, self._period(r)) for r in came],
            now=self.now,
            minimum=pool.minimum,
            grace=timedelta(minutes=pool.grace_minutes),
            service=service_hours(pool, Period(self.now - LOOK_BACK, self.now + LOOK_BACK)),
        )

    def open_check_ins(self, pool: Pool) -> dict[UUID, DutyCheckIn]:
        rows = self.check_ins[pool.pk]
        return {row.user_id: row for row in rows if row.checked_out_at is None and row.pk not in self.gone}

    def _period(self, row: DutyCheckIn) -> Period:
        if row.pk in self.gone:
            return Period(min(row.checked_in_at, self.now - TICK), self.now)
        return Period(row.checked_in_at, row.checked_out_at)


def planned(row: Shift) -> duty.Shift:
    return duty.Shift(row.pk, row.pool_id, Period(row.starts_at, row.ends_at), row.user_id)


def service_hours(pool: Pool, window: Period) -> list[Period] | None:
    """None is round the clock."""
    if pool.opens_at is None or pool.closes_at is None:
        return None
    return Band(_days(pool.weekdays or EVERY_DAY), pool.opens_at, pool.closes_at).intervals(window)


def repeating(rows: Iterable[ShiftPattern]) -> list[pattern.Pattern]:
    def one(row: Any) -> pattern.Pattern:
        band = Band(_days(row.weekdays), row.start_time, row.end_time, OnHolidays(row.on_holidays))
        valid = DatePeriod(row.valid_from, row.valid_until)
        return pattern.Pattern(row.pk, row.pool_id, band, valid, row.user_id, row.every_weeks)

    return [one(row) for row in rows]
