"""Deliverables: one's own as a register, and what others have shared."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet

from varde.foundation.authorisation import requires
from varde.governance.adoption.models import Deliverable, SharedDeliverable
from varde.governance.adoption.permissions import AdoptionPermission as P
from varde.kernel.actor import Actor


@requires(P.VIEW)
def deliverables(actor: Actor) -> QuerySet[Deliverable]:
    return Deliverable.objects.select_related("owner").order_by("owner__name", "technology", "title", "pk")


@requires(P.COMPARE)
def shared(actor: Actor, *, search: str = "") -> QuerySet[SharedDeliverable]:
    """What municipalities have put before all the others, whoever they are."""
    rows = SharedDeliverable.objects.select_related("maker")
    for word in search.split():
        rows = rows.filter(
            Q(title__icontains=word) | Q(maker__name__icontains=word) | Q(reference__icontains=word)
        )
    return rows.order_by("technology", "kind", "title", "pk")


@requires(P.VIEW)
def taken(actor: Actor, *, shared_ids: Collection[UUID]) -> dict[UUID, list[Deliverable]]:
    """Which of these the actor's organisations have taken over."""
    found: dict[UUID, list[Deliverable]] = {}
    rows = Deliverable.objects.filter(taken_from__in=list(shared_ids)).select_related("owner")
    for row in rows.order_by("owner__name", "pk"):
        if row.taken_from is not None:
            found.setdefault(row.taken_from, []).append(row)
    return found
