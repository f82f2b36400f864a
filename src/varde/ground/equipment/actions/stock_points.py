"""Reorder points, and telling somebody when a store runs low."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied

from varde.foundation.authorisation import requires
from varde.foundation.outbox import post
from varde.ground.equipment.events import StockLow
from varde.ground.equipment.models.stock import ReorderPoint
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.equipment.queries.stock_levels import counted
from varde.ground.equipment.rules.reorder import Level, Supply, supply
from varde.kernel.actor import Actor


@requires(P.STORE)
def save_reorder_point(actor: Actor, *, row: ReorderPoint | None, values: dict[str, Any]) -> ReorderPoint:
    row = row or ReorderPoint()
    for name, value in values.items():
        setattr(row, name, value)
    if not actor.may(P.STORE, row.owner_id):
        raise PermissionDenied
    row.save()
    return row


@requires(P.WATCH_STOCK)
def watch_stock(actor: Actor, *, now: datetime) -> int:
    """Tells once when a store falls to its point, and is ready to tell again when it has enough. Gives how many it told of."""
    points = list(ReorderPoint.objects.select_related("store", "product"))
    counts = counted(points)
    told = 0
    for row in points:
        ready, coming = counts.get((row.store_id, row.product_id), (0, 0))
        low = supply(Level(ready, coming, row.point, row.fill_to)) in (Supply.LOW, Supply.EMPTY)
        if low is (row.low_since is not None):
            continue
        ReorderPoint.objects.filter(pk=row.pk).update(low_since=now if low else None)
        if low:
            post.publish(StockLow(row.pk, row.store_id, row.product_id, row.owner_id, ready), now=now)
            told += 1
    return told
