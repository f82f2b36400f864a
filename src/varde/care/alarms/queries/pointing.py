"""What still points at a centre, for the gate that an agreement ends through."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from varde.care.alarms.models import Alarm, PlanVersion
from varde.care.alarms.permissions import AlarmPermission as P
from varde.care.alarms.rules.lifecycle import State
from varde.foundation.authorisation import requires
from varde.kernel.actor import Actor


@requires(P.ESCALATE)
def plans_that_ring(actor: Actor, *, owner_id: UUID, pools: Collection[UUID]) -> int:
    """Response plans of one organisation, not ended, with a step that rings one of these pools."""
    wanted = {str(pool) for pool in pools}
    rows = PlanVersion.objects.filter(owner=owner_id, ends_at__isnull=True).values_list("body", flat=True)
    return sum(any(step.get("ref") in wanted for step in body["steps"]) for body in rows)


@requires(P.ESCALATE)
def open_alarms_of(actor: Actor, *, owner_id: UUID) -> int:
    return Alarm.objects.filter(owner=owner_id).exclude(state=State.CLOSED).count()
