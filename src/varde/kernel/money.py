"""Norwegian kroner in whole øre, without floats; written with no-break spaces: 1 234,50 kr, 12 kr."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise


@dataclass(frozen=True, slots=True, order=True)
class Money:
    ore: int

    def __post_init__(self) -> None:
        if type(self.ore) is not int:
            raise TypeError("Money takes whole øre")

    def __add__(self, other: Money) -> Money:
        return Money(self.ore + other.ore)

    def __sub__(self, other: Money) -> Money:
        return Money(self.ore - other.ore)

    def __mul__(self, times: int) -> Money:
        return Money(self.ore * times)

    def split(self, key: Sequence[int]) -> list[Money]:
        """Shares by a sharing key (weights ≥ 0, not all 0). The shares always add up to the whole."""
        if not key or min(key) < 0 or sum(key) == 0:
            raise ValueError("a sharing key needs weights of 0 or more, and one above 0")
        marks = [self.ore * before // sum(key) for before in accumulate(key, initial=0)]
        return [Money(upper - lower) for lower, upper in pairwise(marks)]

    def __str__(self) -> str:
        kroner, ore = divmod(abs(self.ore), 100)
        text = f"{kroner:,}".replace(",", "\u00a0") + (f",{ore:02d}" if ore else "")
        return ("\u2212" if self.ore < 0 else "") + text + "\u00a0kr"
