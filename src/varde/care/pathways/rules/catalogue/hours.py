"""Service hours [tjenestetid] as one line of text: "hele døgnet", or "man–fre 08.00–15.00; lør 10.00–14.00".

Times are Norwegian wall clock. An end that is not later than its start is on the next day. "ikke helligdag" after a part
leaves it out on public holidays; without it a holiday is like any other day of the week.
"""

import re
from datetime import time
from typing import Final

from varde.kernel.band import Band, OnHolidays

ALWAYS: Final = "hele døgnet"
DAYS: Final = ("man", "tir", "ons", "tor", "fre", "lør", "søn")
_NEVER: Final = "ikke helligdag"
_PART: Final = re.compile(
    rf"({'|'.join(DAYS)})(?:\s*[-–]\s*({'|'.join(DAYS)}))?\s+(\d\d?)[.:](\d\d)\s*[-–]\s*(\d\d?)[.:](\d\d)(\s+{_NEVER})?"
)
_ROUND: Final = Band(frozenset(range(7)), time(0), time(0))


class HoursFault(ValueError):
    """The text does not say hours. `part`: what could not be read."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


def hours_from(text: str) -> tuple[Band, ...]:
    """The bands of the week within which somebody must receive. Raises HoursFault."""
    plain = " ".join(text.casefold().split())
    if plain == ALWAYS:
        return (_ROUND,)
    return tuple(_band(part.strip()) for part in plain.split(";"))


def _band(part: str) -> Band:
    found = _PART.fullmatch(part)
    if found is None:
        raise HoursFault(part)
    first = DAYS.index(found[1])
    last = DAYS.index(found[2]) if found[2] else first
    days = frozenset((first + nr) % 7 for nr in range((last - first) % 7 + 1))
    try:
        start, end = time(int(found[3]), int(found[4])), time(int(found[5]) % 24, int(found[6]))
        if int(found[5]) > 24 or (int(found[5]) == 24 and end != time(0)):
            raise HoursFault(part)
    except ValueError:
        raise HoursFault(part) from None
    return Band(days, start, end, OnHolidays.NEVER if found[7] else OnHolidays.AS_WEEKDAY)


def hours_text(bands: tuple[Band, ...]) -> str:
    """The bands as text that `hours_from` reads to the same hours."""
    if bands == (_ROUND,):
        return ALWAYS
    return "; ".join(_part(band, run) for band in bands for run in _runs(band.weekdays))


def _part(band: Band, run: tuple[int, int]) -> str:
    days = DAYS[run[0]] if run[0] == run[1] else f"{DAYS[run[0]]}–{DAYS[run[1]]}"
    times = f"{band.start:%H.%M}–{band.end:%H.%M}"
    return f"{days} {times}" + (f" {_NEVER}" if band.on_holidays is OnHolidays.NEVER else "")


def _runs(days: frozenset[int]) -> list[tuple[int, int]]:
    """Days that follow one another, within a week that begins on Monday."""
    runs: list[tuple[int, int]] = []
    for day in sorted(days):
        if runs and runs[-1][1] == day - 1:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs
