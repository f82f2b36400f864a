"""One step in an item's life: judged by the table of moves, stored on the item, and written down for good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.shortcuts import get_object_or_404

from varde.ground.equipment.models import Item, ItemMove
from varde.ground.equipment.rules import lifecycle, marks
from varde.ground.equipment.rules.lifecycle import Move, State
from varde.kernel.actor import Actor

AHEAD: Final = timedelta(minutes=5)
BACK: Final = timedelta(days=14)
LEAVES_THE_STORE: Final = frozenset({Move.PLACE, Move.LOSE, Move.GIVE_BACK, Move.RETIRE, Move.HAND_OVER})


class WrongTime(ValueError):
    """It cannot have happened then: in the future, too long ago, or before what happened last."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is said beside the move. `at`: when it happened, where that was before we heard of it (a phone without
    coverage). `key` is made by the client: the same press sent again is the same move."""

    at: datetime | None = None
    why: str = ""
    store_id: UUID | None = None
    placement_id: UUID | None = None
    order_id: UUID | None = None
    key: UUID | None = None


NOTHING_TOLD: Final = Told()


def happened(at: datetime | None, *, now: datetime, after: datetime | None = None) -> datetime:
    """When it happened. A phone's clock may be some minutes fast. Raises WrongTime."""
    if at is None:
        return now
    if at > now + AHEAD or at < now - BACK or (after is not None and at <= after):
        raise WrongTime
    return min(at, now)


def held_item(item_id: UUID) -> Item:
    """The item, locked until the transaction ends, if it is still the owner's to do something with. 404 otherwise."""
    rows = Item.objects.select_for_update(of=("self",)).select_related("product")
    return get_object_or_404(rows, pk=item_id, retired_at__isnull=True)


def moved(actor: Actor, item: Item, move: Move, *, now: datetime, told: Told = NOTHING_TOLD) -> ItemMove:
    """Makes the move on a locked item. Raises MoveRefused, WipePending, NotOurs or WrongTime."""
    at = happened(told.at, now=now)
    before, after = State(item.state), lifecycle.apply(item.standing, move)
    item.state, item.wipe_pending, item.used = after.state, after.wipe_pending, after.used
    if after.state is not before:
        item.state_since = at
    if after.state in lifecycle.GONE:
        item.retired_at = at
    if move in LEAVES_THE_STORE:
        item.store = None
    elif told.store_id is not None:
        item.store_id = told.store_id
    item.save(update_fields=["state", "wipe_pending", "used", "state_since", "retired_at", "store"])
    return written(actor, item, move, before=before, at=at, now=now, told=told)


def written(
    actor: Actor, item: Item, move: Move, *, before: State | None, at: datetime, now: datetime, told: Told
) -> ItemMove:
    row = ItemMove(
        owner_id=item.owner_id,
        item=item,
        move=move,
        before=before or "",
        after=item.state,
        at=at,
        recorded_at=now,
        by=actor.id,
        by_name=actor.name,
        why=told.why.strip(),
        store_id=told.store_id or item.store_id,
        placement_id=told.placement_id,
        order_id=told.order_id,
        key=told.key,
    )
    row.save(force_insert=True)
    return row


def registered(actor: Actor, item: Item) -> ItemMove:
    """The first row of a new item's story. When: its key holds the time it was made."""
    at = marks.made_at(item.pk)
    return written(actor, item, Move.REGISTER, before=None, at=at, now=at, told=NOTHING_TOLD)


def heard_before(item_id: UUID, key: UUID | None) -> ItemMove | None:
    """The move that this press made the first time it was sent."""
    return ItemMove.objects.filter(item=item_id, key=key).first() if key else None
