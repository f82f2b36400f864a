"""The few questions that every page asks about alarms: cheap, and without a name of anybody."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from varde.care.alarms.models import Alarm
from varde.care.alarms.permissions import AlarmPermission as P
from varde.care.alarms.queries.switchboard import DISPATCH, SUPPORT
from varde.care.alarms.rules.lifecycle import State
from varde.care.alarms.rules.plan import Receiver, ReceiverKind, StepKind, plan_from
from varde.care.rota import queries as rota
from varde.care.rota.permissions import RotaPermission
from varde.foundation.authorisation import requires
from varde.kernel.actor import Actor


@requires(P.VIEW_BOARD)
def untaken(actor: Actor) -> QuerySet[Alarm]:
    """Alarms on this person's board that nobody has taken."""
    return Alarm.objects.filter(state=State.NEW).order_by("opened_at")


@requires(P.VIEW_BOARD)
def held(actor: Actor) -> list[Alarm]:
    """Alarms at the desk that this person holds, solved ones that lack documentation too. Without who they are about."""
    rows = Alarm.objects.filter(held_by=actor.id).exclude(state=State.CLOSED)
    return list(rows.defer("text").select_related("owner").order_by("opened_at"))


@requires(P.RESPOND)
def called_to(actor: Actor, *, now: datetime) -> list[Alarm]:
    """What `callouts` lists, in two queries at most, by duty alone: no phone number is looked up.

    Alarms that this person holds, and those in a dispatch step that has rung at a pool they are checked in to.
    """
    rows = (
        Alarm.objects.exclude(state__in=[State.CLOSED, State.WAITING]).defer("text").select_related("owner")
    )
    rows = rows.filter(Q(held_by=actor.id) | Q(dispatch_step__gt=0) | Q(level__gt=1, state=State.NEW))
    near = list(rows.order_by("-severity", "opened_at"))
    if all(one.held_by == actor.id for one in near) or not actor.may(RotaPermission.VIEW):
        return [one for one in near if one.held_by == actor.id]
    pools = rota.pools_i_am_on(actor)
    return [one for one in near if one.held_by == actor.id or _rings(one, actor.id, pools)]


def _rings(alarm: Alarm, user: UUID, pools: Collection[rota.PoolIAmOn]) -> bool:
    steps = [step for step in plan_from(alarm.plan).steps if step.kind is StepKind.DISPATCH]
    rung = [one for one in steps if one.number <= alarm.level or one.number == alarm.dispatch_step]
    return any(_reaches(one.receiver, user, pools) for one in rung)


def _reaches(receiver: Receiver, user: UUID, pools: Collection[rota.PoolIAmOn]) -> bool:
    if receiver.kind in (ReceiverKind.STAFF, ReceiverKind.HOLDER):
        return receiver.ref == str(user)
    if receiver.kind is not ReceiverKind.POOL:
        return False
    kind = SUPPORT if receiver.ref == SUPPORT else DISPATCH
    if re.fullmatch(r"[0-9a-f-]{36}", receiver.ref):
        return any(str(one.id) == receiver.ref for one in pools)
    return any(one.kind == kind for one in pools)  # a name in a shipped plan: every pool of that kind
