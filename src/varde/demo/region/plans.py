"""Response plans of every organisation from the shipped ones, with its own pools; some recipients' own; one rule, one card."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from varde.care.alarms.actions.shipped import shipped_cards, shipped_plans
from varde.care.alarms.models import CardVersion, PlanVersion, RuleVersion
from varde.care.alarms.rules.codes import alert_name, lineage
from varde.care.alarms.rules.plan import Choice, plan_row
from varde.demo.region.plot import Ground, Plot
from varde.demo.region.visitors import KRISTIANSAND_NUMBER
from varde.ground.people.models import NextOfKin
from varde.kernel.clock import local

MADE_BY: Final = "Demoregionen"
TITLES: Final = {
    "personal": "Trygghetsalarm og tilkalling",
    "fire": "Brann og røyk",
    "wandering": "Lokalisering og utgang",
    "supervision": "Digitalt tilsyn",
    "medicine": "Medisindispenser",
    "follow_up": "Digital hjemmeoppfølging",
    "technical_urgent": "Teknisk varsel som haster",
    "technical": "Teknisk varsel",
}


def make(plot: Plot) -> None:
    choices = needed(shipped_plans())
    rows = [
        _version(plot, ground, choice)
        for ground in plot.grounds.values()
        if ground.pools
        for choice in choices
    ]
    rows += _own_plans(plot)
    PlanVersion.objects.bulk_create(rows, batch_size=500)
    _rule(plot)
    _card(plot)


def needed(choices: tuple[Choice, ...]) -> list[Choice]:
    """Without those that the nearest parent's plan gives anyway."""
    by_alert = {choice.alert: choice.plan.code for choice in choices}

    def inherited(alert: str) -> str:
        above = [*lineage(alert)[1:], "" if not alert.startswith("T") else "T"]
        return next((by_alert[one] for one in above if one in by_alert and one != alert), "")

    return [choice for choice in choices if inherited(choice.alert) != choice.plan.code]


def _version(plot: Plot, ground: Ground, choice: Choice) -> PlanVersion:
    title = TITLES.get(choice.plan.code, choice.plan.code)
    return PlanVersion(
        owner=ground.organisation,
        title=f"{title}: {alert_name(choice.alert)}" if choice.alert else f"{title} (alle andre alarmer)",
        alert=choice.alert,
        body=_with_own_pools(ground, plan_row(choice.plan)),
        starts_at=plot.now - timedelta(days=90),
        made_by=MADE_BY,
    )


def _with_own_pools(ground: Ground, body: dict[str, Any]) -> dict[str, Any]:
    """Symbolic names become keys of pools. A step to a pool that the organisation lacks is left out, never the last one."""
    steps = []
    for step in body["steps"]:
        if step["receiver"] == "pool":
            pool = ground.pools.get(step["ref"])
            if pool is None:
                continue
            step = {**step, "ref": str(pool.pk)}
        steps.append(step)
    return {**body, "steps": steps}


def _own_plans(plot: Plot) -> list[PlanVersion]:
    """Where next of kin have agreed to receive and have a key, they are rung before the night patrol rides out."""
    personal = next(choice for choice in shipped_plans() if choice.alert == "3")
    grounds = {ground.id: ground for ground in plot.grounds.values()}
    today = local(plot.now).date()
    rows = []
    willing = NextOfKin.objects.filter(has_key=True, receives_from__lte=today, receives_until__gt=today)
    for kin in willing.order_by("pk"):
        body = _with_own_pools(grounds[kin.owner_id], plan_row(personal.plan))
        contact = {
            "kind": "contact",
            "receiver": "contact",
            "ref": str(kin.pk),
            "channels": ["voice"],
            "limit_seconds": 90,
            "terms": {"accepted": True, "has_key": True, "ends_on": kin.receives_until.isoformat()},
        }
        body["code"] = "kin_first"
        body["steps"] = [body["steps"][0], contact, *body["steps"][1:]]
        rows.append(
            PlanVersion(
                owner_id=kin.owner_id,
                recipient_id=kin.recipient_id,
                title="Pårørende ringes først",
                alert="3",
                body=body,
                starts_at=plot.now - timedelta(days=60),
                made_by=MADE_BY,
            )
        )
    once = {row.recipient_id: row for row in rows}
    return list(once.values())


def _rule(plot: Plot) -> None:
    """Kristiansand judges a door that opens at night for somebody who may wander as critical."""
    because = {
        "nb": "døren er åpnet om natten hos noen som kan gå seg bort",
        "en": "the door was opened at night by somebody who may get lost",
    }
    calm = {"nb": "døren er åpnet", "en": "the door was opened"}
    rules = [
        {"alert": "4.15", "severity": 20, "urgency": "Y", "card": "left_home", "because": calm},
        {"alert": "4.15", "severity": 40, "urgency": "R", "card": "left_home", "because": because,
         "when": ["may_wander", "night"]},
    ]  # fmt: skip
    RuleVersion.objects.create(
        owner=plot.grounds[KRISTIANSAND_NUMBER].organisation,
        title="Dør åpnet",
        alert="4.15",
        body={"version": "kristiansand-1", "rules": rules},
        starts_at=plot.now - timedelta(days=30),
        made_by=MADE_BY,
    )


def _card(plot: Plot) -> None:
    """Kristiansand has added one line of its own to the card for a safety alarm."""
    card = shipped_cards()["personal_alarm"]
    own = {
        "nb": "Si at senteret i Kristiansand svarer.",
        "en": "Say that the centre in Kristiansand answers.",
    }
    body = {
        "code": card.code,
        "title": {"nb": card.title.nb, "en": card.title.en},
        "ask": [{"nb": line.nb, "en": line.en} for line in card.ask],
        "do": [own, *({"nb": line.nb, "en": line.en} for line in card.do)],
        "emergency": [{"nb": line.nb, "en": line.en} for line in card.emergency],
    }
    CardVersion.objects.create(
        owner=plot.grounds[KRISTIANSAND_NUMBER].organisation,
        title="Trygghetsalarm",
        alert="3",
        body=body,
        starts_at=plot.now - timedelta(days=30),
        made_by=MADE_BY,
    )
