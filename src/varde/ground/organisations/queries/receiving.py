"""Who receives on behalf of whom: providers by agreement, and the receiver that is always there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

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
