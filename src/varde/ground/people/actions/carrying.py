"""The same person at another organisation: a row of its own for the receiver of a hand-over."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied

from varde.foundation.authorisation import requires
from varde.ground.people.actions.recipients import FIELDS
from varde.ground.people.actions.relations import open_relation
from varde.ground.people.models import Address, NextOfKin, Recipient, RiskNote, WayIn
from varde.ground.people.permissions import PeoplePermission as P
from varde.ground.people.rules.holder import Holder
from varde.ground.people.rules.relation import Basis
from varde.kernel.actor import Actor

NUMBER = ("national_id", "national_kind", "national_key")
LINES = ("street", "postal_code", "postal_place", "door_note", "protection", "starts_on", "ends_on")
AROUND: dict[Any, tuple[str, ...]] = {
    WayIn: ("kind", "location", "code", "added_at"),
    RiskNote: ("text", "observed_on", "review_due_on", "written_by", "written_by_name", "reviewed_at"),
    # What next of kin agreed to, they agreed with the sender: name and number go along, the agreement does not.
    NextOfKin: ("name", "relation", "phone"),
}


@requires(P.REGISTER, about="recipient_id")
def copy_recipient(
    actor: Actor, *, recipient_id: UUID, owner_id: UUID, holder: Holder, basis_id: UUID, now: datetime
) -> Recipient:
    """The owner's own row of this person: the one they have by national id, or a new one with who and where they are.
    `holder` may open it, because of `basis_id`."""
    if not actor.may(P.REGISTER, owner_id):
        raise PermissionDenied
    sent = Recipient.objects.get(pk=recipient_id)
    row = _known(sent, owner_id) or _copied(sent, owner_id)
    open_relation(actor, recipient_id=row.pk, holder=holder, basis=Basis.CASE, basis_id=basis_id, now=now)
    return row


def _known(sent: Recipient, owner_id: UUID) -> Recipient | None:
    if not sent.national_key:
        return None
    return Recipient.objects.filter(owner=owner_id, national_key=sent.national_key).first()


def _copied(sent: Recipient, owner_id: UUID) -> Recipient:
    row = Recipient(owner_id=owner_id, name_key=sent.name_key)
    for name in (*FIELDS, *NUMBER):
        setattr(row, name, getattr(sent, name))
    row.save(force_insert=True)
    for one in Address.objects.filter(recipient=sent):
        Address.objects.create(
            owner_id=owner_id, recipient=row, **{name: getattr(one, name) for name in LINES}
        )
    return row


@requires(P.REGISTER, about="recipient_id")
def copy_around(actor: Actor, *, recipient_id: UUID, to_id: UUID, now: datetime) -> int:
    """Ways in, risks and next of kin, where the receiver has none of that kind: the sender's stay as they are. Returns how many."""
    to, count = Recipient.objects.get(pk=to_id), 0
    for model, columns in AROUND.items():
        if model.objects.filter(recipient=to, ended_at__isnull=True).exists():
            continue
        for one in model.objects.filter(recipient=recipient_id, ended_at__isnull=True).order_by("pk"):
            values = {name: getattr(one, name) for name in columns}
            model.objects.create(owner_id=to.owner_id, recipient=to, **values)
            count += 1
    return count
