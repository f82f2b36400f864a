"""Placing an item with people or in a room, sharing it, leaving it, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.shortcuts import get_object_or_404

from varde.foundation.authorisation import requires
from varde.foundation.outbox import post
from varde.ground.equipment.actions.fulfilling import fulfil, refuse_another
from varde.ground.equipment.actions.keeping import keep_up
from varde.ground.equipment.actions.moving import NOTHING_TOLD, Told, happened, heard_before, held_item, moved
from varde.ground.equipment.events import ItemCollected, ItemPlaced
from varde.ground.equipment.models import Item, Placement, Sharing, Wipe
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.equipment.rules.lifecycle import Move
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


class LastOne(Exception):
    """Nobody else uses it: collect it instead."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item goes. `unit_id` follows it up there; `settings` is what is set on it for those who use it."""

    recipient_ids: Sequence[UUID] = ()
    room: str = ""
    unit_id: UUID | None = None
    settings: str = ""


@requires(P.PLACE, about="item_id")
def place_item(
    actor: Actor,
    *,
    item_id: UUID,
    recipient_ids: Sequence[UUID] = (),
    room: str = "",
    place: Place | None = None,
    told: Told = NOTHING_TOLD,
    now: datetime,
) -> Placement:
    """The item is at these recipients', or in this room, from now (or `told.at`). Whoever places it may open their cards.

    Raises AlreadyPlaced, NowhereToPlace, SetAsideForAnother, MoveRefused, WipePending, WrongTime. The same `told.key` again: the same row."""
    if before := heard_before(item_id, told.key):
        return Placement.objects.get(pk=before.placement_id)
    return set_out(actor, held_item(item_id), place or Place(recipient_ids, room), now=now, told=told)


def set_out(actor: Actor, item: Item, place: Place, *, now: datetime, told: Told) -> Placement:
    """The placing itself, on a locked item, inside a guard."""
    at = happened(told.at, now=now)
    if not place.recipient_ids and not place.room.strip():
        raise NowhereToPlace
    if Placement.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), item=item).exists():
        raise AlreadyPlaced
    refuse_another(item, place.recipient_ids)
    row = Placement(
        owner_id=item.owner_id,
        item=item,
        room=place.room.strip(),
        unit_id=place.unit_id,
        settings=place.settings.strip(),
        starts_at=at,
    )
    _step(actor, item, Move.PLACE, row, now, told)
    row.save(force_insert=True)
    for recipient_id in dict.fromkeys(place.recipient_ids):
        _share(actor, row, recipient_id, at)
    fulfil(actor, row, now=now)
    keep_up(item, now=now)
    post.publish(ItemPlaced(row.pk, item.pk, row.owner_id), now=now)
    return row


@requires(P.PLACE, about="placement_id")
def share_item(actor: Actor, *, placement_id: UUID, recipient_id: UUID, now: datetime) -> Sharing:
    """One more person uses the placed item: a spouse, or whoever moves into the room."""
    row = get_object_or_404(Placement.objects.select_for_update(), pk=placement_id, ends_at__isnull=True)
    found = Sharing.objects.filter(placement=row, recipient=recipient_id, ends_at__isnull=True).first()
    return found or _share(actor, row, recipient_id, now)


@requires(P.PLACE, about="placement_id")
def leave_item(actor: Actor, *, placement_id: UUID, recipient_id: UUID, now: datetime) -> Sharing:
    """One person no longer uses the item; those who share it, and the placement, stay as they are.

    Raises LastOne where nobody is left and the item belongs to no room."""
    row = get_object_or_404(Placement.objects.select_for_update(), pk=placement_id, ends_at__isnull=True)
    shared = Sharing.objects.filter(placement=row, ends_at__isnull=True)
    one = get_object_or_404(shared, recipient=recipient_id)
    if not row.room and not shared.exclude(pk=one.pk).exists():
        raise LastOne
    one.ends_at = _after(one.starts_at, now)
    one.save(update_fields=["ends_at"])
    close_relation(actor, basis=Basis.CASE, basis_id=row.pk, recipient_id=recipient_id, now=now)
    return one


@requires(P.PLACE, about="item_id")
def collect_item(actor: Actor, *, item_id: UUID, told: Told = NOTHING_TOLD, now: datetime) -> Placement:
    """The item is taken back: from now its signals match nobody, the relations it gave are closed, and it must be wiped.

    Raises NotPlaced, WrongTime. The same `told.key` again: the same row."""
    if before := heard_before(item_id, told.key):
        return Placement.objects.get(pk=before.placement_id)
    return taken_back(actor, held_item(item_id), Move.COLLECT, now=now, told=told)


def taken_back(actor: Actor, item: Item, move: Move, *, now: datetime, told: Told) -> Placement:
    """Ends the open placement of a locked item by this move, inside a guard."""
    rows = Placement.objects.select_for_update().filter(item=item, ends_at__isnull=True)
    if (row := rows.first()) is None:
        raise NotPlaced
    at = _after(row.starts_at, happened(told.at, now=now, after=row.starts_at if told.at else None))
    _step(actor, item, move, row, now, told)
    row.ends_at, row.cleared_at = at, None if item.wipe_pending else at
    row.save(update_fields=["ends_at", "cleared_at"])
    for one in Sharing.objects.filter(placement=row, ends_at__isnull=True):
        one.ends_at = _after(one.starts_at, at)
        one.save(update_fields=["ends_at"])
    if item.wipe_pending:
        needed = item.product.data_at_supplier
        Wipe.objects.create(
            owner_id=row.owner_id, placement=row, item=item, opened_at=at, supplier_needed=needed
        )
    close_relation(actor, basis=Basis.CASE, basis_id=row.pk, now=now)
    keep_up(item, now=now)
    post.publish(ItemCollected(row.pk, item.pk, row.owner_id), now=now)
    return row


def _step(actor: Actor, item: Item, move: Move, row: Placement, now: datetime, told: Told) -> None:
    given = Told(told.at, told.why, told.store_id, row.pk, told.order_id, told.key)
    moved(actor, item, move, now=now, told=given)


def _after(start: datetime, end: datetime) -> datetime:
    """A period ends after it starts, if by a hair: placed by mistake and taken back in the same second."""
    return max(end, start + timedelta(microseconds=1))


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
