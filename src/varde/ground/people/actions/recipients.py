"""Registering a recipient, changing what is known of them, and saying that they died or moved."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from varde.foundation.authorisation import requires
from varde.foundation.encryption import search_hash
from varde.foundation.outbox import post
from varde.ground.people.events import RecipientBack, RecipientEnded
from varde.ground.people.models import CareRelation, Recipient
from varde.ground.people.permissions import PeoplePermission as P
from varde.ground.people.queries.near import NoRelation, _standing
from varde.ground.people.rules.holder import HolderKind
from varde.ground.people.rules.relation import Basis
from varde.kernel.actor import Actor, ActorKind
from varde.kernel.national_id import NationalId

FIELDS = frozenset(
    [
        "name",
        "birth_date",
        "phone",
        "language",
        "hearing",
        "sight",
        "speech",
        "memory",
        "lives_alone",
        "may_wander",
        "may_fall",
        "power_dependent",
        "seizures",
        "critical_medicine",
        "cannot_call",
    ]
)


class AlreadyRegistered(Exception):
    """Another recipient of the same organisation has this national id."""


def _to_change(actor: Actor, recipient_id: UUID, permission: P, now: datetime) -> Recipient:
    """The recipient, locked; only for one who may open the card."""
    if not _standing(actor, recipient_id, now):
        raise NoRelation(actor, "people.actions", permission)
    return get_object_or_404(Recipient.objects.select_for_update(), pk=recipient_id)


def _fill(row: Recipient, values: dict[str, Any]) -> None:
    for name in FIELDS & values.keys():
        setattr(row, name, values[name])
    row.name = " ".join(row.name.split())
    row.name_key = row.name.casefold()
    if "national_id" in values:
        _number(row, values["national_id"])


def _number(row: Recipient, number: NationalId | None) -> None:
    row.national_id = number.value if number else ""
    row.national_kind = number.kind if number else ""
    row.national_key = search_hash(number.value, context="people.national_id") if number else ""
    same = Recipient.objects.filter(owner=row.owner_id, national_key=row.national_key).exclude(pk=row.pk)
    if number and same.exists():
        raise AlreadyRegistered
    if number and row.birth_date is None:
        row.birth_date = number.birth_date


@requires(P.REGISTER)
def register_recipient(actor: Actor, *, owner_id: UUID, values: dict[str, Any], now: datetime) -> Recipient:
    """`values`: the columns in FIELDS, and `national_id` (a NationalId or None). Becomes the registrar's own case.

    Raises AlreadyRegistered, PermissionDenied where the actor may not register for that organisation."""
    if not actor.may(P.REGISTER, owner_id):
        raise PermissionDenied
    row = Recipient(owner_id=owner_id)
    _fill(row, values)
    row.save()
    if actor.kind is ActorKind.STAFF:
        CareRelation.objects.create(
            owner_id=owner_id,
            recipient=row,
            kind=HolderKind.STAFF,
            holder=actor.id,
            holder_name=actor.name,
            basis=Basis.CASE,
            basis_id=row.pk,
            starts_at=now,
        )
    return row


@requires(P.REGISTER, about="recipient_id")
def change_recipient(actor: Actor, *, recipient_id: UUID, values: dict[str, Any], now: datetime) -> Recipient:
    row = _to_change(actor, recipient_id, P.REGISTER, now)
    _fill(row, values)
    row.save()
    return row


@requires(P.REGISTER, about="recipient_id")
def end_recipient(
    actor: Actor, *, recipient_id: UUID, died_on: date | None, moved_on: date | None, now: datetime
) -> Recipient:
    """Says that the person died or moved; both None takes it back. What is placed still rings until collected."""
    row = _to_change(actor, recipient_id, P.REGISTER, now)
    was_ended = row.is_ended
    row.died_on, row.moved_on = died_on, moved_on
    row.save(update_fields=["died_on", "moved_on"])
    if row.is_ended:
        because = "died" if died_on else "moved"
        post.publish(RecipientEnded(row.pk, row.owner_id, because), now=now)
    elif was_ended:
        post.publish(RecipientBack(row.pk, row.owner_id), now=now)
    return row
