"""Synthetic national ids of Skatteetaten's test series (Tenor): the month is raised by 80, the check digits hold."""

from __future__ import annotations

from datetime import date
from random import Random

from varde.kernel.national_id import FIRST_WEIGHTS, SECOND_WEIGHTS, NationalId, Series


def national_id(born: date, chance: Random, used: set[str]) -> NationalId:
    """A number of the series that nobody in `used` has; it is added there."""
    low, high = (0, 499) if born.year < 2000 else (500, 999)
    head = f"{born.day:02d}{born.month + Series.SKATTEETATEN:02d}{born.year % 100:02d}"
    while True:
        nine = f"{head}{chance.randint(low, high):03d}"
        first = _digit(nine, FIRST_WEIGHTS)
        second = _digit(f"{nine}{first}", SECOND_WEIGHTS) if first < 10 else 10
        text = f"{nine}{first}{second}"
        if first < 10 and second < 10 and text not in used:
            used.add(text)
            return NationalId.parse(text, synthetic=True)


def _digit(digits: str, weights: tuple[int, ...]) -> int:
    """The check digit that makes the weighted sum divisible by 11; 10 where there is none."""
    return -sum(int(d) * w for d, w in zip(digits, weights, strict=False)) % 11
