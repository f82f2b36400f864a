"""Counting a store: what ought to stand there, what was seen, and every difference settled with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404

from varde.foundation.authorisation import requires
from varde.ground.equipment.actions.moving import NOTHING_TOLD, Told, held_item, moved
from varde.ground.equipment.actions.stock_transfer import came_elsewhere
from varde.ground.equipment.models import Item, ItemMove, Store
from varde.ground.equipment.models.stock import StockTake, StockTakeLine
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.equipment.queries.stock_find import by_codes
from varde.ground.equipment.queries.stock_takes import difference_of, open_differences
from varde.ground.equipment.rules import scan
from varde.ground.equipment.rules.lifecycle import GONE, Move, MoveRefused, State
from varde.ground.equipment.rules.stock import STANDS_IN_STORE, WAYS_OUT, Settled
from varde.kernel.actor import Actor


class AlreadyCounting(Exception):
    """The store is being counted: go on with that count."""


class StillDifferent(Exception):
    """Differences are not settled."""


class CannotSettle(Exception):
    """This difference cannot be settled that way: the item's state does not let it, or the reason is missing."""


@requires(P.STORE)
def start_stock_take(actor: Actor, *, store_id: UUID, now: datetime) -> StockTake:
    """Writes down what ought to stand in the store now. Raises AlreadyCounting."""
    store = get_object_or_404(Store, pk=store_id)
    row = StockTake(
        owner_id=store.owner_id,
        store=store,
        started_at=now,
        started_by=actor.id,
        started_by_name=actor.name,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise AlreadyCounting from None
    there = Item.objects.filter(store=store, state__in=STANDS_IN_STORE, retired_at__isnull=True)
    StockTakeLine.objects.bulk_create(
        StockTakeLine(owner_id=row.owner_id, take=row, item=item, expected=True)
        for item in there.order_by("pk")
    )
    return row


@requires(P.STORE, about="take_id")
def count_codes(actor: Actor, *, take_id: UUID, codes: Sequence[str], now: datetime) -> list[StockTakeLine]:
    """What was scanned, one code or a pasted list. A code that is scanned twice counts once. Gives the lines, in order."""
    take = _open(take_id)
    found = by_codes(take.owner_id, codes[: scan.MOST])
    lines = StockTakeLine.objects.filter(take=take).select_related("item__product")
    held = {line.item_id or line.code: line for line in lines}
    seen: list[StockTakeLine] = []
    for code in codes[: scan.MOST]:
        item = found.get(code)
        key = item.pk if item else code
        line = held.get(key)
        if line is None:
            line = StockTakeLine(
                owner_id=take.owner_id, take=take, item=item, code="" if item else code, expected=False
            )
            held[key] = line
        seen.append(line)
    _write_down(actor, list(dict.fromkeys(seen)), now)
    return seen


def _write_down(actor: Actor, lines: list[StockTakeLine], now: datetime) -> None:
    fresh = [line for line in lines if line.seen_at is None]
    for line in fresh:
        line.seen_at, line.seen_by_name = now, actor.name
    known = [line for line in fresh if not line._state.adding]
    StockTakeLine.objects.bulk_update(known, ["seen_at", "seen_by_name"], batch_size=500)
    StockTakeLine.objects.bulk_create(line for line in fresh if line._state.adding)
    counted = [line.item for line in fresh if line.item is not None and State(line.item.state) not in GONE]
    ItemMove.objects.bulk_create(
        ItemMove(
            owner_id=item.owner_id,
            item=item,
            move=Move.COUNT,
            before=item.state,
            after=item.state,
            at=now,
            recorded_at=now,
            by=actor.id,
            by_name=actor.name,
            store_id=item.store_id,
        )
        for item in counted
    )


@requires(P.STORE, about="line_id")
def settle_difference(
    actor: Actor, *, line_id: UUID, settled: Settled, why: str, now: datetime
) -> StockTakeLine:
    """One difference with its reason. What is lost or taken in moves the item too. Raises CannotSettle."""
    rows = StockTakeLine.objects.select_for_update(of=("self",)).select_related("take", "item")
    line = get_object_or_404(rows, pk=line_id, take__closed_at__isnull=True, settled=Settled.OPEN)
    if settled not in WAYS_OUT.get(difference_of(line), ()) or not why.strip():
        raise CannotSettle
    try:
        if settled is Settled.LOST:
            moved(actor, held_item(line.item_id), Move.LOSE, now=now, told=Told(why=why))
        elif settled is Settled.TAKEN_IN:
            _take_in(actor, held_item(line.item_id), line.take.store_id, why, now)
    except MoveRefused:
        raise CannotSettle from None
    line.settled, line.why, line.settled_at, line.settled_by_name = settled, why.strip(), now, actor.name
    line.save()
    return line


@requires(P.STORE, about="take_id")
def close_stock_take(actor: Actor, *, take_id: UUID, now: datetime) -> StockTake:
    """The count is over. Raises StillDifferent."""
    row = _open(take_id)
    if open_differences(row).exists():
        raise StillDifferent
    row.closed_at, row.closed_by_name = now, actor.name
    row.save(update_fields=["closed_at", "closed_by_name"])
    return row


def _open(take_id: UUID) -> StockTake:
    return get_object_or_404(
        StockTake.objects.select_for_update(of=("self",)), pk=take_id, closed_at__isnull=True
    )


def _take_in(actor: Actor, item: Item, store_id: UUID, why: str, now: datetime) -> None:
    """What stood here without belonging here belongs here from now. One at somebody's is not: that is sorted out there."""
    told = Told(why=why, store_id=store_id)
    came_elsewhere(actor, item, now)
    way = {
        State.LOST: (Move.FIND,),
        State.IN_TRANSIT: (Move.ARRIVE,),
        State.WITH_INSTALLER: (Move.PUT_BACK,),
        State.ORDERED: (Move.RECEIVE,),
    }.get(State(item.state), (Move.SEND, Move.ARRIVE))
    for step in way:
        moved(actor, item, step, now=now, told=NOTHING_TOLD if step is Move.SEND else told)
