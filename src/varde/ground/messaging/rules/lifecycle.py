"""The life of a message: its states and the moves between them."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class State(StrEnum):
    """States of a message. Only `accepted` means that somebody has taken it."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    UNANSWERED = "unanswered"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Reason(StrEnum):
    """Why a message counts as not received."""

    NO_GATEWAY = "no_gateway"
    NO_MAIL = "no_mail"
    BAD_ADDRESS = "bad_address"
    REFUSED = "refused"
    GAVE_UP = "gave_up"
    NOT_SENT_IN_TIME = "not_sent_in_time"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    FAILED = "failed"
    NOT_TO_BE_SENT = "not_to_be_sent"  # a guard said no: the receiver is dead


_ANSWERS: Final = frozenset({State.ACCEPTED, State.DECLINED})
_ENDS: Final = frozenset({State.UNANSWERED, State.FAILED, State.CANCELLED})

# An answer is heard even when it comes late: somebody who presses 1 has the alarm in mind, whatever the clock says.
MOVES: Final[dict[State, frozenset[State]]] = {
    State.QUEUED: frozenset({State.SENDING, State.SENT}) | _ANSWERS | _ENDS,
    State.SENDING: frozenset({State.QUEUED, State.SENT, State.DELIVERED}) | _ANSWERS | _ENDS,
    State.SENT: frozenset({State.DELIVERED}) | _ANSWERS | _ENDS,
    State.DELIVERED: _ANSWERS | _ENDS,
    State.ACCEPTED: frozenset({State.DECLINED}),
    State.DECLINED: frozenset({State.ACCEPTED}),
    State.UNANSWERED: _ANSWERS,
    State.FAILED: _ANSWERS,
    State.CANCELLED: _ANSWERS,
}
WAITING: Final = frozenset({State.QUEUED, State.SENDING})
OPEN: Final = WAITING | {State.SENT, State.DELIVERED}
NOT_RECEIVED: Final = frozenset({State.UNANSWERED, State.FAILED})


def may_move(before: State, after: State) -> bool:
    return after in MOVES[before]
