"""Who may be given a ticket, and what may be shown of whom it is about."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from varde.foundation.authorisation import requires
from varde.governance.support.permissions import SupportPermission as P
from varde.governance.support.queries.tickets import ticket
from varde.ground.equipment import queries as equipment
from varde.ground.equipment.permissions import EquipmentPermission
from varde.ground.organisations import queries as organisations
from varde.ground.people import queries as people
from varde.ground.people.permissions import PeoplePermission
from varde.kernel.actor import Actor


@requires(P.HANDLE)
def assignable(actor: Actor, *, owner_id: UUID, now: datetime) -> list[tuple[UUID, str]]:
    """Who may handle tickets of the owner: those of its own people, and of the actor's, whose role says so."""
    places = organisations.places_of(actor, now=now).organisations | {owner_id}
    keys = {
        user
        for place in places
        for user in organisations.holders_of(actor, permission=P.HANDLE, organisation_id=place, now=now)
    }
    rows = organisations.staff(actor, now=now).filter(pk__in=keys)
    return [(row.pk, row.name) for row in rows]


@requires(P.REPORT)
def name_of(actor: Actor, *, ticket_id: UUID, now: datetime) -> str:
    """The name of whom the ticket is about, for who has a care relation to them; "" for everybody else.

    Never an address: whoever needs it opens the card, which asks again."""
    row = ticket(actor, ticket_id=ticket_id)
    if row.recipient_id is None or not actor.may(PeoplePermission.VIEW, row.owner_id):
        return ""
    if not people.standing_of(actor, recipient_id=row.recipient_id, now=now):
        return ""
    found = people.recipients(actor, now=now).filter(pk=row.recipient_id).first()
    return found.name if found else ""


@requires(P.REPORT)
def guide_of(actor: Actor, *, ticket_id: UUID) -> Any:
    """The product of the ticket's item, with its user guide, for who may see equipment; None where there is none."""
    row = ticket(actor, ticket_id=ticket_id)
    if row.product_id is None or not actor.may(EquipmentPermission.VIEW, row.owner_id):
        return None
    return equipment.products(actor).filter(pk=row.product_id, owner=row.owner_id).first()
