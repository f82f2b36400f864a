"""What is paid for and of no use to anybody, in kroner: summed in the database, and unit by unit behind each sum."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from varde.foundation.authorisation import requires
from varde.ground.equipment.models import Item, Price, Product, Sharing, Store
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.equipment.rules.cost import MonthlyPrice
from varde.ground.equipment.rules.lifecycle import State
from varde.ground.equipment.rules.stock import IDLE_STATES, REASON_OF, WE_PAY, Idle
from varde.ground.organisations.queries import every_organisation
from varde.kernel.actor import Actor
from varde.kernel.clock import local
from varde.kernel.money import Money
from varde.kernel.period import DatePeriod


@dataclass(frozen=True, slots=True)
class Paused:
    """A recipient whose service is paused since that day. `kinds` of equipment rest with it."""

    recipient_id: UUID
    kinds: frozenset[str]
    since: date


Source = Callable[[Sequence[UUID], datetime], Iterable[Paused]]
paused_sources: Final[list[Source]] = []
"""Who knows that a service is paused; takes the owners asked about. Filled by config."""


@dataclass(frozen=True, slots=True)
class Narrow:
    """Which part of the view. `store_id` may be `NOWHERE`: at somebody's."""

    owner_id: UUID | None = None
    store_id: UUID | None = None
    product_id: UUID | None = None
    reason: Idle | None = None


NOWHERE: Final = UUID(int=0)


@dataclass(frozen=True, slots=True)
class IdleLine:
    """So many of one product that stand idle in one store for one reason, and what they cost a month."""

    owner_id: UUID
    owner: str
    store_id: UUID
    store: str
    product_id: UUID
    product: str
    reason: Idle
    number: int
    each: Money

    @property
    def per_month(self) -> Money:
        return self.each * self.number


@requires(P.VIEW_COST)
def idle_cost(actor: Actor, *, now: datetime, narrow: Narrow = Narrow()) -> list[IdleLine]:
    """What stands idle now, dearest first. At most nine queries whatever the number of items."""
    day, paused = local(now).date(), _paused(actor, now)
    tally: dict[tuple[UUID, UUID, UUID, Idle], int] = defaultdict(int)
    for stands in _standing(paused, narrow):
        rows = _paid_for(day, narrow).filter(stands).order_by()
        groups = rows.values_list("owner_id", "store_id", "product_id", "state").annotate(n=Count("*"))
        for owner, store, product, state, number in groups:
            tally[owner, store or NOWHERE, product, _reason(state)] += number
    return _named(tally, monthly_prices(day))


@requires(P.VIEW_COST)
def idle_units(actor: Actor, *, now: datetime, narrow: Narrow = Narrow()) -> QuerySet[Item]:
    """Exactly the items that the sums of `idle_cost` are made of, those that have stood longest first."""
    rows = _idle(local(now).date(), _paused(actor, now), narrow)
    return rows.select_related("product", "store", "owner").order_by("state_since", "pk")


@requires(P.VIEW_COST)
def price_story(actor: Actor, *, product_ids: Iterable[UUID]) -> dict[UUID, list[MonthlyPrice]]:
    """Every price each product has had."""
    found: dict[UUID, list[MonthlyPrice]] = defaultdict(list)
    for row in Price.objects.filter(product__in=set(product_ids)):
        period = DatePeriod(row.starts_on, row.ends_on)
        found[row.product_id].append(MonthlyPrice(Money(row.ore_per_month), period))
    return found


@requires(P.VIEW_COST)
def idle_since(actor: Actor, *, items: Sequence[Item], now: datetime) -> dict[UUID, date]:
    """Since which day each of these idle items is paid for in vain."""
    paused, found = _paused(actor, now), {}
    for item in items:
        since = paused.get(item.pk) or (local(item.state_since).date() if item.state_since else None)
        if since is not None:
            found[item.pk] = max(since, item.paid_from) if item.paid_from else since
    return found


@requires(P.VIEW_COST)
def cost_choices(actor: Actor) -> dict[str, list[tuple[UUID, str]]]:
    """What the view may be narrowed to."""
    return {
        "owner": list(
            every_organisation().filter(pk__in=list(actor.where(P.VIEW_COST))).values_list("pk", "name")
        ),
        "store": list(Store.objects.order_by("name").values_list("pk", "name")),
        "product": list(Product.objects.order_by("name").values_list("pk", "name")),
    }


