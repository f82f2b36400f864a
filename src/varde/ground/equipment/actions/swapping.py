"""Swap [bytte]: the old item back and the new one in its place, in one action."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from varde.foundation.authorisation import requires
from varde.foundation.outbox import post
from varde.ground.equipment.actions.fulfilling import users_of
from varde.ground.equipment.actions.moving import NOTHING_TOLD, Told, held_item
from varde.ground.equipment.actions.placing import NotPlaced, Place, set_out, taken_back
from varde.ground.equipment.events import ItemSwapped
from varde.ground.equipment.models import Item, Placement, Swap
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.equipment.rules.lifecycle import Move
from varde.kernel.actor import Actor


class KeyReused(Exception):
    """The key of the press belongs to another swap: the phone must make a new one."""


class AnotherKind(Exception):
    """A dispenser does not take the place of an alarm: collect the one and place the other."""


@requires(P.PLACE, about="old_item_id")
def swap_item(
    actor: Actor,
    *,
    old_item_id: UUID,
    new_item_id: UUID,
    key: UUID,
    told: Told = NOTHING_TOLD,
    now: datetime,
) -> Swap:
    """The old item is collected and must be wiped; the new one takes over its people, room, unit and settings. The
    response plan is the recipient's and stays. The new one counts when it is tested.

    `key` is made by the client: the same key again is the same swap, so an offline phone may send until it is answered.
    `told.store_id`: where the old one goes. Raises KeyReused, AnotherKind, NotPlaced, MoveRefused, WipePending,
    SetAsideForAnother, WrongTime."""
    first, second = sorted(
        (old_item_id, new_item_id)
    )  # always in one order: two swaps never wait for each other
    items = {one.pk: one for one in (held_item_or_swapped(first, key), held_item_or_swapped(second, key))}
    if (known := Swap.objects.filter(key=key).first()) is not None:
        if (known.old_item_id, known.new_item_id) != (old_item_id, new_item_id):
            raise KeyReused
        return known
    old, new = items[old_item_id], items[new_item_id]
    if old.product.kind != new.product.kind or old.pk == new.pk:
        raise AnotherKind
    return _swapped(actor, old, new, key, replace(told, key=key), now)


def held_item_or_swapped(item_id: UUID, key: UUID) -> Item:
    """A swap that is sent again must be answered even when the old item is given back by now."""
    if (known := Swap.objects.filter(key=key).first()) is not None:
        return known.old_item if known.old_item_id == item_id else known.new_item
    return held_item(item_id)


def _swapped(actor: Actor, old: Item, new: Item, key: UUID, told: Told, now: datetime) -> Swap:
    before = Placement.objects.filter(item=old, ends_at__isnull=True).first()
    if before is None:
        raise NotPlaced
    place = Place(users_of(before), before.room, before.unit_id, str(before.settings))
    collected = taken_back(actor, old, Move.COLLECT, now=now, told=told)
    put = replace(told, store_id=None)
    placed = set_out(actor, new, place, now=now, told=put)
    row = Swap(
        owner_id=old.owner_id,
        key=key,
        old_item=old,
        new_item=new,
        old_placement=collected,
        new_placement=placed,
        at=placed.starts_at,
        recorded_at=now,
        by=actor.id,
        by_name=actor.name,
        why=told.why.strip(),
    )
    row.save(force_insert=True)
    post.publish(ItemSwapped(row.pk, old.pk, new.pk, placed.pk, row.owner_id), now=now)
    return row
