"""What still points at a centre, for the gate that an agreement ends through."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max, Q

from varde.care.alarms.models import Alarm, PlanVersion
from varde.care.alarms.permissions import AlarmPermission as P
from varde.care.alarms.rules.lifecycle import State
from varde.care.alarms.rules.plan import ReceiverKind, faults, plan_from
from varde.foundation.authorisation import requires
from varde.kernel.actor import Actor
from varde.kernel.clock import local


@requires(P.ESCALATE)
def plans_that_ring(actor: Actor, *, owner_id: UUID, pools: Collection[UUID]) -> int:
    """Response plans of one organisation, not ended, with a step that rings one of these pools."""
    wanted = {str(pool) for pool in pools}
    rows = PlanVersion.objects.filter(owner=owner_id, ends_at__isnull=True).values_list("body", flat=True)
    return sum(any(step.get("ref") in wanted for step in body["steps"]) for body in rows)


@dataclass(frozen=True, slots=True)
class PlanOf:
    """The response plans in force for one recipient, their own and those for everybody of the owner.

    `is_whole`: one of them holds for every alert at every hour, and none has a fault. `pools`: those that they ring.
    `own`: how many are the recipient's own."""

    is_whole: bool
    pools: frozenset[UUID]
    own: int


@requires(P.ESCALATE)
def plan_of(actor: Actor, *, owner_id: UUID, recipient_id: UUID, now: datetime) -> PlanOf:
    """In one query. The shipped plan counts for nothing here: it names no pool of this organisation."""
    theirs = Q(recipient=recipient_id) | Q(recipient__isnull=True)
    rows = list(PlanVersion.objects.filter(PlanVersion.in_force(now), theirs, owner=owner_id))
    plans = [plan_from(row.body) for row in rows]
    always = any(not row.alert and not row.band for row in rows)
    faulty = any(faults(plan, local(now).date()) for plan in plans)
    pools = frozenset(
        UUID(step.receiver.ref)
        for plan in plans
        for step in plan.steps
        if step.receiver.kind is ReceiverKind.POOL and _is_key(step.receiver.ref)
    )
    return PlanOf(always and not faulty, pools, sum(row.recipient_id is not None for row in rows))


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@requires(P.ESCALATE)
def open_alarms_of(actor: Actor, *, owner_id: UUID) -> int:
    return Alarm.objects.filter(owner=owner_id).exclude(state=State.CLOSED).count()


@requires(P.ESCALATE)
def last_heard(actor: Actor, *, items: Collection[UUID], at: datetime) -> dict[UUID, datetime]:
    """When each item last opened an alarm, a test alarm too, at or before `at`. Items never heard are left out."""
    rows = Alarm.objects.filter(item__in=list(items), opened_at__lte=at).order_by()
    return dict(rows.values_list("item").annotate(last=Max("opened_at")))
