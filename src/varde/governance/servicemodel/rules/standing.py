"""How a line of a checklist stands, and how a task stands: the system's proof before a person's word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from varde.governance.servicemodel.rules.codes import Proof, State


class Light(StrEnum):
    """`AMBER`: was in order and is not, or is due for review. Colour never stands alone on a page."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    OPEN = "open"  # nobody has answered
    GREY = "grey"  # not relevant


@dataclass(frozen=True, slots=True)
class Word:
    """A person's answer. `review_on`: the day it is to be looked at again."""

    state: State
    review_on: date | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """Lines of a checklist by light; headings are not counted."""

    green: int = 0
    amber: int = 0
    red: int = 0
    open: int = 0
    grey: int = 0

    @property
    def counted(self) -> int:
        return self.green + self.amber + self.red + self.open

    @property
    def light(self) -> Light:
        """The task's own: amber before red before open, so that what has slipped is seen first."""
        for light, number in ((Light.AMBER, self.amber), (Light.RED, self.red), (Light.OPEN, self.open)):
            if number:
                return light
        return Light.GREEN if self.green else Light.GREY


def light(word: Word | None, proof: Proof | None, *, today: date, is_relevant: bool = True) -> Light:
    """One line. A lapsed proof is amber whatever anybody has said; where the system has nothing to say, a word counts."""
    if not is_relevant:
        return Light.GREY
    if proof is Proof.LAPSED:
        return Light.AMBER
    if proof is Proof.PROVEN:
        return Light.GREEN
    if word is None:
        return Light.OPEN
    if word.state is State.NOT_RELEVANT:
        return Light.GREY
    if word.review_on is not None and word.review_on <= today:
        return Light.AMBER
    return {State.YES: Light.GREEN, State.PARTLY: Light.AMBER, State.NO: Light.RED}[word.state]


def count(lights: Iterable[Light]) -> Count:
    found = Counter(one.value for one in lights)
    return Count(**{one.value: found[one.value] for one in Light})
