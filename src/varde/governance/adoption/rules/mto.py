"""Evaluations of human, technology and organisation [MTO]: averages, the weakest, and what has changed.

A rating is 1 to 5, or None where the factor is not relevant; a factor that is not among the ratings has not been judged.
An average is shown only when at least FEWEST factors, and two thirds of the relevant ones, have been rated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

FEWEST: Final = 5
LOWEST, HIGHEST = 1, 5

Ratings = Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Mean:
    """`value` is None where too few were rated; `n`: rated, `of`: relevant."""

    value: float | None
    n: int
    of: int


def is_enough(n: int, of: int) -> bool:
    return n >= FEWEST and 3 * n >= 2 * of


def mean(ratings: Ratings, factors: Sequence[str]) -> Mean:
    """The average of these factors in one evaluation."""
    relevant = [code for code in factors if code not in ratings or ratings[code] is not None]
    given = [rating for code in relevant if (rating := ratings.get(code)) is not None]
    value = sum(given) / len(given) if is_enough(len(given), len(relevant)) else None
    return Mean(value, len(given), len(relevant))


def weakest(ratings: Ratings, factors: Sequence[str], *, most: int) -> list[str]:
    """The factors with the lowest ratings, at most so many, none that is rated HIGHEST; in the order asked where equal."""
    rated = [(rating, code) for code in factors if (rating := ratings.get(code)) is not None]
    low = [one for one in rated if one[0] < HIGHEST]
    return [code for _rating, code in sorted(low, key=lambda one: one[0])[:most]]


class Change(StrEnum):
    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    UNKNOWN = "unknown"  # not rated both times


@dataclass(frozen=True, slots=True)
class Compared:
    """One factor in two evaluations."""

    code: str
    before: int | None
    after: int | None

    @property
    def change(self) -> Change:
        if self.before is None or self.after is None:
            return Change.UNKNOWN
        if self.after == self.before:
            return Change.SAME
        return Change.BETTER if self.after > self.before else Change.WORSE


def compared(before: Ratings, after: Ratings, factors: Sequence[str]) -> list[Compared]:
    """Every factor in both, the weakest after on top, and those nobody has rated after last."""
    found = [Compared(code, before.get(code), after.get(code)) for code in factors]
    return sorted(found, key=lambda one: (one.after is None, one.after or 0))


@dataclass(frozen=True, slots=True)
class Shift:
    """Two averages over the same factors: those rated both times. None where they are too few."""

    before: float | None
    after: float | None
    n: int
    of: int

    @property
    def change(self) -> Change:
        if self.before is None or self.after is None:
            return Change.UNKNOWN
        if abs(self.after - self.before) < 0.05:  # what is shown has one decimal
            return Change.SAME
        return Change.BETTER if self.after > self.before else Change.WORSE


def shift(before: Ratings, after: Ratings, factors: Sequence[str]) -> Shift:
    """How the average has moved, over the factors that are rated both times."""
    pairs = [(one.before, one.after) for one in compared(before, after, factors)]
    both = [(a, b) for a, b in pairs if a is not None and b is not None]
    relevant = [code for code in factors if before.get(code, 0) is not None or after.get(code, 0) is not None]
    if not is_enough(len(both), len(relevant)):
        return Shift(None, None, len(both), len(relevant))
    n = len(both)
    return Shift(sum(a for a, _ in both) / n, sum(b for _, b in both) / n, n, len(relevant))
