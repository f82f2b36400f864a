"""Plans, rules and cards in force."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.shortcuts import get_object_or_404

from varde.care.alarms.models import CardVersion, PlanVersion, RuleVersion
from varde.care.alarms.permissions import AlarmPermission as P
from varde.care.alarms.rules.cards import Card, card_from
from varde.care.alarms.rules.codes import lineage
from varde.foundation.authorisation import requires
from varde.kernel.actor import Actor


@requires(P.MANAGE_PLANS)
def plans(actor: Actor, *, now: datetime) -> QuerySet[PlanVersion]:
    return (
        PlanVersion.objects.filter(PlanVersion.in_force(now))
        .select_related("recipient", "owner")
        .order_by("owner__name", "title")
    )


@requires(P.MANAGE_PLANS, about="plan_id")
def plan_versions(actor: Actor, *, plan_id: UUID) -> list[PlanVersion]:
    """Every version of the plan that this is one of, newest first. 404 for a neighbour's."""
    plan = get_object_or_404(PlanVersion, pk=plan_id)
    rows = PlanVersion.objects.filter(line=plan.line).select_related("recipient", "owner")
    return list(rows.order_by("-number"))


@requires(P.MANAGE_PLANS)
def ended_plans(actor: Actor, *, now: datetime) -> list[PlanVersion]:
    """The last version of each plan that holds no longer and has no successor, latest first; at most 50."""
    held = PlanVersion.objects.filter(PlanVersion.in_force(now)).values("line")
    later = PlanVersion.objects.filter(line=OuterRef("line"), number__gt=OuterRef("number"))
    rows = PlanVersion.objects.filter(ends_at__lte=now).exclude(line__in=held).exclude(Exists(later))
    return list(rows.select_related("owner").order_by("-ends_at")[:50])


@requires(P.MANAGE_RULES)
def rules(actor: Actor, *, now: datetime) -> QuerySet[RuleVersion]:
    return (
        RuleVersion.objects.filter(RuleVersion.in_force(now))
        .select_related("owner")
        .order_by("owner__name", "alert")
    )


@requires(P.MANAGE_RULES)
def cards(actor: Actor, *, now: datetime) -> QuerySet[CardVersion]:
    return (
        CardVersion.objects.filter(CardVersion.in_force(now))
        .select_related("owner")
        .order_by("owner__name", "alert")
    )


@requires(P.VIEW_BOARD)
def own_card(actor: Actor, *, owner_id: UUID, code: str, now: datetime) -> Card | None:
    """The organisation's own action card for the nearest alert type, or None: then the shipped one is shown."""
    near = lineage(code)
    rows = {
        row.alert: row
        for row in CardVersion.objects.filter(CardVersion.in_force(now), owner=owner_id, alert__in=near)
    }
    row = next((rows[alert] for alert in near if alert in rows), None)
    return card_from(row.body) if row else None
