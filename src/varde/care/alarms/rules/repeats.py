"""When a signal is the same message sent again. Devices resend until they get a reply, so it happens daily."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from varde.care.alarms.rules.lifecycle import MOVES, State, Verb
from varde.care.alarms.rules.triage import URGENT_FAULTS

WINDOW_WITH_ID: Final = timedelta(hours=24)
WINDOW_WITHOUT_ID: Final = timedelta(seconds=32)
"""SIP's own transaction lifetime (64 × T1, RFC 3261): as long as a sender may resend the same request."""
RESENT_WITHIN: Final = timedelta(minutes=1)
"""How long after the first one an equal message is nothing but a retransmission, whatever became of the alarm."""
LAID_DOWN: Final = frozenset(
    state for (state, verb), move in MOVES.items() if verb is Verb.EXTEND and move.target is State.NEW
)
"""States of an open alarm that nobody works on: a new signal makes it new again."""


@dataclass(frozen=True, slots=True, order=True)
class RepeatKey:
    """What makes two messages the same: who sent it, the device's own message id, and every byte (SHA-256 hex)."""

    source: str
    own_id: str
    digest: str

    @property
    def window(self) -> timedelta:
        """How long after the first one an equal message is a repeat."""
        return WINDOW_WITH_ID if self.own_id else WINDOW_WITHOUT_ID


@dataclass(frozen=True, slots=True)
class Earlier:
    """The latest signal with the same key that was not itself a repeat. `closed`: its alarm is closed by now.
    `laid_down`: it is open, and nobody works on it (LAID_DOWN)."""

    key: RepeatKey
    received_at: datetime
    closed: bool
    laid_down: bool = False


def is_repeat(key: RepeatKey, received_at: datetime, earlier: Earlier | None) -> bool:
    """Whether this message only says again what `earlier` said.

    Other bytes under the same id are a new signal, and so is a repeat whose alarm is closed. Where nobody works on the alarm
    any more, the same bytes later than RESENT_WITHIN are somebody who calls again, from a unit whose message number is
    always the same or starts anew. The window runs from the first message, not from the last repeat: a device that never
    stops sending is heard anew each window. A message that is handled out of order, received a little before `earlier`,
    is a repeat as well.
    """
    if earlier is None or earlier.closed or key != earlier.key:
        return False
    later = received_at - earlier.received_at
    if earlier.laid_down and later >= RESENT_WITHIN:
        return False
    return abs(later) < key.window


def is_woken(fault: str, state: State) -> bool:
    """Whether one more signal makes a technical alarm new again. While somebody works on it, and for what is not urgent,
    it is counted and nothing more."""
    return fault in URGENT_FAULTS and state in LAID_DOWN
