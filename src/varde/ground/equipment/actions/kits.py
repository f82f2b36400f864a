"""A kit is handed out, and taken back, as one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from varde.foundation.authorisation import requires
from varde.ground.equipment.actions.moving import NOTHING_TOLD, Told
from varde.ground.equipment.actions.placing import Place, set_out, taken_back
from varde.ground.equipment.models import Item, Kit, Placement
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.equipment.rules import lifecycle
from varde.ground.equipment.rules.lifecycle import Move, State
from varde.kernel.actor import Actor


class KitNotReady(Exception):
    """Some of the kit cannot be placed now: `items`. Empty: there is nothing in it."""

    def __init__(self, items: Sequence[Item]) -> None:
        super().__init__(f"{len(items)} items")
        self.items = list(items)


class NotForKit(Exception):
    """Only items that stand in a store are put into a kit or taken out of it."""


@requires(P.MANAGE, about="kit_id")
def fill_kit(actor: Actor, *, kit_id: UUID, item_ids: Collection[UUID], now: datetime) -> Kit:
    """Exactly these items are in the kit from now. Raises NotForKit."""
    kit = get_object_or_404(Kit.objects.select_for_update(), pk=kit_id)
    wanted = {one.pk: one for one in Item.objects.filter(pk__in=item_ids, retired_at__isnull=True)}
    if set(wanted) != set(item_ids):
        raise NotForKit
    held = {one.pk: one for one in Item.objects.filter(kit=kit)}
    changed = [one for key, one in (held | wanted).items() if (key in held) != (key in wanted)]
    if any(State(one.state) not in (State.IN_STORE, State.ORDERED) for one in changed):
        raise NotForKit
    for one in changed:
        one.kit = kit if one.pk in wanted else None
        one.save(update_fields=["kit"])
    return kit


@requires(P.PLACE, about="kit_id")
def place_kit(
    actor: Actor, *, kit_id: UUID, place: Place, told: Told = NOTHING_TOLD, now: datetime
) -> list[Placement]:
    """Every item of the kit is placed, or none. Raises KitNotReady, and what `place_item` raises."""
    items = list(_items(kit_id))
    unready = [one for one in items if not lifecycle.may(one.standing, Move.PLACE)]
    if unready or not items:
        raise KitNotReady(unready)
    return [set_out(actor, one, place, now=now, told=told) for one in items]


@requires(P.PLACE, about="kit_id")
def collect_kit(actor: Actor, *, kit_id: UUID, told: Told = NOTHING_TOLD, now: datetime) -> list[Placement]:
    """What is placed of the kit is taken back; each item must be wiped by itself."""
    placed = [one for one in _items(kit_id) if one.state == State.PLACED]
    return [taken_back(actor, one, Move.COLLECT, now=now, told=told) for one in placed]


def _items(kit_id: UUID) -> QuerySet[Item]:
    kit = get_object_or_404(Kit, pk=kit_id)
    rows: QuerySet[Item] = Item.objects.select_for_update(of=("self",)).filter(
        kit=kit, retired_at__isnull=True
    )
    return rows.select_related("product").order_by("pk")
