"""Who receives on behalf of whom: providers by agreement, and the receiver that is always there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from varde.foundation.authorisation import requires, roles
from varde.ground.organisations.models import Agreement, Membership, Organisation
from varde.ground.organisations.permissions import OrganisationPermission as P
from varde.kernel.actor import Actor


@requires(P.VIEW)
def providers_for(
    actor: Actor, *, clients: Collection[UUID], role: str, now: datetime
) -> dict[UUID, tuple[UUID, ...]]:
    """For each client, the organisations whose people act with `role` for it. A lapsed agreement still counts:
    alarms go on ringing until somebody has ended it through the gate."""
    found: dict[UUID, list[UUID]] = defaultdict(list)
    rows = Agreement.objects.filter(client__in=clients, starts_at__lte=now, ended_at__isnull=True)
    for row in rows.order_by("starts_at"):
        if role in row.roles and row.provider_id not in found[row.client_id]:
            found[row.client_id].append(row.provider_id)
    return {client: tuple(providers) for client, providers in found.items()}


@requires(P.VIEW)
def only_lapsed(actor: Actor, *, client_id: UUID, role: str, now: datetime) -> bool:
    """Whether somebody acts with `role` for this client, and only under agreements that have lapsed."""
    rows = Agreement.objects.filter(client=client_id, starts_at__lte=now, ended_at__isnull=True)
    states = [row.has_lapsed(now) for row in rows if role in row.roles]
    return bool(states) and all(states)


@requires(P.VIEW)
def last_resorts(actor: Actor, *, organisations: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
    """Name and phone number of the last-resort receiver of each responsible organisation."""
    rows = Organisation.objects.filter(pk__in=organisations)
    return {row.pk: (row.last_resort_name, row.last_resort_phone) for row in rows}


LEADERS = ("unit_leader", "system_manager")


@requires(P.VIEW, log_lists=False)
def leaders_of_agreement(actor: Actor, *, agreement_id: UUID, now: datetime) -> list[Membership]:
    """Leaders and system managers on both sides of one agreement."""
    row = Agreement.objects.get(pk=agreement_id)
    both = [row.provider_id, row.client_id]
    return list(Membership.objects.at(now).filter(organisation__in=both, role__in=LEADERS).order_by("pk"))


@requires(P.VIEW, log_lists=False)
def holders_of(actor: Actor, *, permission: str, organisation_id: UUID, now: datetime) -> list[UUID]:
    """The accounts whose role in this very organisation carries the permission now, each once."""
    wanted = [code for code, role in roles().items() if permission in role.permissions]
    rows = Membership.objects.at(now).filter(organisation=organisation_id, role__in=wanted)
    return list(rows.order_by("user").values_list("user", flat=True).distinct())


@requires(P.VIEW)
def among(actor: Actor, *, roles: Collection[str], keys: Collection[UUID], now: datetime) -> dict[UUID, str]:
    """Account → name of those with one of the roles now who are named by `keys`: as an account, by their unit, or by their
    organisation."""
    named = Q(user__in=keys) | Q(unit__in=keys) | Q(organisation__in=keys)
    rows = Membership.objects.at(now).filter(named, role__in=roles).order_by("user__name")
    return dict(rows.values_list("user", "user__name"))


@requires(P.VIEW)
def partners_of(actor: Actor, *, organisation_id: UUID, now: datetime) -> set[UUID]:
    """The organisations that work for this one, or that this one works for, by agreements that have not been ended."""
    either = Q(client=organisation_id) | Q(provider=organisation_id)
    rows = Agreement.objects.filter(either, starts_at__lte=now, ended_at__isnull=True)
    found = {key for pair in rows.values_list("client", "provider") for key in pair}
    return found - {organisation_id}


@dataclass(frozen=True, slots=True)
class Staffing:
    """`members`: accounts with a role here now. `roles`: the roles that somebody has here, as a member or by an agreement
    that has not been ended. `served_by`: who works here by such an agreement; `lapsed`: how many of these have lapsed."""

    members: int
    roles: frozenset[str]
    served_by: frozenset[UUID]
    lapsed: int


@requires(P.PROVE)
def staffing_of(actor: Actor, *, owners: Collection[UUID], now: datetime) -> dict[UUID, Staffing]:
    """By organisation, in two queries."""
    users: dict[UUID, set[UUID]] = defaultdict(set)
    held: dict[UUID, set[str]] = defaultdict(set)
    for place, user, role in (
        Membership.objects.at(now).filter(organisation__in=owners).values_list("organisation", "user", "role")
    ):
        users[place].add(user)
        held[place].add(role)
    running: dict[UUID, list[Agreement]] = defaultdict(list)
    for row in Agreement.objects.filter(client__in=owners, starts_at__lte=now, ended_at__isnull=True):
        running[row.client_id].append(row)
        held[row.client_id] |= set(row.roles)
    return {
        one: Staffing(
            len(users[one]),
            frozenset(held[one]),
            frozenset(row.provider_id for row in running[one]),
            sum(row.has_lapsed(now) for row in running[one]),
        )
        for one in owners
    }
