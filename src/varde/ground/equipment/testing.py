"""Equipment for tests, made past the guard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from varde.foundation.ids import new_id
from varde.foundation.ownership import scope
from varde.ground.equipment.models import (
    Item,
    MaintenanceRule,
    Placement,
    Price,
    Product,
    Sharing,
    Store,
    Wipe,
)
from varde.ground.equipment.rules.lifecycle import State

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def make_product(owner_id: UUID, *, name: str = "Base 5", **columns: Any) -> Product:
    """The supplier is the owner itself unless `supplier_id` is given."""
    given = {"supplier_id": owner_id, "kind": "base_unit", "protocol": "scaip", **columns}
    with scope(frozenset({owner_id})):
        row, _ = Product.objects.get_or_create(owner_id=owner_id, name=name, defaults=given)
        return row


def make_item(owner_id: UUID, *, device: str = "", product: Product | None = None, **columns: Any) -> Item:
    made = product or make_product(owner_id)
    given = {"serial": str(new_id()), **columns}
    with scope(frozenset({owner_id})):
        row = Item(owner_id=owner_id, product=made, device=device, **given).with_keys()
        row.save()
        return row


def make_store(owner_id: UUID, *, name: str = "Hovedlageret", **columns: Any) -> Store:
    with scope(frozenset({owner_id})):
        return Store.objects.get_or_create(owner_id=owner_id, name=name, defaults=columns)[0]


def make_price(product: Product, ore: int, *, starts_on: date | None = None, **columns: Any) -> Price:
    given = {"kind": "lease", "starts_on": starts_on or LONG_AGO.date(), **columns}
    with scope(frozenset({product.owner_id})):
        return Price.objects.create(owner_id=product.owner_id, product=product, ore_per_month=ore, **given)


def make_placement(
    item: Item,
    recipient_ids: Sequence[UUID] = (),
    *,
    room: str = "",
    starts_at: datetime = LONG_AGO,
    ends_at: datetime | None = None,
) -> Placement:
    """The item at these recipients', who must be the same owner's. One that has ended is wiped too."""
    with scope(frozenset({item.owner_id})):
        row = Placement.objects.create(
            owner_id=item.owner_id,
            item=item,
            room=room,
            starts_at=starts_at,
            ends_at=ends_at,
            cleared_at=ends_at,
        )
        if ends_at is None:
            item.state, item.used = State.PLACED, True
            item.save()
        for recipient_id in recipient_ids:
            Sharing.objects.create(
                owner_id=item.owner_id,
                placement=row,
                recipient_id=recipient_id,
                starts_at=starts_at,
                ends_at=ends_at,
            )
        return row


def make_rule(
    product: Product, *, task: str = "battery", every_days: int = 90, **columns: Any
) -> MaintenanceRule:
    with scope(frozenset({product.owner_id})):
        return MaintenanceRule.objects.create(
            owner_id=product.owner_id, product=product, task=task, every_days=every_days, **columns
        )


def make_collected(item: Item, recipient_ids: Sequence[UUID] = (), *, at: datetime = LONG_AGO) -> Wipe:
    """The item is back from these recipients since `at`, and waits to be wiped."""
    row = make_placement(item, recipient_ids, starts_at=at - timedelta(days=30))
    with scope(frozenset({item.owner_id})):
        row.ends_at = at
        row.save()
        Sharing.objects.filter(placement=row).update(ends_at=at)
        item.state, item.wipe_pending = State.COLLECTED, True
        item.save()
        return Wipe.objects.create(owner_id=item.owner_id, placement=row, item=item, opened_at=at)
