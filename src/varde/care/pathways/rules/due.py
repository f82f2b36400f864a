"""When something is due: so many days, working days, weeks or months after an event. Days are Norwegian days."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Set
from datetime import date, timedelta
from typing import Final

from varde.kernel.workdays import add_working_days

DAYS: Final = "days"
WORKING_DAYS: Final = "working_days"
WEEKS: Final = "weeks"
MONTHS: Final = "months"
UNITS: Final = (DAYS, WORKING_DAYS, WEEKS, MONTHS)


def later(day: date, amount: int, unit: str, *, public: Set[date]) -> date:
    """The day `amount` units after `day`. Working days pass over weekends and the public holidays. Raises ValueError."""
    if unit == DAYS:
        return day + timedelta(days=amount)
    if unit == WEEKS:
        return day + timedelta(weeks=amount)
    if unit == MONTHS:
        return add_months(day, amount)
    if unit == WORKING_DAYS:
        return add_working_days(day, amount, public)
    raise ValueError(f"no such unit of time: {unit}")


def add_months(day: date, months: int) -> date:
    """The same day of the month; the last one where the month is shorter (31 January and a month: 28 February)."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def next_in_series(due: date, done_on: date, amount: int, unit: str, *, public: Set[date]) -> date:
    """When a recurring task is due again: the series goes on from its own day, and never lands on a day that is past.

    A weekly refill that is done two days late is due again on its weekday; one that slept for a month starts anew
    from the day it was done."""
    following = later(due, amount, unit, public=public)
    return following if following > done_on else later(done_on, amount, unit, public=public)
