"""How many of each product each store has, what is on its way, and where it runs low."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from varde.foundation.authorisation import requires
from varde.ground.equipment.models import Delivery, Item, Product, ReorderPoint, Store
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.equipment.rules.lifecycle import State
from varde.ground.equipment.rules.reorder import Level, Supply, supply, to_order
from varde.ground.equipment.rules.stock import COMING, IDLE_STATES, Idle
from varde.kernel.actor import Actor

REPAIR = IDLE_STATES[Idle.REPAIR]
PREPARING = IDLE_STATES[Idle.PREPARING] - {State.IN_TRANSIT}


@dataclass(frozen=True, slots=True)
class Shelf:
    """One product in one store. `point_id` is None where nobody watches it."""

    store: Store
    product: Product
    ready: int
    reserved: int
    preparing: int
    repair: int
    to_return: int
    coming: int
    point_id: UUID | None
    point: int
    fill_to: int

    @property
    def level(self) -> Level:
        return Level(self.ready, self.coming, self.point, self.fill_to)

    @property
    def supply(self) -> Supply:
        return supply(self.level)

    @property
    def to_order(self) -> int:
        return to_order(self.level)


@requires(P.VIEW)
def shelves(actor: Actor, *, store_id: UUID | None = None) -> list[Shelf]:
    """Every product that a store has, awaits or ought to have. Four queries whatever the number of items."""
    here = Q(store=store_id) if store_id else Q(store__isnull=False)
    counts = _by_state(Item.objects.filter(here, retired_at__isnull=True))
    points = {
        (one.store_id, one.product_id): one
        for one in ReorderPoint.objects.filter(Q(store=store_id) if store_id else Q())
    }
    keys = counts.keys() | points.keys()
    held = Store.objects.select_related("owner").in_bulk({store for store, _product in keys})
    products = Product.objects.in_bulk({product for _store, product in keys})
    shown = [
        _shelf(held[store], products[product], counts.get((store, product), {}), points.get((store, product)))
        for store, product in keys
    ]
    return sorted(shown, key=lambda one: (one.store.name, str(one.store.pk), one.product.name))


@requires(P.VIEW)
def running_low(actor: Actor, *, owners: Collection[UUID] | None = None) -> list[Shelf]:
    """What ought to be ordered now."""
    rows = ReorderPoint.objects.select_related("store__owner", "product")
    points = list(rows if owners is None else rows.filter(owner__in=list(owners)))
    counts = counted(points)
    found = []
    for one in points:
        ready, coming = counts.get((one.store_id, one.product_id), (0, 0))
        tally = {State.IN_STORE: ready, State.ORDERED: coming}
        found.append(_shelf(one.store, one.product, tally, one))
    low = [one for one in found if one.supply in (Supply.LOW, Supply.EMPTY)]
    return sorted(low, key=lambda one: (one.store.name, one.product.name))


@requires(P.VIEW)
def reorder_points(actor: Actor) -> QuerySet[ReorderPoint]:
    rows = ReorderPoint.objects.select_related("store", "product", "owner")
    return rows.order_by("store__name", "product__name", "pk")


@requires(P.VIEW)
def deliveries(actor: Actor) -> QuerySet[Delivery]:
    """Delivery lists, newest first, without their rows."""
    rows = Delivery.objects.select_related("store", "owner").defer("lines", "faults")
    return rows.order_by("-made_at", "-pk")


@requires(P.MANAGE)
def delivery(actor: Actor, *, delivery_id: UUID) -> Delivery | None:
    """One delivery list with its rows, for who saves it."""
    return Delivery.objects.select_related("store__owner", "owner").filter(pk=delivery_id).first()


def counted(points: Iterable[ReorderPoint]) -> dict[tuple[UUID, UUID], tuple[int, int]]:
    """(ready, coming) of each watched product in each watched store. One query."""
    wanted = list(points)
    rows = Item.objects.filter(
        product__in={one.product_id for one in wanted},
        store__in={one.store_id for one in wanted},
        state__in=[State.IN_STORE, *COMING],
        retired_at__isnull=True,
    )
    tallies = _by_state(rows)
    return {
        key: (tally.get(State.IN_STORE, 0), sum(tally.get(state, 0) for state in COMING))
        for key, tally in tallies.items()
    }


def _by_state(rows: QuerySet[Item]) -> dict[tuple[UUID, UUID], dict[State, int]]:
    found: dict[tuple[UUID, UUID], dict[State, int]] = {}
    grouped = rows.order_by().values_list("store_id", "product_id", "state").annotate(n=Count("pk"))
    for store, product, state, number in grouped:
        found.setdefault((store, product), {})[State(state)] = number
    return found


def _shelf(store: Store, product: Product, tally: dict[State, int], point: ReorderPoint | None) -> Shelf:
    return Shelf(
        store=store,
        product=product,
        ready=tally.get(State.IN_STORE, 0),
        reserved=tally.get(State.RESERVED, 0),
        preparing=sum(tally.get(state, 0) for state in PREPARING),
        repair=sum(tally.get(state, 0) for state in REPAIR),
        to_return=tally.get(State.TO_RETURN, 0),
        coming=sum(tally.get(state, 0) for state in COMING),
        point_id=point.pk if point else None,
        point=point.point if point else 0,
        fill_to=point.fill_to if point else 0,
    )
