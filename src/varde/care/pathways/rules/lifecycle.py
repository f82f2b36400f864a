"""Where a case is, and which moves lead where. The one table; nothing else changes stage or status."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from varde.care.pathways.rules.gates import Judged, Verdict
from varde.care.pathways.rules.template import GateKind, Stage


class Status(StrEnum):
    """`REFERRED`, `REJECTED` and `PREPARING` come before there is a service; the rest are the words on the screens."""

    REFERRED = "referred"
    REJECTED = "rejected"
    PREPARING = "preparing"
    ACTIVE = "active"
    PAUSED = "paused"
    WINDING_DOWN = "winding_down"
    ENDED = "ended"


OPEN: Final = frozenset(
    {Status.REFERRED, Status.PREPARING, Status.ACTIVE, Status.PAUSED, Status.WINDING_DOWN}
)
RUNNING: Final = frozenset({Status.ACTIVE, Status.PAUSED})


class Move(StrEnum):
    ACCEPT = "accept"
    REJECT = "reject"
    ASSESS = "assess"
    ALLOCATE = "allocate"
    DECLINE = "decline"  # assessed, and not given
    ADAPT = "adapt"  # installed and set: on to training
    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    EVALUATE = "evaluate"
    DECIDE = "decide"  # evaluated: the owner decides on extension
    EXTEND = "extend"
    WIND_DOWN = "wind_down"
    UNDO = "undo"  # of winding down: back to what it was
    END = "end"
    TAKE_OVER = "take_over"  # a new case at the receiver of a hand-over
    HAND_OVER = "hand_over"  # the sender's case ends as the receiver's begins


@dataclass(frozen=True, slots=True)
class Position:
    status: Status
    stage: Stage

    @property
    def is_open(self) -> bool:
        return self.status in OPEN


NEW: Final = Position(Status.REFERRED, Stage.REFERRAL)
_OPERATING: Final = frozenset({Stage.OPERATION, Stage.EVALUATION, Stage.DECISION})


@dataclass(frozen=True, slots=True)
class Rule:
    """From these statuses and stages, to this position; None keeps what it was. `gates` must be passed."""

    statuses: frozenset[Status]
    stages: frozenset[Stage]
    status: Status | None = None
    stage: Stage | None = None
    gates: str = ""  # "", "start" or "end"


def _rule(status: Status, stage: Stage, to: Status | None, at: Stage | None = None, gates: str = "") -> Rule:
    return Rule(frozenset({status}), frozenset({stage}), to, at, gates)


_ANY: Final = frozenset(Stage)

MOVES: Final[dict[Move, Rule]] = {
    Move.ACCEPT: _rule(Status.REFERRED, Stage.REFERRAL, Status.PREPARING, Stage.ASSESSMENT),
    Move.REJECT: _rule(Status.REFERRED, Stage.REFERRAL, Status.REJECTED),
    Move.ASSESS: _rule(Status.PREPARING, Stage.ASSESSMENT, None, Stage.ALLOCATION),
    Move.ALLOCATE: _rule(Status.PREPARING, Stage.ALLOCATION, None, Stage.ADAPTATION),
    Move.DECLINE: _rule(Status.PREPARING, Stage.ALLOCATION, Status.REJECTED),
    Move.ADAPT: _rule(Status.PREPARING, Stage.ADAPTATION, None, Stage.TRAINING),
    Move.START: _rule(Status.PREPARING, Stage.TRAINING, Status.ACTIVE, Stage.OPERATION, "start"),
    Move.PAUSE: Rule(frozenset({Status.ACTIVE}), _OPERATING, Status.PAUSED),
    Move.RESUME: Rule(frozenset({Status.PAUSED}), _OPERATING, Status.ACTIVE, None, "start"),
    Move.EVALUATE: Rule(RUNNING, frozenset({Stage.OPERATION}), None, Stage.EVALUATION),
    Move.DECIDE: Rule(RUNNING, frozenset({Stage.EVALUATION}), None, Stage.DECISION),
    Move.EXTEND: Rule(RUNNING, frozenset({Stage.DECISION}), None, Stage.OPERATION),
    Move.WIND_DOWN: Rule(
        frozenset({Status.REFERRED, Status.PREPARING, Status.ACTIVE, Status.PAUSED}),
        _ANY,
        Status.WINDING_DOWN,
    ),
    Move.UNDO: Rule(frozenset({Status.WINDING_DOWN}), _ANY),
    Move.END: Rule(frozenset({Status.WINDING_DOWN}), _ANY, Status.ENDED, None, "end"),
    Move.TAKE_OVER: _rule(Status.REFERRED, Stage.REFERRAL, Status.ACTIVE, Stage.OPERATION, "start"),
    Move.HAND_OVER: Rule(RUNNING, _OPERATING, Status.ENDED),
}


class NotAllowed(Exception):
    """The move does not lead from here."""

    def __init__(self, move: Move, at: Position) -> None:
        super().__init__(f"{move.value} from {at.status.value}/{at.stage.value}")
        self.move, self.at = move, at


class GateClosed(Exception):
    """What is missing, and who owns it. A quality gate may be deferred or excepted; a safety gate may not."""

    def __init__(self, missing: Sequence[Judged]) -> None:
        super().__init__(", ".join(one.code for one in missing))
        self.missing = tuple(missing)


def gates_of(move: Move) -> str:
    """Which gates the move goes through: "start", "end" or none."""
    return MOVES[move].gates


def allowed(at: Position) -> frozenset[Move]:
    """The moves that lead on from here, gates aside. `TAKE_OVER` is the receiver's, never offered on a referral."""
    return frozenset(
        move
        for move, rule in MOVES.items()
        if at.status in rule.statuses and at.stage in rule.stages and move is not Move.TAKE_OVER
    )


def after(
    at: Position, move: Move, judged: Sequence[Judged] = (), *, before: Position | None = None
) -> Position:
    """The position that the move leads to. Raises NotAllowed, GateClosed.

    `judged`: every gate of the template for this move. `before`: for UNDO, the position that winding down left.
    """
    rule = MOVES[move]
    if at.status not in rule.statuses or at.stage not in rule.stages:
        raise NotAllowed(move, at)
    if rule.gates and (missing := closed(judged)):
        raise GateClosed(missing)
    if move is Move.UNDO:
        if before is None or Move.WIND_DOWN not in allowed(before):
            raise NotAllowed(move, at)
        return before
    return Position(rule.status or at.status, rule.stage or at.stage)


def closed(judged: Sequence[Judged]) -> tuple[Judged, ...]:
    """Gates that stop the move. A safety gate is met, or it stops: nothing else is asked of it."""
    return tuple(
        one
        for one in judged
        if (one.verdict is not Verdict.MET if one.kind is GateKind.SAFETY else one.verdict is Verdict.MISSING)
    )


class EndReason(StrEnum):
    """Coded end reasons [sluttårsak]."""

    NEED_CEASED = "need_ceased"
    GOAL_REACHED = "goal_reached"
    NOT_SUITED = "not_suited"
    DOES_NOT_WANT = "does_not_want"
    MOVED = "moved"
    DEAD = "dead"
    HANDED_OVER = "handed_over"


BY_EVALUATION: Final = frozenset(
    {EndReason.NEED_CEASED, EndReason.GOAL_REACHED, EndReason.NOT_SUITED, EndReason.DOES_NOT_WANT}
)
