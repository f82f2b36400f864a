"""Resetting an item and signing that nothing of a person is left on it, or with its supplier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.shortcuts import get_object_or_404

from varde.foundation.authorisation import requires
from varde.foundation.outbox import post
from varde.ground.equipment.actions.keeping import keep_up
from varde.ground.equipment.actions.moving import Told, held_item, moved
from varde.ground.equipment.events import ItemWiped
from varde.ground.equipment.models import Wipe
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.equipment.rules.lifecycle import Move
from varde.ground.equipment.rules.wiping import SignedTooEarly, missing
from varde.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class WipeDone:
    """What is done by now. `signed`: I confirm that personal data is gone. What was said before still stands."""

    reset: bool = False
    how: str = ""
    signed: bool = False
    supplier_reference: str = ""


@requires(P.WIPE, about="item_id")
def record_wipe(actor: Actor, *, item_id: UUID, done: WipeDone, now: datetime) -> Wipe:
    """Writes down what is done; when all of it is, the item may be used again or given back. Raises SignedTooEarly."""
    item = held_item(item_id)
    row = get_object_or_404(Wipe.objects.select_for_update(), item=item, completed_at__isnull=True)
    if done.reset and row.reset_at is None:
        row.reset_at, row.reset_by, row.reset_by_name = now, actor.id, actor.name
        row.how = done.how.strip()
    if done.signed and row.signed_at is None:
        if row.reset_at is None:
            raise SignedTooEarly
        row.signed_at, row.signed_by, row.signed_by_name = now, actor.id, actor.name
    if (reference := done.supplier_reference.strip()) and row.supplier_at is None:
        row.supplier_at, row.supplier_by, row.supplier_by_name = now, actor.id, actor.name
        row.supplier_reference = reference
    if not missing(row.facts):
        row.completed_at = now
    row.save()
    if row.completed_at is not None:
        placement = row.placement
        placement.cleared_at = max(now, placement.ends_at or now)
        placement.save(update_fields=["cleared_at"])
        moved(actor, item, Move.WIPE, now=now, told=Told(placement_id=placement.pk))
        keep_up(item, now=now)
        post.publish(ItemWiped(row.pk, item.pk, row.owner_id), now=now)
    return row
