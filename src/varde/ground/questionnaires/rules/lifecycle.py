"""The life of a response, as a table of moves."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class State(StrEnum):
    """In FHIR: in-progress, completed, entered-in-error."""

    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    WRONG = "wrong"


class Move(StrEnum):
    SAVE = "save"
    COMPLETE = "complete"
    VOID = "void"  # marked as wrong, with a reason; what was answered is kept


MOVES: Final = {
    (State.IN_PROGRESS, Move.SAVE): State.IN_PROGRESS,
    (State.IN_PROGRESS, Move.COMPLETE): State.COMPLETED,
    (State.IN_PROGRESS, Move.VOID): State.WRONG,
    (State.COMPLETED, Move.VOID): State.WRONG,
}
FHIR: Final = {
    State.IN_PROGRESS: "in-progress",
    State.COMPLETED: "completed",
    State.WRONG: "entered-in-error",
}


class NotNow(Exception):
    """The response is not in a state from which this can be done: somebody completed or voided it meanwhile."""


def after(state: State, move: Move) -> State:
    """Raises NotNow."""
    try:
        return MOVES[state, move]
    except KeyError:
        raise NotNow(f"{move} in {state}") from None
