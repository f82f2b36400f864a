"""The life of one piece of equipment: its states, the moves between them, and what bars a move.

One law stands above the table: what holds a person's data, or may hold it, is never ready for anybody else. A wipe is
pending from the moment an item is collected (or lost at somebody's) until it is reset and signed for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from varde.ground.equipment.rules.ownership import Ownership, terms


class State(StrEnum):
    ORDERED = "ordered"  # bestilt hos leverandør
    IN_STORE = "in_store"  # klar på lager
    RESERVED = "reserved"  # satt av til en bestilling
    WITH_INSTALLER = "with_installer"  # hos montør
    PLACED = "placed"  # utplassert
    COLLECTED = "collected"  # innhentet
    IN_WASH = "in_wash"
    PENDING_WIPE = "pending_wipe"  # venter på sletting
    IN_REPAIR = "in_repair"
    LENT_TO_SUPPLIER = "lent_to_supplier"  # hos leverandør
    IN_TRANSIT = "in_transit"  # mellom to lagre
    TO_RETURN = "to_return"  # skal tilbake til den som eier det
    LOST = "lost"
    RETURNED = "returned"  # levert tilbake
    RETIRED = "retired"  # kassert
    HANDED_OVER = "handed_over"  # overtatt av en annen virksomhet


class Move(StrEnum):
    REGISTER = "register"
    RECEIVE = "receive"
    NEVER_CAME = "never_came"
    RESERVE = "reserve"
    RELEASE = "release"
    PICK = "pick"
    PUT_BACK = "put_back"
    PLACE = "place"
    TAKE_OVER = "take_over"
    COLLECT = "collect"
    WASH = "wash"
    WASHED = "washed"
    WIPE = "wipe"
    SEND_TO_REPAIR = "send_to_repair"
    REPAIRED = "repaired"
    LEND = "lend"
    COME_BACK = "come_back"
    SEND = "send"
    ARRIVE = "arrive"
    SET_ASIDE = "set_aside"
    RESTOCK = "restock"
    GIVE_BACK = "give_back"
    LOSE = "lose"
    FIND = "find"
    RETIRE = "retire"
    HAND_OVER = "hand_over"
    COUNT = "count"  # seen at a stock-take; changes no state


S, M = State, Move
GONE: Final = frozenset({S.RETURNED, S.RETIRED, S.HANDED_OVER})
"""No longer the owner's to hand out, find or pay for."""
MAY_HOLD_DATA: Final = frozenset(
    {S.COLLECTED, S.IN_WASH, S.PENDING_WIPE, S.IN_REPAIR, S.LENT_TO_SUPPLIER, S.IN_TRANSIT, S.LOST}
)
"""The only states that an item with a pending wipe may be in. The database holds the same rule."""
PLACEABLE: Final = frozenset({S.IN_STORE, S.RESERVED, S.WITH_INSTALLER})

READY: Final = "ready"  # in store, waiting for its wipe, or on the way back to its owner: see `_ready`
STAYS: Final = "stays"
_FROM_STORE = frozenset({S.IN_STORE, S.COLLECTED, S.PENDING_WIPE, S.TO_RETURN})

