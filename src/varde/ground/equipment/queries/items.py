"""Lists of products and items, and what one recipient has."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from varde.foundation.authorisation import requires
from varde.ground.equipment.models import Item, Placement, Product, Sharing
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.equipment.rules.device import device_key
from varde.kernel.actor import Actor


@requires(P.VIEW)
def products(actor: Actor) -> QuerySet[Product]:
    return Product.objects.select_related("supplier", "owner").order_by("name", "pk")


@requires(P.VIEW)
def items(actor: Actor, *, search: str = "") -> QuerySet[Item]:
    """Equipment in use or in store; `is_placed` says which. `search` is part of a serial, device id or product."""
    placed_now = Placement.objects.filter(item=OuterRef("pk"), ends_at__isnull=True)
    rows = Item.objects.filter(retired_at__isnull=True).annotate(is_placed=Exists(placed_now))
    if text := search.strip():
        key = device_key(text)
        rows = rows.filter(
            Q(serial__icontains=text) | Q(product__name__icontains=text) | (Q(device_key=key) if key else Q())
        )
    return rows.select_related("product", "owner").order_by("product__name", "serial", "pk")


@requires(P.VIEW)
def placements_of(actor: Actor, *, item_id: UUID) -> QuerySet[Placement]:
    """Where one item has been, newest first."""
    return Placement.objects.filter(item=item_id).order_by("-starts_at")


@requires(P.VIEW)
def placed_with(actor: Actor, *, recipient_id: UUID, now: datetime) -> QuerySet[Placement]:
    """What one recipient has at home now."""
    theirs = Sharing.objects.filter(Sharing.at(now), recipient=recipient_id).values("placement")
    rows = Placement.objects.filter(Placement.at(now), pk__in=theirs)
    return rows.select_related("item__product").order_by("starts_at")


@requires(P.VIEW)
def twice_claimed(actor: Actor) -> list[str]:
    """Device keys that more than one item in use claims: one of them is wrong."""
    rows = Item.objects.filter(retired_at__isnull=True).exclude(device_key="")
    many = rows.values("device_key").annotate(times=Count("pk")).filter(times__gt=1).order_by("device_key")
    return [row["device_key"] for row in many]
