"""The way from a device id to the people it speaks for. On the alarm worker's path: three queries, whatever the number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from varde.foundation.authorisation import requires
from varde.ground.equipment.models import Item, Placement, Sharing
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.equipment.rules.device import device_key
from varde.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Found:
    """An item that claims a device id, and what was true of it at the instant asked about.

    `placement_id` is None for one in a store; `recipient_ids` may be several (a couple) or none (a room)."""

    item_id: UUID
    owner_id: UUID
    device: str
    kind: str
    protocol: str
    service_type: str
    source_id: UUID | None
    placement_id: UUID | None
    room: str
    recipient_ids: tuple[UUID, ...]


@requires(P.MATCH)
def placements_for(actor: Actor, *, devices: Sequence[str], at: datetime) -> dict[str, tuple[Found, ...]]:
    """For each device id as given: every item that claims it, and where that item was at `at`.

    Three queries whatever the number. Empty: nobody knows the unit. More than one: two items claim it."""
    keys = {device: device_key(device) for device in devices}
    wanted = {key for key in keys.values() if key}
    rows = Item.objects.filter(device_key__in=wanted).filter(
        Q(retired_at__isnull=True) | Q(retired_at__gt=at)
    )
    by_key: dict[str, list[Item]] = defaultdict(list)
    for item in rows.select_related("product").order_by("pk"):
        by_key[item.device_key].append(item)
    places = _places([item.pk for found in by_key.values() for item in found], at)
    return {
        device: tuple(_found(item, places.get(item.pk)) for item in by_key.get(key, ()))
        for device, key in keys.items()
    }


@requires(P.MATCH)
def claimants(actor: Actor, *, device: str, at: datetime) -> tuple[Found, ...]:
    """Every item that claims one device id."""
    return placements_for(actor, devices=[device], at=at)[device]


@requires(P.MATCH)
def placed(actor: Actor, *, device: str, source_id: UUID | None, at: datetime) -> Found | None:
    """The one item that speaks with this id through this source; None when nobody knows it or two claim it.

    An item bound to another source does not count; one bound to no source counts for all."""
    near = [
        found
        for found in claimants(actor, device=device, at=at)
        if found.source_id is None or source_id is None or found.source_id == source_id
    ]
    return near[0] if len(near) == 1 else None


def _places(items: Iterable[UUID], at: datetime) -> dict[UUID, tuple[Placement, tuple[UUID, ...]]]:
    rows = {row.item_id: row for row in Placement.objects.filter(Placement.at(at), item__in=list(items))}
    people: dict[UUID, list[UUID]] = defaultdict(list)
    shared = Sharing.objects.filter(Sharing.at(at), placement__in=[row.pk for row in rows.values()])
    for placement, recipient in shared.order_by("pk").values_list("placement_id", "recipient_id"):
        people[placement].append(recipient)
    return {item: (row, tuple(people[row.pk])) for item, row in rows.items()}


def _found(item: Item, place: tuple[Placement, tuple[UUID, ...]] | None) -> Found:
    return Found(
        item_id=item.pk,
        owner_id=item.owner_id,
        device=item.device,
        kind=item.product.kind,
        protocol=item.product.protocol,
        service_type=item.product.service_type,
        source_id=item.source_id,
        placement_id=place[0].pk if place else None,
        room=place[0].room if place else "",
        recipient_ids=place[1] if place else (),
    )


@requires(P.MATCH)
def placed_count(actor: Actor, *, owner_id: UUID, now: datetime) -> int:
    """How many items of one organisation stand with somebody, or somewhere, now."""
    return Placement.objects.filter(Placement.at(now), owner=owner_id).count()
