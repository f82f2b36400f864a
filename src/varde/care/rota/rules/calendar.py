"""What kind of day it is, and what local shift times are in real time. The public holidays are an argument."""

from __future__ import annotations

from collections.abc import Set
from datetime import date, time, timedelta
from enum import StrEnum

from varde.kernel.band import instant_at
from varde.kernel.period import Period

SATURDAY = 5


class DayKind(StrEnum):
    WEEKDAY = "weekday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"  # a public holiday, also when it falls on a weekend


def day_kind(day: date, public: Set[date]) -> DayKind:
    if day in public:
        return DayKind.HOLIDAY
    return DayKind.WEEKEND if day.weekday() >= SATURDAY else DayKind.WEEKDAY


def shift_period(day: date, start: time, end: time) -> Period:
    """The real time of a shift by the wall clock; an end not later than the start is on the next day.

    23:00–07:00 is 8 hours, 7 on the night to summer time and 9 on the night back. Raises ValueError for a
    shift that lies wholly inside the hour that summer time skips.
    """
    last = day if end > start else day + timedelta(days=1)
    return Period(instant_at(day, start), instant_at(last, end))
