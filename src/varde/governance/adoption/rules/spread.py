"""The spread of technologies: what may be shown of how many recipients there are, and when a status moves by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from varde.governance.adoption.rules.codes import Status
from varde.governance.adoption.rules.lifecycle import State

SMALL: Final = 5
"""A number under this could point at somebody, and is not shown to those outside the municipality."""


@dataclass(frozen=True, slots=True)
class Number:
    """How many recipients, as this viewer may know it. `value` None: fewer than SMALL."""

    value: int | None


@dataclass(frozen=True, slots=True)
class Total:
    """`is_least`: some numbers are hidden and not counted, so that no difference gives them away."""

    value: int
    is_least: bool


def shown(number: int, *, is_own: bool) -> Number:
    return Number(number if is_own or number >= SMALL else None)


def total(numbers: Iterable[Number]) -> Total:
    found = list(numbers)
    known = [one.value for one in found if one.value is not None]
    return Total(sum(known), len(known) < len(found))


BROUGHT: Final[dict[State, Status]] = {
    State.GROUNDWORK: Status.CONSIDERING,
    State.INTRODUCING: Status.INTRODUCING,
    State.OPERATION: Status.IN_OPERATION,
    State.STOPPED: Status.STOPPED,
}
FORWARD: Final = (Status.CONSIDERING, Status.INTRODUCING, Status.IN_OPERATION)


def follows(now: Status | None, state: State, *, is_mine: bool) -> Status | None:
    """The status that an introduction's new state brings, or None where it stays.

    `is_mine`: the status of now was brought by this same introduction. What others have said is only moved forward:
    a new introduction of something in operation does not take it out of operation."""
    brought = BROUGHT[state]
    if brought is now:
        return None
    if is_mine or now is None:
        return brought
    if brought is Status.STOPPED:
        return None
    if now is Status.STOPPED:
        return brought
    return brought if FORWARD.index(brought) > FORWARD.index(now) else None
