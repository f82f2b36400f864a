"""Registers, single items with their story, and what one recipient has."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from varde.foundation.authorisation import requires
from varde.ground.equipment.models import (
    InstallationTest,
    Item,
    ItemMove,
    Kit,
    MaintenanceRule,
    Placement,
    Price,
    Product,
    Sharing,
    Store,
    Swap,
    Wipe,
)
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.equipment.queries.searching import matching
from varde.ground.equipment.rules.lifecycle import State
from varde.kernel.actor import Actor


@requires(P.VIEW)
def products(actor: Actor) -> QuerySet[Product]:
    return Product.objects.select_related("supplier", "owner").order_by("name", "pk")


@requires(P.VIEW)
def prices(actor: Actor) -> QuerySet[Price]:
    return Price.objects.select_related("product", "owner").order_by("product__name", "starts_on", "pk")


@requires(P.VIEW)
def maintenance_rules(actor: Actor) -> QuerySet[MaintenanceRule]:
    return MaintenanceRule.objects.select_related("product", "owner").order_by("product__name", "task")


@requires(P.VIEW)
def stores(actor: Actor) -> QuerySet[Store]:
    return Store.objects.select_related("unit", "owner").order_by("name", "pk")


@requires(P.VIEW)
def kits(actor: Actor) -> QuerySet[Kit]:
    return Kit.objects.select_related("owner").annotate(size=Count("items")).order_by("name", "pk")


@requires(P.VIEW)
def items(actor: Actor, *, search: str = "") -> QuerySet[Item]:
    """Every item, also those that are gone. `search`: see `searching.matching`."""
    rows = Item.objects.filter(matching(search)) if search.strip() else Item.objects.all()
    return rows.select_related("product", "owner", "store").order_by("serial_key", "pk")


@requires(P.VIEW)
def item_search(actor: Actor, *, text: str) -> Q:
    """The condition that `items(search=…)` sets, for a list that has other conditions too."""
    return matching(text)


@requires(P.VIEW)
def item(actor: Actor, *, item_id: UUID) -> Item:
    rows = Item.objects.select_related("product__supplier", "owner", "store", "kit", "belongs_to")
    return get_object_or_404(rows, pk=item_id)


@requires(P.VIEW)
def story(actor: Actor, *, item_id: UUID) -> QuerySet[ItemMove]:
    """Every move of one item, newest first."""
    return ItemMove.objects.filter(item=item_id).select_related("store").order_by("-at", "-pk")


@requires(P.VIEW)
def placements_of(actor: Actor, *, item_id: UUID) -> QuerySet[Placement]:
    """Where one item has been, newest first."""
    rows = Placement.objects.filter(item=item_id).select_related("unit")
    return rows.prefetch_related("sharings").order_by("-starts_at")


@requires(P.VIEW)
def placement_now(actor: Actor, *, item_id: UUID) -> Placement | None:
    """Where one item is placed, if it is."""
    return Placement.objects.filter(item=item_id, ends_at__isnull=True).select_related("unit").first()


@requires(P.VIEW)
def users_of(actor: Actor, *, placement_id: UUID) -> list[UUID]:
    """Keys of those who use the placed item now."""
    rows = Sharing.objects.filter(placement=placement_id, ends_at__isnull=True).order_by("starts_at", "pk")
    return list(rows.values_list("recipient_id", flat=True))


@requires(P.VIEW)
def tests_of(actor: Actor, *, item_id: UUID) -> QuerySet[InstallationTest]:
    rows = InstallationTest.objects.filter(placement__item=item_id)
    return rows.select_related("placement").order_by("-at")


@requires(P.VIEW)
def swaps_of(actor: Actor, *, item_id: UUID) -> QuerySet[Swap]:
    rows = Swap.objects.filter(old_item=item_id) | Swap.objects.filter(new_item=item_id)
    return rows.select_related("old_item__product", "new_item__product").order_by("-at")


@requires(P.VIEW)
def open_wipe(actor: Actor, *, item_id: UUID) -> Wipe | None:
    """What is still to be reset and signed for on one item."""
    return Wipe.objects.filter(item=item_id, completed_at__isnull=True).first()


@requires(P.VIEW)
def wipes_of(actor: Actor, *, item_id: UUID) -> QuerySet[Wipe]:
    return Wipe.objects.filter(item=item_id).order_by("-opened_at")


@requires(P.VIEW)
def wipes_pending(actor: Actor) -> QuerySet[Wipe]:
    """Every item that may hold a person's data, longest first."""
    rows = Wipe.objects.filter(completed_at__isnull=True)
    return rows.select_related("item__product", "item__store", "owner").order_by("opened_at", "pk")


@requires(P.VIEW)
def placed_with(actor: Actor, *, recipient_id: UUID, now: datetime) -> QuerySet[Placement]:
    """What one recipient has at home now."""
    theirs = Sharing.objects.filter(Sharing.at(now), recipient=recipient_id).values("placement")
    rows = Placement.objects.filter(Placement.at(now), pk__in=theirs)
    return rows.select_related("item__product").order_by("starts_at")


@requires(P.VIEW)
def ready(actor: Actor, *, kind: str = "", product_ids: tuple[UUID, ...] = ()) -> QuerySet[Item]:
    """What may be handed out now: in a store and wiped."""
    rows = Item.objects.filter(state=State.IN_STORE)
    rows = rows.filter(product__kind=kind) if kind else rows
    rows = rows.filter(product__in=product_ids) if product_ids else rows
    return rows.select_related("product", "store", "owner").order_by("product__name", "serial_key", "pk")


@requires(P.VIEW)
def kit_items(actor: Actor, *, kit_id: UUID) -> QuerySet[Item]:
    rows = Item.objects.filter(kit=kit_id, retired_at__isnull=True)
    return rows.select_related("product", "store").order_by("product__name", "serial_key")


@requires(P.VIEW)
def twice_claimed(actor: Actor) -> list[str]:
    """Device keys that more than one item in use claims: one of them is wrong."""
    rows = Item.objects.filter(retired_at__isnull=True).exclude(device_key="")
    many = rows.values("device_key").annotate(times=Count("pk")).filter(times__gt=1).order_by("device_key")
    return [row["device_key"] for row in many]


@requires(P.VIEW)
def claimed_twice(actor: Actor, *, item_id: UUID) -> bool:
    """Whether another item in use claims the device id of this one."""
    row = get_object_or_404(Item, pk=item_id)
    same = Item.objects.filter(device_key=row.device_key, retired_at__isnull=True).exclude(pk=row.pk)
    return bool(row.device_key) and row.retired_at is None and same.exists()
