"""The life of an alarm: its states, the moves between them, who may make them, and the VKP event each leaves."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from varde.care.alarms.rules.codes import N_, CompositionEvent


class State(StrEnum):
    """States of an alarm (design/language.md)."""

    NEW = "new"
    TAKEN = "taken"
    TALKING = "talking"
    DISPATCHED = "dispatched"
    ON_THE_WAY = "on_the_way"
    ON_SITE = "on_site"
    WAITING = "waiting"
    WITH_EMERGENCY = "with_emergency"
    PASSED_ON = "passed_on"
    SOLVED_UNDOCUMENTED = "solved_undocumented"
    CLOSED = "closed"


class Role(StrEnum):
    """Who makes a move. Permission as such is the guard's; this says which part of the work the verb belongs to."""

    OPERATOR = "operator"
    RESPONDER = "responder"
    SYSTEM = "system"


class Verb(StrEnum):
    """What somebody, or the worker, does with an alarm."""

    TAKE = "take"
    GIVE = "give"
    RELEASE = "release"
    ASK_HELP = "ask_help"
    TALK = "talk"
    END_TALK = "end_talk"
    DISPATCH = "dispatch"
    ACCEPT = "accept"
    DECLINE = "decline"
    SET_OUT = "set_out"
    ARRIVE = "arrive"
    NEED_HELP = "need_help"
    HELP_COMES = "help_comes"
    DONE = "done"
    WAIT = "wait"
    CALL_EMERGENCY = "call_emergency"
    CONFIRM_HANDOVER = "confirm_handover"
    CONFIRM_AT_DOOR = "confirm_at_door"
    PASS_ON = "pass_on"
    INFORM_KIN = "inform_kin"
    NOTE = "note"
    SOLVE_LATER = "solve_later"
    CLOSE = "close"
    EXTEND = "extend"
    WAKE = "wake"
    LOSE_HOLD = "lose_hold"
    NOBODY_ANSWERED = "nobody_answered"


STATE_NAMES: Final[dict[State, str]] = {
    State.NEW: N_("Ny"),
    State.TAKEN: N_("Tatt"),
    State.TALKING: N_("I samtale"),
    State.DISPATCHED: N_("Utrykning sendt"),
    State.ON_THE_WAY: N_("På vei"),
    State.ON_SITE: N_("Framme"),
    State.WAITING: N_("Venter"),
    State.WITH_EMERGENCY: N_("Hos nødetat"),
    State.PASSED_ON: N_("Gått videre"),
    State.SOLVED_UNDOCUMENTED: N_("Løst – mangler dokumentasjon"),
    State.CLOSED: N_("Avsluttet"),
}

VERB_NAMES: Final[dict[Verb, str]] = {
    Verb.TAKE: N_("Ta alarmen"),
    Verb.GIVE: N_("Gi til kollega"),
    Verb.RELEASE: N_("Legg tilbake"),
    Verb.ASK_HELP: N_("Be om hjelp"),
    Verb.TALK: N_("Snakk"),
    Verb.END_TALK: N_("Samtale ferdig"),
    Verb.DISPATCH: N_("Send utrykning"),
    Verb.ACCEPT: N_("Jeg tar den"),
    Verb.DECLINE: N_("Kan ikke"),
    Verb.SET_OUT: N_("På vei"),
    Verb.ARRIVE: N_("Framme"),
    Verb.NEED_HELP: N_("Trenger hjelp"),
    Verb.HELP_COMES: N_("Hjelp er på vei"),
    Verb.DONE: N_("Ferdig"),
    Verb.WAIT: N_("Vent til neste besøk"),
    Verb.CALL_EMERGENCY: N_("Ring nødetat"),
    Verb.CONFIRM_HANDOVER: N_("Nødetaten har overtatt"),
    Verb.CONFIRM_AT_DOOR: N_("Nødetaten har overtatt"),
    Verb.PASS_ON: N_("Gå videre"),
    Verb.INFORM_KIN: N_("Varsle pårørende"),
    Verb.NOTE: N_("Skriv notat"),
    Verb.SOLVE_LATER: N_("Løst – dokumenter senere"),
    Verb.CLOSE: N_("Avslutt"),
    Verb.EXTEND: N_("Nytt signal"),
    Verb.WAKE: N_("Ventetiden er ute"),
    Verb.LOSE_HOLD: N_("Alarmen ringer igjen"),
    Verb.NOBODY_ANSWERED: N_("Ingen svarte på utrykningen"),
}

