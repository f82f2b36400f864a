"""Lists of organisations, units, members, agreements and contacts."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from varde.foundation.accounts.models import User
from varde.foundation.authorisation import requires
from varde.ground.organisations.models import (
    RESPONSIBLE,
    Agreement,
    ContactPerson,
    Membership,
    Organisation,
    Unit,
)
from varde.ground.organisations.permissions import OrganisationPermission as P
from varde.kernel.actor import Actor


@requires(P.VIEW)
def organisations(actor: Actor) -> QuerySet[Organisation]:
    """Own organisations, those they cooperate with, and all that own no rows here (suppliers, schools, 110)."""
    mine = actor.where(P.VIEW)
    near = Q(pk__in=mine) | Q(provides__client__in=mine) | Q(receives__provider__in=mine) | Q(parent__in=mine)
    near |= ~Q(kind__in=RESPONSIBLE)
    return Organisation.objects.filter(near).distinct().order_by("name")


@requires(P.VIEW)
def units(actor: Actor) -> QuerySet[Unit]:
    return Unit.objects.select_related("parent", "owner").order_by("owner__name", "name")


@requires(P.MANAGE_MEMBERS)
def members(actor: Actor, *, now: datetime) -> QuerySet[Membership]:
    rows = Membership.objects.at(now).filter(organisation__in=actor.where(P.MANAGE_MEMBERS))
    return rows.select_related("user", "organisation").order_by("user__name")


@requires(P.VIEW)
def staff(actor: Actor, *, now: datetime) -> QuerySet[User]:
    """Those who work in the actor's organisations now: names to choose from (a rota, an owner of a task)."""
    rows = Membership.objects.at(now).filter(organisation__in=actor.where(P.VIEW))
    return User.objects.filter(pk__in=rows.values("user"), is_active=True).order_by("name")


@requires(P.VIEW)
def agreements(actor: Actor) -> QuerySet[Agreement]:
    mine = actor.where(P.VIEW)
    rows = Agreement.objects.filter(Q(provider__in=mine) | Q(client__in=mine))
    return rows.select_related("provider", "client").order_by("client__name", "title")


@requires(P.VIEW)
def contacts(actor: Actor) -> QuerySet[ContactPerson]:
    return ContactPerson.objects.select_related("organisation", "owner").order_by(
        "organisation__name", "name"
    )
