"""Days on which one closes early though they are no public holidays: data, as rules for every year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final


@dataclass(frozen=True, slots=True)
class EarlyDay:
    """Either the same date each year (`month`, `day`) or so many days from Easter Sunday (`from_easter`)."""

    name: str
    month: int = 0
    day: int = 0
    from_easter: int | None = None

    def of(self, year: int) -> date:
        if self.from_easter is not None:
            return easter(year) + timedelta(days=self.from_easter)
        return date(year, self.month, self.day)


NORWEGIAN: Final = (
    EarlyDay("onsdag før skjærtorsdag", from_easter=-4),
    EarlyDay("pinseaften", from_easter=48),
    EarlyDay("julaften", month=12, day=24),
    EarlyDay("nyttårsaften", month=12, day=31),
)


def easter(year: int) -> date:
    """Easter Sunday by the Gregorian rule (the anonymous algorithm in Butcher's form)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def early_days(
    years: Iterable[int], closes: time | None, days: tuple[EarlyDay, ...] = NORWEGIAN
) -> dict[date, time]:
    """The early days of the years, each with the hour at which one closes; none if one does not close early."""
    return {} if closes is None else {one.of(year): closes for year in years for one in days}
