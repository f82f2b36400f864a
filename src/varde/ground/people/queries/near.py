"""Who is near whom: the care relations of one actor. Everything in `queries` asks here, inside its own guard."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from varde.foundation.authorisation import Refused
from varde.ground.organisations.queries import places_of
from varde.ground.people.models import CareRelation, Recipient
from varde.ground.people.rules.holder import HolderKind
from varde.ground.people.rules.relation import Basis
from varde.ground.people.rules.standing import Ground, Standing
from varde.kernel.actor import Actor, ActorKind


class NoRelation(Refused):
    """The person is in an organisation the actor works for, but nothing gives the actor reason to open the card.

    The way on is a search with a reason, or emergency access. Written down like every refusal."""


def _held(actor: Actor, now: datetime) -> QuerySet[CareRelation]:
    works = places_of(actor, now=now).rows
    mine = CareRelation.held_by(actor.id, works.values("unit"), works.values("organisation"))
    return CareRelation.objects.filter(mine, CareRelation.in_force(now))


def _standing(actor: Actor, recipient_id: UUID, now: datetime) -> Standing:
    """404 for somebody else's recipient; an empty standing where no relation is in force.

    Whoever is near has a relation that says which person it is: only where there is none is the person asked for."""
    rows = _held(actor, now).filter(recipient=recipient_id).values_list("basis", "kind", "basis_id")
    grounds = () if actor.kind is ActorKind.MACHINE else tuple(rows)
    if not grounds:
        get_object_or_404(Recipient.objects.only("pk", "owner_id"), pk=recipient_id)
    if actor.kind is ActorKind.MACHINE:
        return Standing((Ground(Basis.CASE, HolderKind.STAFF),))
    return Standing.of(Ground(Basis(basis), HolderKind(kind), key) for basis, kind, key in grounds)
