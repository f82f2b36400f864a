"""Norwegian public holidays [helligdager]: the facts that rules about days and hours take as an argument.

The rules themselves are plain and take the days as a set: `varde.kernel.band` for hours, `varde.kernel.workdays` for
working days. Nothing here asks what time it is.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import holidays

from varde.kernel.clock import local
from varde.kernel.period import Period


@cache
def public_holidays(first_year: int, last_year: int) -> frozenset[date]:
    """Norwegian public holidays (helligdager, 1 and 17 May) of the years, both included.

    Ordinary Sundays and the eves (Christmas Eve and so on) are not among them. Source: the `holidays` library.
    """
    found = holidays.country_holidays("NO", years=range(first_year, last_year + 1))
    return frozenset(day for day in found if first_year <= day.year <= last_year)


def holidays_around(period: Period) -> frozenset[date]:
    """The public holidays that can matter for a period with an end, the evening before it included."""
    if period.end is None:
        raise ValueError("give a period with an end")
    return public_holidays((local(period.start) - timedelta(days=1)).year, local(period.end).year)
