"""Plans, triage rules and action cards of an organisation: a change ends one version and starts the next."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Max, Q
from django.shortcuts import get_object_or_404

from varde.care.alarms.models import CardVersion, PlanVersion, RuleVersion
from varde.care.alarms.permissions import AlarmPermission as P
from varde.care.alarms.rules.cards import card_from
from varde.care.alarms.rules.plan import PlanFault, faults, plan_from
from varde.care.alarms.rules.triage import rules_from
from varde.care.pathways import queries as pathways
from varde.foundation.authorisation import machine, requires
from varde.foundation.ids import new_id
from varde.kernel.actor import Actor
from varde.kernel.clock import local

Some = TypeVar("Some", RuleVersion, CardVersion)


class PlanUnsafe(ValueError):
    """A plan with faults is never put in force, whoever asks. `faults`: (step number, fault); 0 is the whole plan."""

    def __init__(self, found: tuple[tuple[int, PlanFault], ...]) -> None:
        super().__init__("the plan has faults")
        self.faults = found


class PlanNeeded(ValueError):
    """A service of the person runs on this plan, and no other of the organisation's holds as widely."""


@requires(P.MANAGE_PLANS)
def save_plan(actor: Actor, *, row: PlanVersion | None, values: dict[str, Any], now: datetime) -> PlanVersion:
    """A new plan, or the next version of `row`. `values`: owner_id and recipient_id (new only), title, alert, band, body.

    Raises PlanUnsafe. Alarms that are open keep the plan they were opened with.
    """
    found = faults(plan_from(values["body"]), local(now).date())
    if found:
        raise PlanUnsafe(found)
    old = _end_plan(actor, row.pk, now) if row is not None else None
    return PlanVersion.objects.create(
        owner_id=old.owner_id if old else values.get("owner_id"),
        recipient_id=old.recipient_id if old else values.get("recipient_id"),
        line=old.line if old else new_id(),
        title=values["title"],
        alert=values["alert"],
        band=values["band"],
        body=values["body"],
        number=old.number + 1 if old else 1,
        starts_at=now,
        made_by=actor.name,
    )


@requires(P.MANAGE_PLANS)
def end_plan(actor: Actor, *, plan_id: UUID, now: datetime) -> PlanVersion:
    """Without it the wider plan, or the shipped one, holds from now. A person's own plan that their service stands on ends
    with the service. Raises PlanNeeded; 404 for a neighbour's."""
    plan = get_object_or_404(PlanVersion.objects.filter(PlanVersion.in_force(now)), pk=plan_id)
    worker = machine("alarm_worker")
    runs = plan.recipient_id and pathways.running_for(worker, recipient_ids=[plan.recipient_id])
    if runs and not _is_replaced(plan, now):
        raise PlanNeeded
    return _end_plan(actor, plan_id, now)


def _is_replaced(plan: PlanVersion, now: datetime) -> bool:
    """Whether another plan in force holds wherever this one does."""
    theirs = Q(recipient=plan.recipient_id) | Q(recipient__isnull=True)
    rows = PlanVersion.objects.filter(PlanVersion.in_force(now), theirs, owner=plan.owner_id)
    others = rows.exclude(pk=plan.pk)
    return any(row.alert in ("", plan.alert) and row.band in (None, plan.band) for row in others)


def _end_plan(actor: Actor, plan_id: UUID, now: datetime) -> PlanVersion:
    rows = PlanVersion.objects.select_for_update(of=("self",)).filter(PlanVersion.in_force(now))
    plan: PlanVersion = get_object_or_404(rows, pk=plan_id)
    plan.ends_at, plan.ended_by = now, actor.name
    plan.save()
    return plan


@requires(P.MANAGE_RULES)
def save_rule(actor: Actor, *, owner_id: UUID, values: dict[str, Any], now: datetime) -> RuleVersion:
    """The organisation's own triage rule for one alert type; ends the one in force. Raises ValueError on bad data."""
    rules_from(values["body"])
    return _next(RuleVersion, actor, owner_id, values, now)


@requires(P.MANAGE_RULES)
def save_card(actor: Actor, *, owner_id: UUID, values: dict[str, Any], now: datetime) -> CardVersion:
    """The organisation's own action card for one alert type; ends the one in force. Raises ValueError on bad data."""
    card_from(values["body"])
    return _next(CardVersion, actor, owner_id, values, now)


def _next(kind: type[Some], actor: Actor, owner_id: UUID, values: dict[str, Any], now: datetime) -> Some:
    mine = kind.objects.filter(owner=owner_id, alert=values["alert"])
    mine.filter(ends_at__isnull=True).update(ends_at=now, ended_by=actor.name)
    number = (mine.aggregate(last=Max("number"))["last"] or 0) + 1
    return kind.objects.create(
        owner_id=owner_id,
        title=values["title"],
        alert=values["alert"],
        body=values["body"],
        number=number,
        starts_at=now,
        made_by=actor.name,
    )


@requires(P.MANAGE_RULES)
def end_rule(actor: Actor, *, rule_id: UUID, now: datetime) -> RuleVersion:
    """The shipped rule holds from now. 404 for a neighbour's."""
    return _end(RuleVersion, actor, rule_id, now)


@requires(P.MANAGE_RULES)
def end_card(actor: Actor, *, card_id: UUID, now: datetime) -> CardVersion:
    """The shipped card holds from now. 404 for a neighbour's."""
    return _end(CardVersion, actor, card_id, now)


def _end(kind: type[Some], actor: Actor, key: UUID, now: datetime) -> Some:
    row = get_object_or_404(kind.objects.filter(ends_at__isnull=True), pk=key)
    row.ends_at, row.ended_by = now, actor.name
    row.save()
    return row
