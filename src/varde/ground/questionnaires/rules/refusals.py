"""Why a definition is refused: which question, which element, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    NOT_JSON = "not_json"
    TOO_LARGE = "too_large"
    UNSUPPORTED = "unsupported"  # Varde does not do this
    MISSING = "missing"
    EMPTY = "empty"
    WRONG_KIND = "wrong_kind"  # a text where a number belongs, or a value outside the list
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    TOO_DEEP = "too_deep"
    TWICE = "twice"
    NOT_HERE = "not_here"  # the element does not belong to this kind of question
    UNKNOWN_QUESTION = "unknown_question"
    LATER_QUESTION = "later_question"
    NOT_AN_OPTION = "not_an_option"
    WRONG_RANGE = "wrong_range"
    NO_POINTS = "no_points"


@dataclass(frozen=True, slots=True)
class Refusal:
    """`link_id` is empty for what concerns the form as a whole; `given` is a short piece of what was there."""

    link_id: str
    element: str
    why: Why
    given: str = ""


class NotUsable(ValueError):
    """The definition is refused, whole. Holds every reason that was found."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__(", ".join(sorted({one.why for one in self.refusals})))
