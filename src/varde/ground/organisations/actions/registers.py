"""Saving organisations, units and contact persons."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied

from varde.foundation.authorisation import requires
from varde.ground.organisations.models import ContactPerson, Organisation, Unit
from varde.ground.organisations.permissions import OrganisationPermission as P
from varde.kernel.actor import Actor


@requires(P.MANAGE)
def save_organisation(actor: Actor, *, row: Organisation | None, values: dict[str, Any]) -> Organisation:
    """A new organisation is a partner; one that exists is changed by its own people only."""
    if row is not None and not actor.may(P.MANAGE, row.pk):
        raise PermissionDenied
    row = row or Organisation()
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row


@requires(P.MANAGE)
def save_unit(actor: Actor, *, row: Unit | None, values: dict[str, Any]) -> Unit:
    row = row or Unit()
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row


@requires(P.MANAGE)
def save_contact(actor: Actor, *, row: ContactPerson | None, values: dict[str, Any]) -> ContactPerson:
    row = row or ContactPerson()
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row
