"""A recurring time of the week on the Norwegian wall clock, and what it is in real time."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from varde.kernel.clock import OSLO, local
from varde.kernel.period import Period

DAY, EVERY_DAY = timedelta(days=1), frozenset(range(7))


def instant_at(day: date, wall: time) -> datetime:
    """The first instant (UTC) at which a Norwegian clock shows this time or later.

    Spring: a time jumped over falls at the jump. Autumn: of a time shown twice it is the first. So bands that
    meet on the clock meet in real time."""
    naive = datetime.combine(day, wall)
    instant = naive.replace(tzinfo=OSLO, fold=0).astimezone(UTC)
    if local(instant).replace(tzinfo=None) == naive:
        return instant
    return instant.replace(
        minute=0, second=0, microsecond=0
    )  # in the hour after the jump, which is on the hour


class OnHolidays(StrEnum):
    AS_WEEKDAY = "as_weekday"  # nothing: the default, so that round the clock has no hole at Christmas
    ALSO = "also"  # it starts on its weekdays and on every holiday (no weekdays: on holidays only)
    NEVER = "never"  # it does not start on a holiday


@dataclass(frozen=True, slots=True)
class Band:
    """Starts at `start` on each of `weekdays` (0 is Monday) and lasts until `end`, next day if that is not later
    (equal: a whole day). It belongs to the day it starts on, also after midnight. Times are plain."""

    weekdays: frozenset[int]
    start: time
    end: time
    on_holidays: OnHolidays = OnHolidays.AS_WEEKDAY

    def __post_init__(self) -> None:
        if not self.weekdays <= EVERY_DAY or not (self.weekdays or self.on_holidays is OnHolidays.ALSO):
            raise ValueError("a band needs weekdays 0–6, or holidays")

    def on(self, day: date, holidays: Set[date] = frozenset()) -> Period | None:
        """The real time of the band that starts on this day; None if none does, or if the clock jumps over it."""
        starts = day.weekday() in self.weekdays
        if day in holidays and self.on_holidays is not OnHolidays.AS_WEEKDAY:
            starts = self.on_holidays is OnHolidays.ALSO
        if not starts:
            return None
        begin = instant_at(day, self.start)
        end = instant_at(day if self.end > self.start else day + DAY, self.end)
        return Period(begin, end) if begin < end else None

    def covers(self, instant: datetime, holidays: Set[date] = frozenset()) -> bool:
        today = local(instant).date()
        bands = (self.on(day, holidays) for day in (today - DAY, today))
        return any(band is not None and band.contains(instant) for band in bands)

    def intervals(self, period: Period, holidays: Set[date] = frozenset()) -> list[Period]:
        """The band's real time within a period that has an end, in order, what touches joined."""
        if period.end is None:
            raise ValueError("a band has no last interval: give a period with an end")
        first, last = local(period.start).date() - DAY, local(period.end).date()
        bands = (self.on(first + DAY * n, holidays) for n in range((last - first).days + 1))
        return Period.merge(part for band in bands if band and (part := period.intersection(band)))
