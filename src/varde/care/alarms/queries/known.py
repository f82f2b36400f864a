"""What is known about the person of an alarm beside their card: services that are being closed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.shortcuts import get_object_or_404

from varde.care.alarms.models import Alarm
from varde.care.alarms.permissions import AlarmPermission as P
from varde.care.alarms.queries.desk import callout
from varde.care.pathways import queries as pathways
from varde.foundation.authorisation import machine, requires
from varde.kernel.actor import Actor


@requires(P.VIEW_BOARD, about="alarm_id")
def closing(actor: Actor, *, alarm_id: UUID) -> tuple[pathways.Winding, ...]:
    """The services of the alarm's person that wind down, and why. The alarm rings as before."""
    return _closing(get_object_or_404(Alarm, pk=alarm_id))


@requires(P.RESPOND, about="alarm_id")
def closing_at_door(actor: Actor, *, alarm_id: UUID, now: datetime) -> tuple[pathways.Winding, ...]:
    """The same for somebody it was sent to; 404 for everybody else."""
    return _closing(callout(actor, alarm_id=alarm_id, now=now))


def _closing(alarm: Alarm) -> tuple[pathways.Winding, ...]:
    if alarm.recipient_id is None:
        return ()
    key = alarm.recipient_id
    return pathways.winding_for(machine("alarm_worker"), recipient_ids=[key]).get(key, ())
