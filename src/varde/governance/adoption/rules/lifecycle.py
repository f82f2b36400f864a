"""How an introduction moves: states, what may be done in each, and what it leads to."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from varde.governance.adoption.rules.codes import N_


class State(StrEnum):
    GROUNDWORK = "groundwork"
    INTRODUCING = "introducing"  # unit by unit
    OPERATION = "operation"  # over: an ordinary part of the service, and developed further
    STOPPED = "stopped"


class Verb(StrEnum):
    BEGIN = "begin"  # the first unit starts
    FINISH = "finish"
    REOPEN = "reopen"  # it was not over after all
    STOP = "stop"
    RESUME = "resume"  # to what it was before it was stopped
    # What is written down and moves nothing:
    CREATE = "create"
    ANSWER = "answer"
    CHANGE = "change"
    ADD_UNIT = "add_unit"
    MOVE_UNIT = "move_unit"
    START_UNIT = "start_unit"
    LEARN = "learn"
    DROP_UNIT = "drop_unit"
    EVALUATE = "evaluate"


OPEN: Final = frozenset({State.GROUNDWORK, State.INTRODUCING})
"""There is at most one open introduction of a technology in a municipality."""

MOVES: Final[dict[State, dict[Verb, State | None]]] = {
    State.GROUNDWORK: {Verb.BEGIN: State.INTRODUCING, Verb.STOP: State.STOPPED},
    State.INTRODUCING: {Verb.FINISH: State.OPERATION, Verb.STOP: State.STOPPED},
    State.OPERATION: {Verb.REOPEN: State.INTRODUCING, Verb.STOP: State.STOPPED},
    State.STOPPED: {Verb.RESUME: None},
}
"""None: back to the state before."""

_RUNNING: Final = OPEN | {State.OPERATION}
QUIET: Final[dict[Verb, frozenset[State]]] = {
    Verb.CREATE: frozenset({State.GROUNDWORK}),
    Verb.CHANGE: _RUNNING,
    Verb.ANSWER: _RUNNING,
    Verb.EVALUATE: _RUNNING,
    Verb.ADD_UNIT: OPEN,
    Verb.MOVE_UNIT: OPEN,
    Verb.DROP_UNIT: OPEN,
    Verb.START_UNIT: OPEN,
    Verb.LEARN: _RUNNING,
}
"""The states in which a verb that moves nothing may be done."""

STATE_NAMES: Final[dict[State, str]] = {
    State.GROUNDWORK: N_("Forarbeid"),
    State.INTRODUCING: N_("Innføring"),
    State.OPERATION: N_("Drift og videre utvikling"),
    State.STOPPED: N_("Stanset"),
}
VERB_NAMES: Final[dict[Verb, str]] = {
    Verb.BEGIN: N_("Innføringen er i gang"),
    Verb.FINISH: N_("Innføringen er avsluttet"),
    Verb.REOPEN: N_("Innføringen er åpnet igjen"),
    Verb.STOP: N_("Stanset"),
    Verb.RESUME: N_("Tatt opp igjen"),
    Verb.CREATE: N_("Innføringen er opprettet"),
    Verb.ANSWER: N_("Svar på et punkt"),
    Verb.CHANGE: N_("Endret"),
    Verb.ADD_UNIT: N_("Enhet lagt til"),
    Verb.MOVE_UNIT: N_("Ny dato for enhet"),
    Verb.START_UNIT: N_("Enhet har startet"),
    Verb.LEARN: N_("Enhet er evaluert"),
    Verb.DROP_UNIT: N_("Enhet tatt ut"),
    Verb.EVALUATE: N_("MTO-evaluering"),
}


class NotAllowed(ValueError):
    """The verb does not belong to the state that the introduction is in."""

    def __init__(self, state: State, verb: Verb) -> None:
        super().__init__(f"{verb.value} in {state.value}")
        self.state, self.verb = state, verb


def moved(state: State, verb: Verb, *, before: State = State.GROUNDWORK) -> State:
    """The state that the verb leads to; a quiet one leaves it. `before`: what it was when it was stopped.

    Raises NotAllowed."""
    if not may(state, verb):
        raise NotAllowed(state, verb)
    return state if verb in QUIET else MOVES[state][verb] or before


def may(state: State, verb: Verb) -> bool:
    return state in QUIET[verb] if verb in QUIET else verb in MOVES[state]