HELD: Final = frozenset({State.TAKEN, State.TALKING, State.DISPATCHED, State.ON_THE_WAY, State.ON_SITE})
"""States in which somebody works on the alarm, so that a hold deadline runs (DISPATCHED once accepted)."""

UNSOLVED: Final = frozenset(set(State) - {State.SOLVED_UNDOCUMENTED, State.CLOSED})
"""States in which a person may still need help."""

SAME: Final = None
_OPERATOR = frozenset({Role.OPERATOR})
_RESPONDER = frozenset({Role.RESPONDER})
_BOTH = frozenset({Role.OPERATOR, Role.RESPONDER})
_SYSTEM = frozenset({Role.SYSTEM})
_OPEN = frozenset(set(State) - {State.CLOSED})
_AT_CENTRE = frozenset({State.TAKEN, State.TALKING})
_FIELD = frozenset({State.ON_THE_WAY, State.ON_SITE})
"""A phone on a bad line sends the same press again: it changes nothing and leaves no event."""
_WORKED = _AT_CENTRE | {State.DISPATCHED, State.ON_THE_WAY, State.ON_SITE}
_E = CompositionEvent


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table of moves. `target` None keeps the state. `event` None leaves no VKP event."""

    verb: Verb
    sources: frozenset[State]
    target: State | None
    who: frozenset[Role]
    event: CompositionEvent | None


class NotAllowed(Exception):
    """The verb cannot be used in this state. Carries both so that the page can say it in words."""

    def __init__(self, state: State, verb: Verb) -> None:
        super().__init__(f"{verb.value} is not allowed when {state.value}")
        self.state = state
        self.verb = verb


_S = State
_TABLE: Final = (
    Move(Verb.TAKE, _OPEN - {_S.WITH_EMERGENCY}, _S.TAKEN, _OPERATOR, _E.HANDLED),
    Move(Verb.GIVE, _WORKED | {_S.WITH_EMERGENCY, _S.PASSED_ON}, SAME, _OPERATOR, _E.ACTION),
    Move(Verb.RELEASE, _WORKED, _S.NEW, _BOTH, _E.ACTION),
    Move(Verb.ASK_HELP, _OPEN, SAME, _BOTH, _E.ACTION),
    Move(Verb.TALK, _AT_CENTRE, _S.TALKING, _OPERATOR, _E.CONVERSATION),
    Move(Verb.END_TALK, frozenset({_S.TALKING}), _S.TAKEN, _OPERATOR, _E.CONVERSATION),
    Move(Verb.DISPATCH, _AT_CENTRE | {_S.NEW, _S.DISPATCHED}, _S.DISPATCHED, _OPERATOR, _E.DISPATCHED),
    Move(Verb.ACCEPT, frozenset({_S.NEW, _S.DISPATCHED}), _S.DISPATCHED, _RESPONDER, _E.DISPATCH_ACCEPTED),
    Move(Verb.DECLINE, frozenset({_S.NEW, _S.DISPATCHED}), SAME, _RESPONDER, _E.ACTION),
    Move(Verb.SET_OUT, frozenset({_S.NEW, _S.DISPATCHED}), _S.ON_THE_WAY, _RESPONDER, _E.DISPATCH_ACCEPTED),
    Move(Verb.ARRIVE, _FIELD | {_S.DISPATCHED, _S.WITH_EMERGENCY}, _S.ON_SITE, _RESPONDER, _E.ACTION),
    Move(Verb.ACCEPT, _FIELD, SAME, _RESPONDER, None),
    Move(Verb.SET_OUT, _FIELD, SAME, _RESPONDER, None),
    Move(Verb.NEED_HELP, _FIELD | {_S.WITH_EMERGENCY}, SAME, _RESPONDER, _E.ACTION),
    Move(Verb.HELP_COMES, _OPEN, SAME, _BOTH, _E.ACTION),
    Move(
        Verb.DONE,
        frozenset({_S.ON_SITE, _S.SOLVED_UNDOCUMENTED}),
        _S.SOLVED_UNDOCUMENTED,
        _RESPONDER,
        _E.MEASURE,
    ),
    Move(Verb.WAIT, _AT_CENTRE, _S.WAITING, _OPERATOR, _E.ACTION),
    Move(Verb.CALL_EMERGENCY, _WORKED | {_S.WITH_EMERGENCY}, _S.WITH_EMERGENCY, _BOTH, _E.OTHER_PARTY),
    Move(Verb.CONFIRM_HANDOVER, frozenset({_S.WITH_EMERGENCY}), _S.TAKEN, _OPERATOR, _E.OTHER_PARTY),
    Move(Verb.CONFIRM_AT_DOOR, frozenset({_S.WITH_EMERGENCY}), _S.ON_SITE, _RESPONDER, _E.OTHER_PARTY),
    Move(Verb.PASS_ON, _WORKED, _S.PASSED_ON, _OPERATOR, _E.OTHER_PARTY),
    Move(Verb.INFORM_KIN, _OPEN, SAME, _OPERATOR, _E.OTHER_PARTY),
    Move(Verb.NOTE, _OPEN, SAME, _BOTH, _E.ACTION),
    Move(
        Verb.SOLVE_LATER,
        _AT_CENTRE | {_S.ON_SITE, _S.PASSED_ON, _S.SOLVED_UNDOCUMENTED},
        _S.SOLVED_UNDOCUMENTED,
        _BOTH,
        _E.RECEIPTED,
    ),
    Move(
        Verb.CLOSE,
        _AT_CENTRE | {_S.ON_SITE, _S.PASSED_ON, _S.SOLVED_UNDOCUMENTED},
        _S.CLOSED,
        _BOTH,
        _E.RECEIPTED,
    ),
    Move(
        Verb.EXTEND,
        frozenset({_S.WAITING, _S.PASSED_ON, _S.SOLVED_UNDOCUMENTED}),
        _S.NEW,
        _SYSTEM,
        _E.REPORTED,
    ),
    Move(
        Verb.EXTEND,
        _WORKED | {_S.NEW, _S.WITH_EMERGENCY},
        SAME,
        _SYSTEM,
        _E.REPORTED,
    ),
    Move(Verb.WAKE, frozenset({_S.WAITING}), _S.NEW, _SYSTEM, _E.ACTION),
    Move(Verb.LOSE_HOLD, _AT_CENTRE | {_S.DISPATCHED}, _S.NEW, _SYSTEM, _E.ACTION),
    Move(Verb.NOBODY_ANSWERED, frozenset({_S.DISPATCHED}), _S.NEW, _SYSTEM, _E.ACTION),
)

MOVES: Final[dict[tuple[State, Verb], Move]] = {
    (state, move.verb): move for move in _TABLE for state in move.sources
}


def after(state: State, verb: Verb) -> State:
    """The state after the verb. Raises NotAllowed when the table has no such move."""
    move = MOVES.get((state, verb))
    if move is None:
        raise NotAllowed(state, verb)
    return move.target or state


def event_of(state: State, verb: Verb) -> CompositionEvent | None:
    """The VKP composition event that this move leaves in the log. Raises NotAllowed."""
    move = MOVES.get((state, verb))
    if move is None:
        raise NotAllowed(state, verb)
    return move.event


def allowed(state: State, role: Role) -> tuple[Verb, ...]:
    """The verbs that somebody with this role can use now, in the order they are declared."""
    return tuple(verb for verb in Verb if (move := MOVES.get((state, verb))) and role in move.who)
