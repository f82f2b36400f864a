"""What waits to be done: orders, maintenance, and units that will fall silent."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery, UUIDField
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404

from varde.foundation.authorisation import requires
from varde.ground.equipment.models import (
    Item,
    MaintenanceDone,
    MaintenanceTask,
    Order,
    OrderEvent,
    OrderLine,
    Placement,
)
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.equipment.rules.networks import silent_after
from varde.ground.equipment.rules.orders import DONE
from varde.ground.people.queries import NoRelation, standing_of
from varde.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a case says of an order for it: whose, why, and what is to differ. `back`: the case's own page."""

    case_id: UUID
    owner_id: UUID
    recipient_id: UUID
    reason: str
    adaptations: str
    back: str


wanted_sources: Final[list[Callable[[Actor, UUID, datetime], Wanted]]] = []
"""Who knows the cases. Raises where this actor may not see that case. Filled by config."""


@requires(P.ORDER)
def wanted(actor: Actor, *, case_id: UUID, now: datetime) -> Wanted:
    """What the case says of an order for it. 404 where nobody knows the case."""
    for source in wanted_sources:
        return source(actor, case_id, now)
    raise Http404


@requires(P.ORDER)
def orders(actor: Actor, *, case_id: UUID | None = None) -> QuerySet[Order]:
    """Orders, those wanted first on top; `case_id`: those of one case."""
    rows = Order.objects.filter(case_id=case_id) if case_id else Order.objects.all()
    return rows.select_related("store", "unit", "owner").order_by("wanted_on", "ordered_at", "pk")


@requires(P.ORDER)
def orders_under_way(actor: Actor) -> QuerySet[Order]:
    return orders(actor).exclude(state__in=DONE)


@requires(P.ORDER)
def order(actor: Actor, *, order_id: UUID, now: datetime) -> Order:
    """One order with its reason. For those who work in the store, and those with a care relation to the recipient."""
    rows = Order.objects.select_related("store", "unit", "owner")
    row: Order = get_object_or_404(rows, pk=order_id)
    if actor.may(P.STORE, row.owner_id):
        return row
    if not standing_of(actor, recipient_id=row.recipient_id, now=now):
        raise NoRelation(actor, "equipment.queries.order", P.ORDER)
    return row


@requires(P.ORDER)
def order_lines(actor: Actor, *, order_ids: Collection[UUID]) -> QuerySet[OrderLine]:
    rows = OrderLine.objects.filter(order__in=order_ids)
    return rows.select_related("product", "kit", "item__product", "placement").order_by("pk")


@requires(P.ORDER)
def order_events(actor: Actor, *, order_id: UUID) -> QuerySet[OrderEvent]:
    return OrderEvent.objects.filter(order=order_id).order_by("at", "pk")


@requires(P.VIEW)
def maintenance_due(actor: Actor, *, until: date) -> QuerySet[MaintenanceTask]:
    """Tasks due on or before that day, oldest first. `place_unit_id`/`place_unit`: who follows the item up where it is;
    None where nobody is named. What rests is not due."""
    here = Placement.objects.filter(item=OuterRef("item"), ends_at__isnull=True)
    rows = MaintenanceTask.objects.filter(
        due_on__lte=until, rule__is_active=True, item__retired_at__isnull=True
    ).annotate(
        place_unit_id=Coalesce(
            Subquery(here.values("unit")[:1]), "item__store__unit", output_field=UUIDField()
        ),
        place_unit=Coalesce(Subquery(here.values("unit__name")[:1]), "item__store__unit__name"),
        place_room=Subquery(here.values("room")[:1]),
    )
    return rows.select_related("item__product", "item__store", "rule").order_by("due_on", "pk")


@requires(P.VIEW)
def tasks_of(actor: Actor, *, item_id: UUID) -> QuerySet[MaintenanceTask]:
    rows = MaintenanceTask.objects.filter(item=item_id, rule__is_active=True).select_related("rule")
    return rows.order_by("due_on", "pk")


@requires(P.VIEW)
def task(actor: Actor, *, task_id: UUID) -> MaintenanceTask:
    rows = MaintenanceTask.objects.select_related("rule", "item__product", "item__store")
    return get_object_or_404(rows, pk=task_id)


@requires(P.VIEW)
def maintained(actor: Actor, *, item_id: UUID) -> QuerySet[MaintenanceDone]:
    return MaintenanceDone.objects.filter(item=item_id).order_by("-at")


@dataclass(frozen=True, slots=True)
class Silent:
    """How many items of one product, with a SIM of one operator ("" unknown), are heard until `last_day` and no longer."""

    product_id: UUID
    product: str
    operator: str
    last_day: date
    count: int
    placed: int


@requires(P.VIEW)
def falling_silent(actor: Actor, *, by: date) -> list[Silent]:
    """Items in use or in store whose every network ends on or before that day, the soonest first."""
    rows = Item.objects.filter(retired_at__isnull=True).exclude(product__networks=[])
    groups = rows.values("product", "product__name", "product__networks", "operator", "state")
    found: dict[tuple[UUID, str], Silent] = {}
    for row in groups.annotate(number=Count("pk")).order_by("product__name", "operator"):
        last = silent_after(row["product__networks"], row["operator"])
        if last is None or last > by:
            continue
        key = (row["product"], row["operator"])
        before = found.get(key)
        count, placed = (before.count, before.placed) if before else (0, 0)
        placed += row["number"] if row["state"] == "placed" else 0
        found[key] = Silent(key[0], row["product__name"], key[1], last, count + row["number"], placed)
    return sorted(found.values(), key=lambda one: (one.last_day, one.product, one.operator))
