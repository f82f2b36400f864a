"""Reporting that something is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from varde.foundation.authorisation import requires
from varde.governance.support.actions.writing import next_number, plain, write
from varde.governance.support.models import Ticket, TicketAlarm
from varde.governance.support.permissions import SupportPermission as P
from varde.governance.support.rules.codes import Criticality, Discoverer, Problem, Technology
from varde.governance.support.rules.lifecycle import Verb
from varde.ground.equipment import queries as equipment
from varde.ground.equipment.permissions import EquipmentPermission
from varde.ground.people import queries as people
from varde.ground.people.permissions import PeoplePermission
from varde.kernel.actor import Actor


class AlreadyReported(Exception):
    """The alarm has a ticket: `ticket_id`."""

    def __init__(self, ticket_id: UUID) -> None:
        super().__init__(str(ticket_id))
        self.ticket_id = ticket_id


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody tells. `may_wait`: it can wait to the next visit."""

    discovered_by: Discoverer
    technology: Technology
    problem: Problem
    what: str
    criticality: Criticality
    detail: str = ""
    may_wait: bool = False
    alarm_id: UUID | None = None
    recipient_id: UUID | None = None
    item_id: UUID | None = None


@requires(P.REPORT)
def report(actor: Actor, *, owner_id: UUID, given: Report, now: datetime) -> Ticket:
    """A new ticket of the owner. The item and the recipient must be ones that the actor may see.

    Raises HoldsNationalId, AlreadyReported, Http404 for an item or a recipient that is not the actor's to point at."""
    if not actor.may(P.REPORT, owner_id):
        raise PermissionDenied
    plain(what=given.what, detail=given.detail)
    if given.alarm_id and (known := TicketAlarm.objects.filter(alarm_id=given.alarm_id).first()):
        raise AlreadyReported(known.ticket_id)
    _may_point_at(actor, owner_id, given.recipient_id, now)
    row = Ticket(
        owner_id=owner_id,
        number=next_number(owner_id),
        discovered_by=given.discovered_by,
        technology=given.technology,
        problem=given.problem,
        what=given.what.strip()[:160],
        detail=given.detail.strip(),
        criticality=given.criticality,
        may_wait=given.may_wait,
        alarm_id=given.alarm_id,
        recipient_id=given.recipient_id,
        reported_at=now,
        moved_at=now,
        reported_by=actor.id,
        reporter_name=actor.name,
        **_item(actor, owner_id, given.item_id),
    )
    row.save(force_insert=True)
    write(row, Verb.REPORT, actor, now=now)
    if given.alarm_id:
        TicketAlarm.objects.create(owner_id=owner_id, ticket=row, alarm_id=given.alarm_id, at=now)
    return row


def _may_point_at(actor: Actor, owner_id: UUID, recipient_id: UUID | None, now: datetime) -> None:
    if recipient_id is None:
        return
    if not actor.may(PeoplePermission.VIEW, owner_id) or not people.standing_of(
        actor, recipient_id=recipient_id, now=now
    ):
        raise Http404
    if not people.recipients(actor, now=now).filter(pk=recipient_id, owner=owner_id).exists():
        raise Http404


def _item(actor: Actor, owner_id: UUID, item_id: UUID | None) -> dict[str, Any]:
    if item_id is None:
        return {}
    if not actor.may(EquipmentPermission.VIEW, owner_id):
        raise Http404
    row = equipment.items(actor).filter(pk=item_id, owner=owner_id).first()
    if row is None:
        raise Http404
    return item_columns(row)


def item_columns(row: Any) -> dict[str, Any]:
    """What a ticket keeps of its item, as it was when the ticket was made."""
    return {
        "item_id": row.pk,
        "product_id": row.product_id,
        "product": str(row.product),
        "serial": row.serial,
        "version": str(getattr(row, "firmware", "")),
    }
