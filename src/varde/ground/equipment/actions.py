"""Products, items, placing and collecting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404

from varde.foundation.authorisation import requires
from varde.foundation.outbox import post
from varde.ground.equipment.events import ItemCollected, ItemPlaced
from varde.ground.equipment.models import Item, Placement, Product, Sharing
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.equipment.rules.device import device_key
from varde.ground.people.actions import close_relation, open_relation
from varde.ground.people.rules.holder import Holder, HolderKind
from varde.ground.people.rules.relation import Basis
from varde.kernel.actor import Actor, ActorKind


class AlreadyPlaced(Exception):
    """The item is placed, or was placed in that time: collect it first."""


class NowhereToPlace(ValueError):
    """A placement names a recipient or a room."""


class NotPlaced(Exception):
    """Nothing to collect: the item is in a store."""


@requires(P.MANAGE)
def save_product(actor: Actor, *, row: Product | None, values: dict[str, Any]) -> Product:
    return _save(actor, row or Product(), values)


@requires(P.MANAGE)
def save_item(actor: Actor, *, row: Item | None, values: dict[str, Any]) -> Item:
    values = {**values, "device": values.get("device", row.device if row else "").strip()}
    return _save(actor, row or Item(), {**values, "device_key": device_key(values["device"])})


def _save(actor: Actor, row: Any, values: dict[str, Any]) -> Any:
    for name, value in values.items():
        setattr(row, name, value)
    if not actor.may(P.MANAGE, row.owner_id):
        raise PermissionDenied
    row.save()
    return row


@requires(P.PLACE, about="item_id")
def place_item(
    actor: Actor, *, item_id: UUID, recipient_ids: Sequence[UUID], room: str = "", now: datetime
) -> Placement:
    """The item is at these recipients', or in this room, from now. Whoever places it may open their cards."""
    item = get_object_or_404(Item.objects.select_for_update(), pk=item_id, retired_at__isnull=True)
    if not recipient_ids and not room.strip():
        raise NowhereToPlace
    if Placement.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now), item=item).exists():
        raise AlreadyPlaced
    row = Placement.objects.create(owner_id=item.owner_id, item=item, room=room.strip(), starts_at=now)
    for recipient_id in dict.fromkeys(recipient_ids):
        _share(actor, row, recipient_id, now)
    post.publish(ItemPlaced(row.pk, item.pk, row.owner_id), now=now)
    return row


@requires(P.PLACE, about="placement_id")
def share_item(actor: Actor, *, placement_id: UUID, recipient_id: UUID, now: datetime) -> Sharing:
    """One more person uses the placed item."""
    row = get_object_or_404(Placement.objects.select_for_update(), pk=placement_id, ends_at__isnull=True)
    found = Sharing.objects.filter(placement=row, recipient=recipient_id, ends_at__isnull=True).first()
    return found or _share(actor, row, recipient_id, now)


@requires(P.PLACE, about="item_id")
def collect_item(actor: Actor, *, item_id: UUID, now: datetime) -> Placement:
    """The item is taken back: from now its signals match nobody, and the relations it gave are closed."""
    rows = Placement.objects.select_for_update().filter(item=item_id, ends_at__isnull=True)
    if (row := rows.first()) is None:
        get_object_or_404(Item, pk=item_id)
        raise NotPlaced
    row.ends_at = now
    row.save(update_fields=["ends_at"])
    Sharing.objects.filter(placement=row, ends_at__isnull=True).update(ends_at=now)
    close_relation(actor, basis=Basis.CASE, basis_id=row.pk, now=now)
    post.publish(ItemCollected(row.pk, row.item_id, row.owner_id), now=now)
    return row


def _share(actor: Actor, placement: Placement, recipient_id: UUID, now: datetime) -> Sharing:
    row = Sharing(owner_id=placement.owner_id, placement=placement, recipient_id=recipient_id, starts_at=now)
    row.save()
    if actor.kind is ActorKind.MACHINE:
        return row
    open_relation(
        actor,
        recipient_id=recipient_id,
        holder=Holder(HolderKind.STAFF, actor.id, actor.name),
        basis=Basis.CASE,
        basis_id=placement.pk,
        now=now,
    )
    return row
