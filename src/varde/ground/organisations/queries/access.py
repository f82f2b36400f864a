"""What a person may do where, and who has looked at what."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from varde.foundation.audit.models import AccessLog
from varde.foundation.authorisation import requires, roles, unguarded
from varde.ground.organisations.models import Agreement, Membership, Organisation
from varde.ground.organisations.permissions import OrganisationPermission
from varde.ground.organisations.rules.authority import Cooperation, Holds, authority
from varde.kernel.actor import Actor


@unguarded("login")
def actor_for_user(user: Any, *, now: datetime) -> Actor:
    """The actor of a logged-in account, with what its memberships and agreements give at this instant."""
    held = [Holds(row.organisation_id, row.role) for row in Membership.objects.at(now).filter(user=user)]
    providers = {one.organisation for one in held}
    rows = Agreement.objects.filter(provider__in=providers, starts_at__lte=now, ended_at__isnull=True)
    parts = [Cooperation(a.provider_id, a.client_id, frozenset(a.roles), a.has_lapsed(now)) for a in rows]
    table = roles()
    full, rest = authority(
        held,
        parts,
        {code: role.permissions for code, role in table.items()},
        {code: role.beyond for code, role in table.items()},
    )
    return Actor(user.pk, user.name, roles=frozenset(one.role for one in held), grants=full, beyond=rest)


class Places:
    """Where somebody works now: their organisations, and the units among those that name one.

    Read when asked for; `rows` goes into another query as it is."""

    def __init__(self, rows: QuerySet[Membership]) -> None:
        self.rows = rows

    @cached_property
    def _pairs(self) -> list[tuple[UUID, UUID | None]]:
        return list(self.rows.values_list("organisation", "unit"))

    @property
    def organisations(self) -> frozenset[UUID]:
        return frozenset(organisation for organisation, _unit in self._pairs)

    @property
    def units(self) -> frozenset[UUID]:
        return frozenset(unit for _organisation, unit in self._pairs if unit)


@unguarded("an actor's own memberships")
def places_of(actor: Actor, *, now: datetime) -> Places:
    return Places(Membership.objects.at(now).filter(user=actor.id))


@unguarded("machines see which organisations there are; names and kinds only")
def every_organisation() -> QuerySet[Organisation]:
    return Organisation.objects.order_by("name")


@requires(OrganisationPermission.VIEW_ACCESS_LOG, about="recipient_id")
def access_log_of(actor: Actor, *, recipient_id: UUID) -> QuerySet[AccessLog]:
    """Who has read or changed anything about one person, newest first: cards, and lists the person stood in."""
    mine = Q(owner__in=actor.where(OrganisationPermission.VIEW_ACCESS_LOG)) | Q(owner__isnull=True)
    about = Q(subject=recipient_id) | Q(subject_kind="recipient", ids__contains=str(recipient_id))
    return AccessLog.objects.filter(mine & about).order_by("-at")
