"""Items from one store to another: sent, received one by one, and what did not match accounted for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.shortcuts import get_object_or_404

from varde.foundation.authorisation import requires
from varde.ground.equipment.actions.moving import NOTHING_TOLD, Told, held_item, moved
from varde.ground.equipment.models import Item, Store
from varde.ground.equipment.models.stock import Transfer, TransferLine
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.equipment.rules.lifecycle import Move, MoveRefused, State
from varde.ground.equipment.rules.stock import Arrival
from varde.kernel.actor import Actor


class SameStore(ValueError):
    """From and to are one store."""


class NothingToSend(ValueError):
    """A transfer needs at least one item."""


class CannotSend(Exception):
    """Some of the items cannot leave that store now: `items`."""

    def __init__(self, items: Sequence[Item]) -> None:
        super().__init__(f"{len(items)} items")
        self.items = list(items)


class CannotArrive(Exception):
    """The item is not on its way, and where it stands now does not let it be received here."""


class StillOpen(Exception):
    """Items of the transfer are not accounted for."""


@requires(P.STORE)
def send_items(
    actor: Actor, *, from_id: UUID, to_id: UUID, item_ids: Sequence[UUID], note: str = "", now: datetime
) -> Transfer:
    """All of them leave, or none. Raises SameStore, NothingToSend, or CannotSend with those that may not."""
    here, there = (get_object_or_404(Store, pk=key, is_active=True) for key in (from_id, to_id))
    if here.pk == there.pk:
        raise SameStore
    row = Transfer(
        owner_id=here.owner_id,
        from_store=here,
        to_store=there,
        note=note.strip(),
        sent_at=now,
        sent_by=actor.id,
        sent_by_name=actor.name,
    )
    row.save()
    refused = []
    for item in [held_item(key) for key in dict.fromkeys(item_ids)]:
        try:
            if item.store_id != here.pk:
                raise MoveRefused(Move.SEND, State(item.state))
            moved(actor, item, Move.SEND, now=now, told=Told(store_id=there.pk))
        except MoveRefused:
            refused.append(item)
            continue
        TransferLine.objects.create(owner_id=row.owner_id, transfer=row, item=item)
    if refused:
        raise CannotSend(refused)
    if not item_ids:
        raise NothingToSend
    return row


@requires(P.STORE, about="transfer_id")
def receive_item(actor: Actor, *, transfer_id: UUID, item_id: UUID, now: datetime) -> TransferLine:
    """One item has come. One that was not on the list is taken in too, and stands as such. Again: the same line.

    Raises CannotArrive."""
    transfer = _open(transfer_id)
    line = TransferLine.objects.select_for_update().filter(transfer=transfer, item=item_id).first()
    if line is not None and line.arrival != Arrival.EXPECTED:
        return line
    item = held_item(item_id)
    if line is None:
        _on_its_way(actor, item, transfer, now)
        line = TransferLine(owner_id=transfer.owner_id, transfer=transfer, item=item)
        line.arrival = Arrival.UNEXPECTED
    else:
        line.arrival = Arrival.ARRIVED
    _arrived(actor, item, transfer.to_store_id, now)
    line.at, line.by_name = now, actor.name
    line.save()
    return line


@requires(P.STORE, about="line_id")
def settle_line(actor: Actor, *, line_id: UUID, arrival: Arrival, why: str, now: datetime) -> TransferLine:
    """What became of an item that did not come: it was never sent (and stands where it stood), or it is lost."""
    line = get_object_or_404(
        TransferLine.objects.select_for_update(of=("self",)).select_related("transfer"),
        pk=line_id,
        arrival=Arrival.EXPECTED,
        transfer__closed_at__isnull=True,
    )
    if arrival not in (Arrival.WENT_BACK, Arrival.LOST) or not why.strip():
        raise ValueError("never sent or lost, and why")
    item = held_item(line.item_id)
    if item.state == State.IN_TRANSIT:  # else somebody has moved it since, and its own story says how
        move = Move.LOSE if arrival is Arrival.LOST else Move.ARRIVE
        moved(actor, item, move, now=now, told=Told(why=why, store_id=line.transfer.from_store_id))
    line.arrival, line.why, line.at, line.by_name = arrival, why.strip(), now, actor.name
    line.save()
    return line


@requires(P.STORE, about="transfer_id")
def close_transfer(actor: Actor, *, transfer_id: UUID, now: datetime) -> Transfer:
    """Every item is accounted for. Raises StillOpen."""
    row = _open(transfer_id)
    if TransferLine.objects.filter(transfer=row, arrival=Arrival.EXPECTED).exists():
        raise StillOpen
    row.closed_at, row.closed_by_name = now, actor.name
    row.save(update_fields=["closed_at", "closed_by_name"])
    return row


def _open(transfer_id: UUID) -> Transfer:
    return get_object_or_404(
        Transfer.objects.select_for_update(of=("self",)), pk=transfer_id, closed_at__isnull=True
    )


def _on_its_way(actor: Actor, item: Item, transfer: Transfer, now: datetime) -> None:
    """An item that nobody said was sent: if it stood in a store of the same owner, it left there when it came here."""
    if item.owner_id != transfer.owner_id:
        raise CannotArrive
    if item.state == State.IN_TRANSIT:
        came_elsewhere(actor, item, now)
        return
    try:
        moved(actor, item, Move.SEND, now=now, told=NOTHING_TOLD)
    except MoveRefused:
        raise CannotArrive from None


def came_elsewhere(actor: Actor, item: Item, now: datetime) -> None:
    """It was on its way in another transfer, and is there no more."""
    waiting = TransferLine.objects.filter(item=item, arrival=Arrival.EXPECTED)
    waiting.update(arrival=Arrival.ARRIVED, at=now, by_name=actor.name)


def _arrived(actor: Actor, item: Item, store_id: UUID, now: datetime) -> None:
    try:
        moved(actor, item, Move.ARRIVE, now=now, told=Told(store_id=store_id))
    except MoveRefused:
        raise CannotArrive from None
