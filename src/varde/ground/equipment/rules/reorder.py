"""When a store runs low: the reorder point of a product in a store, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Supply(StrEnum):
    """How a store stands with one product."""

    ENOUGH = "enough"
    ON_THE_WAY = "on_the_way"  # low, but what is on its way brings it above the point
    LOW = "low"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Level:
    """`ready`: may be handed out now. `coming`: on its way here. `point` 0 means that nobody watches the product."""

    ready: int
    coming: int
    point: int
    fill_to: int


def supply(level: Level) -> Supply:
    if level.point == 0 or level.ready > level.point:
        return Supply.ENOUGH
    if level.ready + level.coming > level.point:
        return Supply.ON_THE_WAY
    return Supply.EMPTY if level.ready == 0 else Supply.LOW


def to_order(level: Level) -> int:
    """How many bring the store up to where it should be; 0 while it has enough or they are on the way."""
    if supply(level) in (Supply.ENOUGH, Supply.ON_THE_WAY):
        return 0
    return max(level.fill_to - level.ready - level.coming, 0)
