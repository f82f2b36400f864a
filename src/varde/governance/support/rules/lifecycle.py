"""How a ticket moves: states, what may be done in each, and what it leads to."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from varde.governance.support.rules.codes import N_, Criticality, Discoverer


class State(StrEnum):
    NEW = "new"
    ASSIGNED = "assigned"
    WAITING = "waiting"  # the supplier has it, and the supplier's clock runs
    SOLVED = "solved"  # somebody says that it is mended
    CLOSED = "closed"  # whoever reported it, or who handles it, has confirmed
    REOPENED = "reopened"


class Verb(StrEnum):
    ASSIGN = "assign"
    SEND = "send"  # to the supplier
    TAKE_BACK = "take_back"  # from the supplier, unsolved
    SOLVE = "solve"
    CONFIRM = "confirm"
    REOPEN = "reopen"
    MERGE = "merge"  # into the one ticket about a common cause
    # What is written down and moves nothing:
    REPORT = "report"
    NOTE = "note"
    ANSWER = "answer"  # the supplier's first word
    GATHER = "gather"  # one more alarm of the same fault
    COST = "cost"
    DEVIATE = "deviate"
    SPARE = "spare"  # looked at, and no deviation


OPEN: Final = frozenset({State.NEW, State.ASSIGNED, State.WAITING, State.REOPENED})
UNTAKEN: Final = frozenset({State.NEW, State.REOPENED})

MOVES: Final[dict[State, dict[Verb, State]]] = {
    State.NEW: {
        Verb.ASSIGN: State.ASSIGNED,
        Verb.SEND: State.WAITING,
        Verb.SOLVE: State.SOLVED,
        Verb.MERGE: State.CLOSED,
    },
    State.ASSIGNED: {Verb.ASSIGN: State.ASSIGNED, Verb.SEND: State.WAITING, Verb.SOLVE: State.SOLVED},
    State.WAITING: {Verb.ASSIGN: State.WAITING, Verb.TAKE_BACK: State.ASSIGNED, Verb.SOLVE: State.SOLVED},
    State.SOLVED: {Verb.CONFIRM: State.CLOSED, Verb.REOPEN: State.REOPENED},
    State.CLOSED: {Verb.REOPEN: State.REOPENED},
    State.REOPENED: {Verb.ASSIGN: State.ASSIGNED, Verb.SEND: State.WAITING, Verb.SOLVE: State.SOLVED},
}
QUIET: Final = frozenset(Verb) - {verb for moves in MOVES.values() for verb in moves}

STATE_NAMES: Final[dict[State, str]] = {
    State.NEW: N_("Ny"),
    State.ASSIGNED: N_("Tildelt"),
    State.WAITING: N_("Venter på leverandør"),
    State.SOLVED: N_("Løst – venter på bekreftelse"),
    State.CLOSED: N_("Avsluttet"),
    State.REOPENED: N_("Åpnet på nytt"),
}
VERB_NAMES: Final[dict[Verb, str]] = {
    Verb.REPORT: N_("Meldt"),
    Verb.ASSIGN: N_("Tildelt"),
    Verb.SEND: N_("Sendt til leverandøren"),
    Verb.TAKE_BACK: N_("Tatt tilbake fra leverandøren"),
    Verb.SOLVE: N_("Løst"),
    Verb.CONFIRM: N_("Bekreftet og avsluttet"),
    Verb.REOPEN: N_("Åpnet på nytt"),
    Verb.MERGE: N_("Samlet i en felles sak"),
    Verb.NOTE: N_("Notat"),
    Verb.ANSWER: N_("Leverandøren har svart"),
    Verb.GATHER: N_("Nytt teknisk varsel om samme feil"),
    Verb.COST: N_("Kostnad utenfor arbeidstid"),
    Verb.DEVIATE: N_("Avvik meldt"),
    Verb.SPARE: N_("Vurdert: ikke avvik"),
}


class NotAllowed(ValueError):
    """The verb does not belong to the state that the ticket is in."""

    def __init__(self, state: State, verb: Verb) -> None:
        super().__init__(f"{verb.value} in {state.value}")
        self.state, self.verb = state, verb


def moved(state: State, verb: Verb) -> State:
    """The state that the verb leads to; what only writes something down leaves it. Raises NotAllowed."""
    if verb in QUIET:
        return state
    after = MOVES[state].get(verb)
    if after is None:
        raise NotAllowed(state, verb)
    return after


def may(state: State, verb: Verb) -> bool:
    return verb in QUIET or verb in MOVES[state]


def needs_verdict(criticality: str, discovered_by: str) -> bool:
    """Whether somebody decides if this is a deviation before the ticket closes: what is critical, and what people
    found serious. A unit that reports itself as serious is looked after as a matter of course."""
    if criticality == Criticality.CRITICAL:
        return True
    return criticality == Criticality.SERIOUS and discovered_by != Discoverer.SYSTEM
