"""How a session and a proposal move: states, what may be done in each, and what it leads to."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, TypeVar

from varde.governance.improvement.rules.codes import N_


class Standing(StrEnum):
    """A session."""

    PLANNED = "planned"
    RUNNING = "running"
    ENDED = "ended"
    CALLED_OFF = "called_off"


class Turn(StrEnum):
    """What is done with a session."""

    START = "start"
    END = "end"
    REOPEN = "reopen"
    CALL_OFF = "call_off"


class State(StrEnum):
    """A proposal."""

    NEW = "new"  # nobody has decided
    CHOSEN = "chosen"
    LATER = "later"  # taken up again on a day
    DECLINED = "declined"
    DONE = "done"  # the change is made; whether it helped is not known yet
    CHECKED = "checked"


class Verb(StrEnum):
    """What is done with a proposal."""

    PROPOSE = "propose"
    CHOOSE = "choose"
    POSTPONE = "postpone"
    DECLINE = "decline"
    FINISH = "finish"
    CHECK = "check"
    REOPEN = "reopen"


TURNS: Final[Mapping[Standing, Mapping[Turn, Standing]]] = {
    Standing.PLANNED: {Turn.START: Standing.RUNNING, Turn.CALL_OFF: Standing.CALLED_OFF},
    Standing.RUNNING: {Turn.END: Standing.ENDED},
    Standing.ENDED: {Turn.REOPEN: Standing.RUNNING},
    Standing.CALLED_OFF: {Turn.REOPEN: Standing.PLANNED},
}
_DECISIONS: Final = {
    Verb.CHOOSE: State.CHOSEN,
    Verb.POSTPONE: State.LATER,
    Verb.DECLINE: State.DECLINED,
}
MOVES: Final[Mapping[State, Mapping[Verb, State]]] = {
    State.NEW: _DECISIONS,
    State.LATER: _DECISIONS,
    State.CHOSEN: {
        Verb.FINISH: State.DONE,
        Verb.POSTPONE: State.LATER,
        Verb.DECLINE: State.DECLINED,
    },
    State.DONE: {Verb.CHECK: State.CHECKED},
    State.DECLINED: {Verb.REOPEN: State.NEW},
    State.CHECKED: {Verb.REOPEN: State.NEW},
}
DECISIONS: Final = frozenset(_DECISIONS)
UNDECIDED: Final = frozenset({State.NEW, State.LATER})
TO_CHECK: Final = frozenset({State.CHOSEN, State.DONE})
"""States in which the day of the effect check counts."""
OPEN: Final = UNDECIDED | TO_CHECK

STANDING_NAMES: Final[dict[Standing, str]] = {
    Standing.PLANNED: N_("Planlagt"),
    Standing.RUNNING: N_("I gang"),
    Standing.ENDED: N_("Avsluttet"),
    Standing.CALLED_OFF: N_("Avlyst"),
}
STATE_NAMES: Final[dict[State, str]] = {
    State.NEW: N_("Ikke avgjort"),
    State.CHOSEN: N_("Skal gjøres"),
    State.LATER: N_("Senere"),
    State.DECLINED: N_("Nei"),
    State.DONE: N_("Gjort – effekten er ikke sjekket"),
    State.CHECKED: N_("Effekten er sjekket"),
}
VERB_NAMES: Final[dict[Verb, str]] = {
    Verb.PROPOSE: N_("Foreslått"),
    Verb.CHOOSE: N_("Bestemt: skal gjøres"),
    Verb.POSTPONE: N_("Bestemt: senere"),
    Verb.DECLINE: N_("Bestemt: nei"),
    Verb.FINISH: N_("Gjort"),
    Verb.CHECK: N_("Effekten sjekket"),
    Verb.REOPEN: N_("Tatt opp igjen"),
}

Now = TypeVar("Now", bound=StrEnum)
Act = TypeVar("Act", bound=StrEnum)


class NotAllowed(ValueError):
    """What was tried does not belong to the state that the session or the proposal is in."""

    def __init__(self, state: StrEnum, act: StrEnum) -> None:
        super().__init__(f"{act.value} in {state.value}")
        self.state, self.act = state, act


def moved(table: Mapping[Now, Mapping[Act, Now]], state: Now, act: Act) -> Now:
    """Where the act leads, by one of the two tables. Raises NotAllowed."""
    after = table[state].get(act)
    if after is None:
        raise NotAllowed(state, act)
    return after
