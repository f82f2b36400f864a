"""What a form starts from when somebody changes what is known."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404

from varde.foundation.authorisation import requires
from varde.foundation.ownership import OwnedModel
from varde.ground.organisations.queries import units
from varde.ground.people.models import (
    Adaptation,
    Address,
    NextOfKin,
    PlannedVisit,
    Recipient,
    RiskNote,
    WayIn,
)
from varde.ground.people.permissions import PeoplePermission as P
from varde.ground.people.queries.card import _answer
from varde.ground.people.queries.near import NoRelation, _standing
from varde.ground.people.rules.address import Answer
from varde.kernel.actor import Actor

HIDDEN = frozenset({"street", "postal_code", "postal_place", "door_note"})


@requires(P.REGISTER, about="recipient_id")
def recipient_values(actor: Actor, *, recipient_id: UUID, now: datetime) -> dict[str, Any]:
    """The columns of the recipient but the national id, which is typed anew or left as it is."""
    _near(actor, recipient_id, P.REGISTER, now)
    row = Recipient.objects.get(pk=recipient_id)
    skip = {"id", "owner", "national_id", "national_key", "national_kind", "name_key"}
    return {f.name: getattr(row, f.name) for f in row._meta.concrete_fields if f.name not in skip}


@requires(P.REGISTER, about="recipient_id")
def address_values(actor: Actor, *, recipient_id: UUID, row_id: UUID, now: datetime) -> dict[str, Any]:
    """A protected address that the actor may not see is written anew, whole: its lines come out empty."""
    values = _values(actor, Address, recipient_id, row_id, now)
    row = Address.objects.get(pk=row_id)
    if _answer(actor, _standing(actor, recipient_id, now), row) in (Answer.SHOW, Answer.SHOW_AND_RECORD):
        return values
    return {name: value for name, value in values.items() if name not in HIDDEN}


@requires(P.REGISTER, about="recipient_id")
def way_in_values(actor: Actor, *, recipient_id: UUID, row_id: UUID, now: datetime) -> dict[str, Any]:
    """Its kind; location and code are typed anew, so that a change never shows them unasked."""
    return {"kind": _values(actor, WayIn, recipient_id, row_id, now)["kind"]}


@requires(P.REGISTER, about="recipient_id")
def kin_values(actor: Actor, *, recipient_id: UUID, row_id: UUID, now: datetime) -> dict[str, Any]:
    return _values(actor, NextOfKin, recipient_id, row_id, now)


@requires(P.CHANGE_CARE, about="recipient_id")
def risk_values(actor: Actor, *, recipient_id: UUID, row_id: UUID, now: datetime) -> dict[str, Any]:
    return _values(actor, RiskNote, recipient_id, row_id, now)


@requires(P.CHANGE_CARE, about="recipient_id")
def adaptation_values(actor: Actor, *, recipient_id: UUID, row_id: UUID, now: datetime) -> dict[str, Any]:
    return _values(actor, Adaptation, recipient_id, row_id, now)


@requires(P.CHANGE_CARE, about="recipient_id")
def visit_values(actor: Actor, *, recipient_id: UUID, row_id: UUID, now: datetime) -> dict[str, Any]:
    return _values(actor, PlannedVisit, recipient_id, row_id, now)


@requires(P.CHANGE_CARE)
def visiting_units(actor: Actor, *, recipient_id: UUID, now: datetime) -> list[tuple[UUID, str]]:
    """Key and name of the units that may visit: those of the organisation the recipient belongs to. Raises NoRelation."""
    _near(actor, recipient_id, P.CHANGE_CARE, now)
    owner = Recipient.objects.only("owner_id").get(pk=recipient_id).owner_id
    return [(unit.pk, str(unit)) for unit in units(actor).filter(owner=owner)]


def _near(actor: Actor, recipient_id: UUID, permission: P, now: datetime) -> None:
    if not _standing(actor, recipient_id, now):
        raise NoRelation(actor, "people.queries.changing", permission)


def _values(
    actor: Actor, model: type[OwnedModel], recipient_id: UUID, row_id: UUID, now: datetime
) -> dict[str, Any]:
    _near(actor, recipient_id, P.VIEW, now)
    row = get_object_or_404(model, pk=row_id, recipient=recipient_id)
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
