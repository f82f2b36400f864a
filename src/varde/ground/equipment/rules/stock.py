"""What stands in a store, what stands idle, and the words for how a count, a transfer or a swap went."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from varde.ground.equipment.rules.lifecycle import State
from varde.ground.equipment.rules.ownership import Ownership


class Arrival(StrEnum):
    EXPECTED = "expected"
    ARRIVED = "arrived"
    UNEXPECTED = "unexpected"  # came along without being on the list
    WENT_BACK = "went_back"  # was never sent
    LOST = "lost"


class Settled(StrEnum):
    OPEN = ""
    LOST = "lost"
    FOUND = "found"  # stood there after all
    TAKEN_IN = "taken_in"
    EXPLAINED = "explained"


class Difference(StrEnum):
    NONE = "none"
    MISSING = "missing"
    MOVED = "moved"  # left the store after the count began: explains itself
    UNEXPECTED = "unexpected"
    UNKNOWN = "unknown"  # a code that is no item of ours


class Trouble(StrEnum):
    """Why a swap from a phone could not be written down as told."""

    OLD_UNKNOWN = "old_unknown"
    NEW_UNKNOWN = "new_unknown"
    OLD_NOT_PLACED = "old_not_placed"
    ELSEWHERE = "elsewhere"
    NEW_NOT_READY = "new_not_ready"
    ANOTHER_KIND = "another_kind"
    WRONG_TIME = "wrong_time"
    SAME = "same"
    NOT_ALLOWED = "not_allowed"


class Idle(StrEnum):
    """Why something that is paid for is of no use to anybody."""

    STORE = "store"
    PREPARING = "preparing"
    REPAIR = "repair"
    RETURN = "return"
    LOST = "lost"
    PAUSED = "paused"


IDLE_STATES: Final[dict[Idle, frozenset[State]]] = {
    Idle.STORE: frozenset({State.IN_STORE}),
    Idle.PREPARING: frozenset({State.COLLECTED, State.IN_WASH, State.PENDING_WIPE, State.IN_TRANSIT}),
    Idle.REPAIR: frozenset({State.IN_REPAIR, State.LENT_TO_SUPPLIER}),
    Idle.RETURN: frozenset({State.TO_RETURN}),
    Idle.LOST: frozenset({State.LOST}),
}
"""Set aside for somebody, with the installer or in use is not idle. What is placed is idle while its service is paused."""
REASON_OF: Final[dict[State, Idle]] = {
    state: reason for reason, states in IDLE_STATES.items() for state in states
}
WE_PAY: Final = frozenset({Ownership.MUNICIPALITY, Ownership.LEASED})
"""Whose monthly price the responsible organisation pays; the rest is paid by who owns it."""

STANDS_IN_STORE: Final = frozenset(
    {State.IN_STORE, State.RESERVED, State.COLLECTED, State.IN_WASH, State.PENDING_WIPE, State.TO_RETURN}
)
"""What a count expects to find on the shelves of its store."""
COMING: Final = frozenset({State.ORDERED, State.IN_TRANSIT})


def difference(*, expected: bool, seen: bool, known: bool, left: bool) -> Difference:
    """How one line of a count stands. `left`: the item was moved from the store after the count began."""
    if not known:
        return Difference.UNKNOWN
    if seen:
        return Difference.NONE if expected else Difference.UNEXPECTED
    return Difference.MOVED if left else Difference.MISSING


WAYS_OUT: Final[dict[Difference, tuple[Settled, ...]]] = {
    Difference.MISSING: (Settled.LOST, Settled.FOUND, Settled.EXPLAINED),
    Difference.UNEXPECTED: (Settled.TAKEN_IN, Settled.EXPLAINED),
    Difference.UNKNOWN: (Settled.EXPLAINED,),
}
"""How each kind of difference may be settled; the others need no word."""
