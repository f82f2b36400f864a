"""Working days [virkedager]: Monday to Friday without the public holidays, which are an argument.

The caller hands in the holidays of every year that the answer can reach (`varde.foundation.calendar`).
"""

from __future__ import annotations

from collections.abc import Set
from datetime import date, timedelta

DAY, SATURDAY = timedelta(days=1), 5


def is_working_day(day: date, public: Set[date]) -> bool:
    return day.weekday() < SATURDAY and day not in public


def first_working_day(day: date, public: Set[date]) -> date:
    """The day itself if one works on it, else the next that one works on."""
    while not is_working_day(day, public):
        day += DAY
    return day


def add_working_days(day: date, days: int, public: Set[date]) -> date:
    """The day that lies `days` working days after `day`, which itself is not counted; 0 is `first_working_day`.

    A deadline of 3 working days given on a Friday, or on the Saturday after it, is the Wednesday. Raises ValueError
    for a negative number."""
    if days < 0:
        raise ValueError("count working days forwards")
    if days == 0:
        return first_working_day(day, public)
    for _ in range(days):
        day = first_working_day(day + DAY, public)
    return day


def working_days(first: date, last: date, public: Set[date]) -> int:
    """How many working days there are from `first` up to `last`, which is not included; 0 if `last` is not later."""
    return sum(is_working_day(first + n * DAY, public) for n in range((last - first).days))
