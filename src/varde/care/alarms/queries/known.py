"""What is known about the person of an alarm beside their card: services that are being closed, and where the person is.

It is about health, and asked for only by whoever may open the card now; the access log names the recipient."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from varde.care.alarms.models import Alarm
from varde.care.alarms.permissions import AlarmPermission as P
from varde.care.alarms.queries.desk import callout
from varde.care.pathways import queries as pathways
from varde.foundation.authorisation import machine, requires
from varde.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Known:
    """`closing`: services that wind down, and why. `away`: where the person may be while a service is paused."""

    owner_id: UUID
    closing: tuple[pathways.Winding, ...]
    away: tuple[pathways.Away, ...]


@requires(P.VIEW_BOARD, about="recipient_id")
def known(actor: Actor, *, recipient_id: UUID, alarm_id: UUID, now: datetime) -> Known:
    """For whoever answers at the desk. The alarm rings as before, whatever is known."""
    return _known(get_object_or_404(Alarm, pk=alarm_id), recipient_id, now)


@requires(P.RESPOND, about="recipient_id")
def known_at_door(actor: Actor, *, recipient_id: UUID, alarm_id: UUID, now: datetime) -> Known:
    """The same for somebody it was sent to; 404 for everybody else."""
    return _known(callout(actor, alarm_id=alarm_id, now=now), recipient_id, now)


def _known(alarm: Alarm, recipient_id: UUID, now: datetime) -> Known:
    if alarm.recipient_id != recipient_id:
        raise Http404
    asked = machine("alarm_worker")
    return Known(
        alarm.owner_id,
        pathways.winding_for(asked, recipient_ids=[recipient_id]).get(recipient_id, ()),
        pathways.away_for(asked, recipient_ids=[recipient_id], at=now).get(recipient_id, ()),
    )
