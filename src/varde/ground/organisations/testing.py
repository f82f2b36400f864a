"""Examples for tests: organisations and actors."""

from __future__ import annotations

from typing import Any

from varde.foundation.ids import new_id
from varde.ground.organisations.models import Organisation
from varde.ground.organisations.permissions import OrganisationPermission
from varde.kernel.actor import Actor


def make_organisation(name: str = "Nesby kommune", **more: Any) -> Organisation:
    values = {"kind": "municipality", "last_resort_name": "Vakt", "last_resort_phone": "+4799900000"}
    return Organisation.objects.create(name=name, **{**values, **more})


def make_actor(
    *places: Any, permissions: tuple[str, ...] = tuple(OrganisationPermission), name: str = "Ada"
) -> Actor:
    where = frozenset(place.pk for place in places)
    return Actor(new_id(), name, grants={str(permission): where for permission in permissions})
