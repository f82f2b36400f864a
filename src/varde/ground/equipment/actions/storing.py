"""What the store does with an item: wash, repair, lend, set aside, give back, lose, find, scrap."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from varde.foundation.authorisation import requires
from varde.ground.equipment.actions.fulfilling import freed
from varde.ground.equipment.actions.keeping import keep_up
from varde.ground.equipment.actions.moving import NOTHING_TOLD, Told, heard_before, held_item, moved
from varde.ground.equipment.actions.placing import taken_back
from varde.ground.equipment.models import Item
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.equipment.rules.lifecycle import Move, MoveRefused, State
from varde.kernel.actor import Actor

BY_THE_STORE: Final = frozenset(
    {
        Move.RECEIVE, Move.NEVER_CAME, Move.PUT_BACK, Move.WASH, Move.WASHED, Move.SEND_TO_REPAIR, Move.REPAIRED,
        Move.LEND, Move.COME_BACK, Move.SET_ASIDE, Move.RESTOCK, Move.GIVE_BACK, Move.LOSE, Move.FIND, Move.RETIRE,
    }
)  # fmt: skip
"""The others have actions of their own: placing, collecting, wiping, orders, transfers, hand-over."""
WITH_A_REASON: Final = frozenset(
    {Move.NEVER_CAME, Move.SEND_TO_REPAIR, Move.LEND, Move.RESTOCK, Move.LOSE, Move.RETIRE}
)


class NoReason(ValueError):
    """This move is not made without saying why."""


@requires(P.STORE, about="item_id")
def move_item(actor: Actor, *, item_id: UUID, move: Move, told: Told = NOTHING_TOLD, now: datetime) -> Item:
    """One move of the table. Raises NoReason, MoveRefused, WipePending, NotOurs, WrongTime.

    What is lost at somebody's ends its placement and must be wiped from afar, or at the supplier."""
    item = held_item(item_id)
    if heard_before(item_id, told.key):
        return item
    if move not in BY_THE_STORE:
        raise MoveRefused(move, State(item.state))
    if move in WITH_A_REASON and not told.why.strip():
        raise NoReason
    if move is Move.LOSE and item.state == State.PLACED:
        taken_back(actor, item, move, now=now, told=told)
        return item
    moved(actor, item, move, now=now, told=told)
    if State(item.state) not in (State.RESERVED, State.WITH_INSTALLER):
        freed(actor, item, now=now)
    keep_up(item, now=now)
    return item
