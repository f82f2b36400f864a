"""Value against effort: what a proposal's two numbers say together."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from varde.governance.improvement.rules.codes import N_

MUCH: Final = 4  # of 5


class Weight(StrEnum):
    """`FIRST`: worth much and costs little. `SPARE`: worth little and costs much."""

    FIRST = "first"
    PLAN = "plan"
    EASY = "easy"
    SPARE = "spare"


WEIGHT_NAMES: Final[dict[Weight, str]] = {
    Weight.FIRST: N_("Gjør først"),
    Weight.PLAN: N_("Planlegg"),
    Weight.EASY: N_("Ta når det passer"),
    Weight.SPARE: N_("La ligge"),
}


def weight(value: int, effort: int) -> Weight:
    """Both from 1 (little) to 5 (much)."""
    if value >= MUCH:
        return Weight.PLAN if effort >= MUCH else Weight.FIRST
    return Weight.SPARE if effort >= MUCH else Weight.EASY
