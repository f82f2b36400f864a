"""What is not settled, across tasks."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from varde.foundation.authorisation import requires
from varde.governance.servicemodel.models import Clarification, ClarificationEntry
from varde.governance.servicemodel.permissions import ServiceModelPermission as P
from varde.kernel.actor import Actor


@requires(P.VIEW)
def unclear(actor: Actor, *, search: str = "", everything: bool = False) -> QuerySet[Clarification]:
    """Open clarifications, the one due first on top. `everything`: also those that are answered."""
    rows = Clarification.objects.select_related("owner", "user").order_by("answered_at", "due_on", "pk")
    if not everything:
        rows = rows.filter(answered_at__isnull=True)
    if text := search.strip():
        rows = rows.filter(Q(question__icontains=text) | Q(name__icontains=text) | Q(answer__icontains=text))
    return rows


@requires(P.VIEW)
def history_of(actor: Actor, *, clarification_id: UUID) -> QuerySet[ClarificationEntry]:
    """What has happened to one clarification, oldest first."""
    return ClarificationEntry.objects.filter(clarification=clarification_id).order_by("at", "pk")
