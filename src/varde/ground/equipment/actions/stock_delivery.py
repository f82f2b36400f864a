"""A supplier's delivery list: taken in, judged bit by bit, then saved whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.shortcuts import get_object_or_404

from varde.foundation.authorisation import requires
from varde.ground.equipment.actions.moving import Told, moved
from varde.ground.equipment.models import Item, ItemMove, MaintenanceRule, MaintenanceTask, Store
from varde.ground.equipment.models.stock import Delivery, DeliveryState
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.equipment.rules import maintenance
from varde.ground.equipment.rules.lifecycle import Move, State
from varde.kernel.actor import Actor
from varde.kernel.clock import local

KEPT: Final = timedelta(days=7)
MOST_FAULTS: Final = 2_000
AT_ONCE: Final = 1_000


class DeliveryClosed(Exception):
    """It is saved or dropped already."""


class NotChecked(Exception):
    """Not every row is judged yet."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was uploaded: `lines` are heads and rows; `defaults` what holds for rows that do not say."""

    file_name: str
    lines: list[list[str]]
    unread_heads: Sequence[str] = ()
    supplier_note: str = ""
    defaults: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """What a bit of the list was found to be. A fault: row in the sheet, heading, reason."""

    checked: int
    good: int
    faults: Sequence[tuple[int, str, str]]


@requires(P.MANAGE)
def open_delivery(actor: Actor, *, store_id: UUID, sheet: Sheet, now: datetime) -> Delivery:
    """The list waits for its rows to be judged. Lists that nobody saved within a week are emptied."""
    store = get_object_or_404(Store, pk=store_id, is_active=True)
    old = Delivery.objects.filter(owner=store.owner_id, closed_at__isnull=True, made_at__lt=now - KEPT)
    old.update(lines=[], state=DeliveryState.DROPPED, closed_at=now)
    return Delivery.objects.create(
        owner_id=store.owner_id,
        store=store,
        supplier_note=sheet.supplier_note.strip(),
        file_name=sheet.file_name[-200:],
        defaults=dict(sheet.defaults or {}),
        lines=sheet.lines,
        rows=sum(1 for line in sheet.lines[1:] if any(line)),
        unread_heads=list(sheet.unread_heads),
        made_at=now,
        made_by=actor.id,
        made_by_name=actor.name,
    )


@requires(P.MANAGE, about="delivery_id")
def note_checked(actor: Actor, *, delivery_id: UUID, judged: Judged, now: datetime) -> Delivery:
    """A bit more of the list is judged. Judged twice (two pages open) counts once."""
    row = _open(delivery_id)
    if row.state == DeliveryState.CHECKED or judged.checked <= row.checked:
        return row
    row.checked, row.good = judged.checked, row.good + judged.good
    row.faults = [*row.faults, *(list(one) for one in judged.faults)][:MOST_FAULTS]
    if row.checked >= len(row.lines) - 1:
        row.state = DeliveryState.CHECKED
    row.save(update_fields=["checked", "good", "faults", "state"])
    return row


@requires(P.MANAGE, about="delivery_id")
def drop_delivery(actor: Actor, *, delivery_id: UUID, now: datetime) -> Delivery:
    """None of it is saved."""
    row = _open(delivery_id)
    row.state, row.lines, row.closed_at = DeliveryState.DROPPED, [], now
    row.save(update_fields=["state", "lines", "closed_at"])
    return row


@requires(P.MANAGE, about="delivery_id")
def receive_delivery(
    actor: Actor, *, delivery_id: UUID, rows: Sequence[Mapping[str, Any]], now: datetime
) -> Delivery:
    """Every given row becomes an item in the store, all of them or none. `rows` are values cleaned by the item's form.

    An item that was registered as ordered is received instead of made. Raises DeliveryClosed or NotChecked."""
    delivery = _open(delivery_id)
    if delivery.state != DeliveryState.CHECKED:
        raise NotChecked
    fresh, awaited = _parted(delivery, rows, now)
    for first in range(0, len(fresh), AT_ONCE):
        _made(actor, delivery, Item.objects.bulk_create(fresh[first : first + AT_ONCE]), now)
    for item in awaited:
        item.save()
        moved(actor, item, Move.RECEIVE, now=now, told=Told(store_id=delivery.store_id))
    delivery.state, delivery.lines, delivery.closed_at = DeliveryState.SAVED, [], now
    delivery.good = len(rows)
    delivery.save(update_fields=["state", "lines", "closed_at", "good"])
    return delivery


def _open(delivery_id: UUID) -> Delivery:
    row = get_object_or_404(Delivery.objects.select_for_update(of=("self",)), pk=delivery_id)
    if row.state in (DeliveryState.SAVED, DeliveryState.DROPPED):
        raise DeliveryClosed
    return row


def _parted(
    delivery: Delivery, rows: Sequence[Mapping[str, Any]], now: datetime
) -> tuple[list[Item], list[Item]]:
    """New items, and those that were ordered and now come, with what the list says of them."""
    ordered = Item.objects.select_for_update(of=("self",)).filter(
        owner=delivery.owner_id, state=State.ORDERED
    )
    expected = {(item.product_id, item.serial): item for item in ordered.select_related("product")}
    fresh, awaited = [], []
    for values in rows:
        item = expected.get((values["product"].pk, values["serial"].strip()))
        if item is None:
            item = Item(owner_id=delivery.owner_id, store=delivery.store, state_since=now)
            fresh.append(item)
        else:
            awaited.append(item)
        for name, value in values.items():
            setattr(item, name, value.strip() if isinstance(value, str) else value)
        item.with_keys()
    return fresh, awaited


def _made(actor: Actor, delivery: Delivery, items: list[Item], now: datetime) -> None:
    """The first line of each item's story, and the tasks that will follow it."""
    ItemMove.objects.bulk_create(
        ItemMove(
            owner_id=item.owner_id,
            item=item,
            move=Move.REGISTER,
            after=item.state,
            at=now,
            recorded_at=now,
            by=actor.id,
            by_name=actor.name,
            store=delivery.store,
        )
        for item in items
    )
    today = local(now).date()
    rules = MaintenanceRule.objects.filter(product__in={item.product_id for item in items}, is_active=True)
    tasks = []
    for rule in rules:
        clock = maintenance.first(rule.every_days, today=today, runs=not rule.only_in_use)
        tasks += [
            MaintenanceTask(
                owner_id=item.owner_id, item=item, rule=rule, due_on=clock.due_on, days_left=clock.days_left
            )
            for item in items
            if item.product_id == rule.product_id
        ]
    MaintenanceTask.objects.bulk_create(tasks)


@requires(P.MANAGE, about="delivery_id")
def check_again(actor: Actor, *, delivery_id: UUID, now: datetime) -> Delivery:
    """The register has changed since the rows were judged: they are judged anew."""
    row = _open(delivery_id)
    row.state, row.checked, row.good, row.faults = DeliveryState.CHECKING, 0, 0, []
    row.save(update_fields=["state", "checked", "good", "faults"])
    return row
