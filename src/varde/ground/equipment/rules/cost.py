"""What equipment costs by the day: prices per month with validity, shared out so that nothing is lost in rounding.

A month's price is spread over the days of that calendar month; the shares of a whole month add up to the price to the
øre, and the cost of two periods that touch is the cost of both together.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from varde.kernel.money import Money
from varde.kernel.period import DatePeriod

NOTHING = Money(0)


@dataclass(frozen=True, slots=True)
class MonthlyPrice:
    """`per_month` is paid for the days in `period` (half-open)."""

    per_month: Money
    period: DatePeriod


def price_on(prices: Iterable[MonthlyPrice], day: date) -> Money:
    """What a month costs at the price of that day. Several prices at once (lease and licence) are added together."""
    return sum((one.per_month for one in prices if one.period.contains(day)), NOTHING)


def per_day(per_month: Money, day: date) -> Money:
    """That day's share of the month's price, in whole øre."""
    return _until(per_month, day, day.day) - _until(per_month, day, day.day - 1)


def cost(prices: Iterable[MonthlyPrice], period: DatePeriod) -> Money:
    """What the days of a period with an end cost at the prices that held on each of them."""
    if period.end is None:
        raise ValueError("a cost so far needs an end")
    total = NOTHING
    for one in prices:
        if shared := one.period.intersection(period):
            assert shared.end is not None  # the period asked for has one
            total += sum(
                (_between(one.per_month, first, last) for first, last in _months(shared.start, shared.end)),
                NOTHING,
            )
    return total


def _months(start: date, end: date) -> Iterator[tuple[date, date]]:
    """The first and last day of what [start, end) takes of each calendar month."""
    while start < end:
        days = monthrange(start.year, start.month)[1]
        left = min((end - start).days, days - start.day + 1)
        yield start, start.replace(day=start.day + left - 1)
        start = start.replace(day=1).replace(year=start.year + start.month // 12, month=start.month % 12 + 1)


def _between(per_month: Money, first: date, last: date) -> Money:
    return _until(per_month, last, last.day) - _until(per_month, first, first.day - 1)


def _until(per_month: Money, month: date, days: int) -> Money:
    """The first `days` days of the month, rounded down to the øre; the last day takes what is left."""
    return Money(per_month.ore * days // monthrange(month.year, month.month)[1])