MOVES: Final[dict[Move, tuple[frozenset[State], State | str]]] = {
    M.RECEIVE: (frozenset({S.ORDERED}), S.IN_STORE),
    M.NEVER_CAME: (frozenset({S.ORDERED}), S.RETIRED),
    M.RESERVE: (frozenset({S.IN_STORE}), S.RESERVED),
    M.RELEASE: (frozenset({S.RESERVED}), S.IN_STORE),
    M.PICK: (frozenset({S.IN_STORE, S.RESERVED}), S.WITH_INSTALLER),
    M.PUT_BACK: (frozenset({S.WITH_INSTALLER}), S.IN_STORE),
    M.PLACE: (PLACEABLE, S.PLACED),
    M.COLLECT: (frozenset({S.PLACED}), S.COLLECTED),
    M.WASH: (_FROM_STORE, S.IN_WASH),
    M.WASHED: (frozenset({S.IN_WASH}), READY),
    M.WIPE: (MAY_HOLD_DATA, STAYS),
    M.SEND_TO_REPAIR: (_FROM_STORE | {S.WITH_INSTALLER, S.IN_WASH}, S.IN_REPAIR),
    M.REPAIRED: (frozenset({S.IN_REPAIR}), READY),
    M.LEND: (_FROM_STORE | {S.IN_REPAIR}, S.LENT_TO_SUPPLIER),
    M.COME_BACK: (frozenset({S.LENT_TO_SUPPLIER}), READY),
    M.SEND: (_FROM_STORE - {S.TO_RETURN}, S.IN_TRANSIT),
    M.ARRIVE: (frozenset({S.IN_TRANSIT}), READY),
    M.SET_ASIDE: (frozenset({S.IN_STORE, S.COLLECTED}), S.TO_RETURN),
    M.RESTOCK: (frozenset({S.TO_RETURN, S.COLLECTED}), S.IN_STORE),
    M.GIVE_BACK: (frozenset({S.TO_RETURN, S.LENT_TO_SUPPLIER}), S.RETURNED),
    M.LOSE: (frozenset(S) - GONE - {S.ORDERED, S.LOST}, S.LOST),
    M.FIND: (frozenset({S.LOST}), READY),
    M.RETIRE: (frozenset({S.IN_STORE, S.IN_REPAIR, S.LENT_TO_SUPPLIER, S.LOST}), S.RETIRED),
    M.HAND_OVER: (frozenset({S.PLACED}), S.HANDED_OVER),
    M.COUNT: (frozenset(S) - GONE, STAYS),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What a move is judged by. `used`: has been at somebody's; what was never used is not sent home after a repair."""

    state: State
    wipe_pending: bool = False
    used: bool = False
    ownership: Ownership = Ownership.MUNICIPALITY


class MoveRefused(Exception):
    """The table has no such move from this state."""

    def __init__(self, move: Move, state: State) -> None:
        super().__init__(f"{move} from {state}")
        self.move, self.state = move, state


class WipePending(MoveRefused):
    """It may hold a person's data: reset it and sign first."""


class NotOurs(MoveRefused):
    """Somebody else owns it (it cannot be scrapped), or nobody else does (there is no one to give it back to)."""


def apply(standing: Standing, move: Move) -> Standing:
    """How the item stands after the move. Raises MoveRefused, WipePending or NotOurs."""
    froms, target = MOVES.get(move, (frozenset(), STAYS))
    if standing.state not in froms:
        unwiped = standing.wipe_pending and target not in (READY, STAYS, *MAY_HOLD_DATA)
        raise (WipePending if unwiped else MoveRefused)(move, standing.state)
    _refuse_by_owner(standing, move)
    after = _marked(standing, move)
    if target == READY or (move is M.WIPE and standing.state in (S.COLLECTED, S.PENDING_WIPE)):
        after = replace(after, state=_ready(after))
    elif target != STAYS:
        after = replace(after, state=State(target))
    if after.wipe_pending and after.state not in MAY_HOLD_DATA:
        raise WipePending(move, standing.state)
    return after


def may(standing: Standing, move: Move) -> bool:
    try:
        apply(standing, move)
    except MoveRefused:
        return False
    return True


def open_moves(standing: Standing) -> tuple[Move, ...]:
    """Every move that the table allows from here, in the order of the enum."""
    return tuple(move for move in Move if may(standing, move))


def _refuse_by_owner(standing: Standing, move: Move) -> None:
    held = terms(standing.ownership)
    if move is M.RETIRE and not held.may_be_retired:
        raise NotOurs(move, standing.state)
    if move in (M.GIVE_BACK, M.SET_ASIDE) and not held.goes_back:
        raise NotOurs(move, standing.state)


def _marked(standing: Standing, move: Move) -> Standing:
    if move is M.PLACE:
        return replace(standing, used=True)
    if move is M.COLLECT or (move is M.LOSE and standing.state is S.PLACED):
        return replace(standing, wipe_pending=True)
    if move in (
        M.WIPE,
        M.HAND_OVER,
    ):  # the data goes with the person; the receiver's item is wiped when it is collected
        return replace(standing, wipe_pending=False)
    return standing


def _ready(standing: Standing) -> State:
    if standing.wipe_pending:
        return S.PENDING_WIPE
    return S.TO_RETURN if standing.used and not terms(standing.ownership).used_again else S.IN_STORE