def monthly_prices(day: date) -> dict[UUID, Money]:
    """What one of each product costs a month at that day's prices, all kinds together."""
    rows = Price.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day), starts_on__lte=day)
    sums = rows.order_by().values_list("product_id").annotate(ore=Sum("ore_per_month"))
    return {product: Money(int(ore)) for product, ore in sums}


def _idle(day: date, paused: dict[UUID, date], narrow: Narrow) -> QuerySet[Item]:
    return _paid_for(day, narrow).filter(reduce(or_, _standing(paused, narrow)))


def _standing(paused: dict[UUID, date], narrow: Narrow) -> list[Q]:
    """What makes an item idle: where it stands, or a pause. Apart, as the first has an index of its own."""
    states = {state for reason in _wanted(narrow) for state in IDLE_STATES.get(reason, ())}
    rests = Idle.PAUSED in _wanted(narrow) and paused
    return [Q(state__in=sorted(states)), *([Q(state=State.PLACED, pk__in=list(paused))] if rests else [])]


def _paid_for(day: date, narrow: Narrow) -> QuerySet[Item]:
    rows = Item.objects.filter(
        Q(paid_until__isnull=True) | Q(paid_until__gt=day),
        Q(paid_from__isnull=True) | Q(paid_from__lte=day),
        retired_at__isnull=True,
        ownership__in=sorted(WE_PAY),
    )
    if narrow.owner_id:
        rows = rows.filter(owner=narrow.owner_id)
    if narrow.product_id:
        rows = rows.filter(product=narrow.product_id)
    if narrow.store_id:
        rows = rows.filter(store=None if narrow.store_id == NOWHERE else narrow.store_id)
    return rows


def _wanted(narrow: Narrow) -> tuple[Idle, ...]:
    return (narrow.reason,) if narrow.reason else tuple(Idle)


def _reason(state: str) -> Idle:
    return REASON_OF.get(State(state), Idle.PAUSED)


def _paused(actor: Actor, now: datetime) -> dict[UUID, date]:
    """Items whose every user has a paused service, with the day the last of them was paused. Three queries at most."""
    owners = list(actor.where(P.VIEW_COST))
    said = [one for source in paused_sources for one in source(owners, now)]
    if not said:
        return {}
    pauses: dict[UUID, list[Paused]] = defaultdict(list)
    for one in said:
        pauses[one.recipient_id].append(one)
    open_now = Sharing.objects.filter(ends_at__isnull=True, placement__ends_at__isnull=True)
    theirs = open_now.filter(recipient__in=list(pauses)).values_list("placement_id", flat=True)
    users = open_now.filter(placement__in=set(theirs)).values_list(
        "placement__item_id", "placement__item__product__kind", "recipient_id"
    )
    since: dict[UUID, list[date | None]] = defaultdict(list)
    for item, kind, recipient in users:
        held = [p.since for p in pauses.get(recipient, ()) if kind in p.kinds]
        since[item].append(min(held, default=None))
    return {
        item: max(day for day in days if day is not None)
        for item, days in since.items()
        if all(day is not None for day in days)
    }


def _named(tally: dict[tuple[UUID, UUID, UUID, Idle], int], prices: dict[UUID, Money]) -> list[IdleLine]:
    owners = dict(every_organisation().filter(pk__in={key[0] for key in tally}).values_list("pk", "name"))
    stores = dict(Store.objects.filter(pk__in={key[1] for key in tally}).values_list("pk", "name"))
    products = dict(Product.objects.filter(pk__in={key[2] for key in tally}).values_list("pk", "name"))
    lines = [
        IdleLine(
            owner_id=owner,
            owner=owners.get(owner, ""),
            store_id=store,
            store=stores.get(store, ""),
            product_id=product,
            product=products.get(product, ""),
            reason=reason,
            number=number,
            each=prices.get(product, Money(0)),
        )
        for (owner, store, product, reason), number in tally.items()
    ]
    return sorted(lines, key=lambda one: (-one.per_month.ore, one.owner, one.store, one.product, one.reason))
