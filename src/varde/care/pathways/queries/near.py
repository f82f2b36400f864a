"""Opening one case: only for who has reason to open the recipient's card. Everything in `queries` and `actions` asks here."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from varde.care.pathways.models import Case
from varde.care.pathways.permissions import PathwayPermission as P
from varde.ground.people import queries as people
from varde.kernel.actor import Actor, ActorKind


def _may_open(actor: Actor, recipient_id: UUID, permission: P, now: datetime) -> Actor:
    """The actor with the ground that opens the card, for the access log. Raises NoRelation, Http404."""
    if actor.kind is ActorKind.MACHINE:
        return actor
    standing = people.standing_of(actor, recipient_id=recipient_id, now=now)
    if not standing:
        raise people.NoRelation(actor, "pathways", permission)
    return actor.because(purpose=standing.purpose, basis=standing.basis_id)


def _case(actor: Actor, case_id: UUID, permission: P, now: datetime) -> Case:
    """The case, for reading. Another owner's gives 404."""
    rows: QuerySet[Case] = Case.objects.select_related("recipient", "owner", "template", "criteria", "unit")
    case = get_object_or_404(rows, pk=case_id)
    _may_open(actor, case.recipient_id, permission, now)
    return case


def _to_change(actor: Actor, case_id: UUID, permission: P, now: datetime) -> Case:
    """The case, locked, for an action."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("template")
    case: Case = get_object_or_404(rows, pk=case_id)
    _may_open(actor, case.recipient_id, permission, now)
    return case
