"""How the equipment of each organisation stands: numbers and dates of nobody, for what proves itself in the service model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max, Min, Q

from varde.foundation.authorisation import requires
from varde.ground.equipment.models import Item, MaintenanceTask, ReorderPoint, StockTake, Wipe
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.equipment.queries.stock_levels import counted
from varde.ground.equipment.rules.lifecycle import State
from varde.ground.equipment.rules.reorder import Level, Supply, supply
from varde.kernel.actor import Actor
from varde.kernel.clock import local

LATE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Stock:
    """`items`: units that are not retired, `placed` of them in homes. `counted_at`: when a store was last counted to the
    end. `watched` and `low`: reorder points, and those of them that are reached. `unwiped_since`: since when the oldest
    unit waits for its personal data to be wiped. `maintained`: units with maintenance ahead; `overdue`: tasks whose day
    passed more than 30 days ago."""

    items: int = 0
    placed: int = 0
    counted_at: datetime | None = None
    watched: int = 0
    low: int = 0
    unwiped_since: datetime | None = None
    maintained: int = 0
    overdue: int = 0


@requires(P.PROVE)
def stock_of(actor: Actor, *, owners: Collection[UUID], now: datetime) -> dict[UUID, Stock]:
    """By owner, in six queries."""
    mine = Q(owner__in=owners)
    there = Item.objects.filter(mine, retired_at__isnull=True).order_by().values_list("owner")
    items = _by_owner(there.annotate(n=Count("pk"), placed=Count("pk", filter=Q(state=State.PLACED))))
    takes = StockTake.objects.filter(mine).order_by().values_list("owner").annotate(at=Max("closed_at"))
    wipes = Wipe.objects.filter(mine, completed_at__isnull=True).order_by().values_list("owner")
    tasks = MaintenanceTask.objects.filter(mine, rule__is_active=True, item__retired_at__isnull=True)
    late = Count("pk", filter=Q(due_on__lt=local(now).date() - LATE))
    kept = _by_owner(
        tasks.order_by().values_list("owner").annotate(n=Count("item", distinct=True), late=late)
    )
    counted_at, since = dict(takes), dict(wipes.annotate(at=Min("opened_at")))
    watched, low = _watched(owners)

    def one(owner: UUID) -> Stock:
        (number, placed), (maintained, overdue) = items.get(owner, (0, 0)), kept.get(owner, (0, 0))
        return Stock(
            items=number,
            placed=placed,
            counted_at=counted_at.get(owner),
            watched=watched[owner],
            low=low[owner],
            unwiped_since=since.get(owner),
            maintained=maintained,
            overdue=overdue,
        )

    return {owner: one(owner) for owner in owners}


def _by_owner(rows: Iterable[tuple[UUID, int, int]]) -> dict[UUID, tuple[int, int]]:
    return {owner: (first, second) for owner, first, second in rows}


def _watched(owners: Collection[UUID]) -> tuple[Counter[UUID], Counter[UUID]]:
    points = list(ReorderPoint.objects.filter(owner__in=owners))
    counts = counted(points)
    short = (Supply.LOW, Supply.EMPTY)
    levels = [
        (one.owner_id, Level(*counts.get((one.store_id, one.product_id), (0, 0)), one.point, one.fill_to))
        for one in points
    ]
    return Counter(owner for owner, _ in levels), Counter(
        owner for owner, level in levels if supply(level) in short
    )
