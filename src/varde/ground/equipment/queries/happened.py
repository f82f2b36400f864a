"""What has happened with equipment to one recipient: ordered, placed, fetched. For the timelines of others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet, Value

from varde.foundation.authorisation import requires
from varde.ground.equipment.models import Order, Sharing
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.kernel.actor import Actor

AT_MOST = 50


@dataclass(frozen=True, slots=True)
class Happened:
    """`kind`: "placed", "fetched" or "ordered". `what` and `more`: product and serial number, or the store. `key`: of the
    item, or of the order."""

    kind: str
    at: datetime
    what: str
    more: str
    key: UUID


@requires(P.VIEW)
def happened_to(actor: Actor, *, recipient_id: UUID, since: datetime, until: datetime) -> list[Happened]:
    """Newest first, in one query. Orders only for who may read why they were made."""
    shared = Sharing.objects.filter(recipient=recipient_id)
    item = ("placement__item__product__name", "placement__item__serial", "placement__item")
    ordered = Order.objects.filter(recipient=recipient_id, owner__in=actor.where(P.ORDER))
    parts = [
        _rows(shared.filter(starts_at__gte=since, starts_at__lt=until), "placed", "starts_at", *item),
        _rows(shared.filter(ends_at__gte=since, ends_at__lt=until), "fetched", "ends_at", *item),
        _rows(
            ordered.filter(ordered_at__gte=since, ordered_at__lt=until),
            "ordered",
            "ordered_at",
            "store__name",
            "ordered_by_name",
            "pk",
        ),
    ]
    rows = parts[0].union(*parts[1:]).order_by("-at")[:AT_MOST]
    return [Happened(row["kind"], row["at"], row["what"], row["more"], row["key"]) for row in rows]


def _rows(rows: QuerySet[Any], kind: str, at: str, what: str, more: str, key: str) -> QuerySet[Any, Any]:
    named = {"kind": Value(kind), "at": F(at), "what": F(what), "more": F(more), "key": F(key)}
    return rows.order_by().values(**named)
