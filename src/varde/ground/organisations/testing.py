"""Examples for tests: organisations and actors."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from varde.foundation.ids import new_id
from varde.foundation.ownership import scope
from varde.ground.organisations.models import Agreement, Membership, Organisation, Unit
from varde.ground.organisations.permissions import OrganisationPermission
from varde.kernel.actor import Actor

__all__ = ["Agreement", "Membership", "Organisation", "make_actor", "make_organisation"]


def make_organisation(name: str = "Nesby kommune", **more: Any) -> Organisation:
    values = {"kind": "municipality", "last_resort_name": "Vakt", "last_resort_phone": "+4799900000"}
    return Organisation.objects.create(name=name, **{**values, **more})


def make_unit(owner: Any, name: str) -> Unit:
    with scope(frozenset({owner.pk})):
        return Unit.objects.create(owner=owner, name=name)


def make_actor(
    *places: Any, permissions: tuple[str, ...] = tuple(OrganisationPermission), name: str = "Ada"
) -> Actor:
    where = frozenset(place.pk for place in places)
    return Actor(new_id(), name, grants={str(permission): where for permission in permissions})


def make_membership(
    user: Any, place: Any, role: str, *, starts_at: datetime = datetime(2020, 1, 1, tzinfo=UTC), **more: Any
) -> Membership:
    return Membership.objects.create(user=user, organisation=place, role=role, starts_at=starts_at, **more)


def make_agreement(
    provider: Any,
    client: Any,
    *roles: str,
    starts_at: datetime = datetime(2020, 1, 1, tzinfo=UTC),
    **more: Any,
) -> Agreement:
    """Those with one of the roles at the provider act for the client."""
    values = {"title": "Samarbeid", "processing": "processor", "basis": "Avtale"}
    return Agreement.objects.create(
        provider=provider, client=client, roles=list(roles), starts_at=starts_at, **{**values, **more}
    )
