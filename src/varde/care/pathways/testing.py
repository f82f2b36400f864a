"""Cases for tests: templates made past the guard, and a case brought to a stage by the real actions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from varde.care.pathways import actions
from varde.care.pathways.models import Case, CaseEvent, CaseTask, TemplateVersion
from varde.care.pathways.models.task import WAITING
from varde.care.pathways.queries.gates import GateSource, sources
from varde.care.pathways.queries.shipped import shipped_grounds, shipped_templates
from varde.care.pathways.rules.gates import Answer, CaseFacts
from varde.care.pathways.rules.template import template_row
from varde.foundation.ids import new_id
from varde.foundation.ownership import scope
from varde.ground.people.testing import make_relation
from varde.kernel.actor import EVERYWHERE, Actor

__all__ = ["Case", "CaseEvent", "CaseTask", "all_met", "fresh", "make_case", "make_template", "tasks_of"]

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
OUTSIDE = (
    "way_in",
    "equipment_tested",
    "response_plan",
    "receives",
    "equipment_back",
    "keys_back",
    "plan_ended",
)
STAGES = ("referred", "accepted", "assessed", "allocated", "installed", "active")


def make_template(owner: Any, code: str = "medicine_dispenser") -> TemplateVersion:
    """A shipped template as the owner's first version."""
    template = shipped_templates()[code]
    with scope(EVERYWHERE):
        known = TemplateVersion.objects.filter(owner=owner, code=code, ends_at__isnull=True).first()
        return known or TemplateVersion.objects.create(
            owner=owner,
            code=code,
            name=template.name.nb,
            data=template_row(template),
            starts_at=LONG_AGO,
            made_by="Varde",
        )


@contextmanager
def all_met(*, but: Iterable[str] = ()) -> Iterator[None]:
    """What other apps answer is in order, apart from `but`; the slot is as it was afterwards."""
    missing, before = set(but), list(sources)

    def ask(case: CaseFacts, now: datetime) -> list[Answer]:
        return [Answer(code, code not in missing, "", "Nina") for code in OUTSIDE]

    sources[:] = [GateSource(frozenset(OUTSIDE), ask)]
    try:
        yield
    finally:
        sources[:] = before


def fresh(case: Case) -> Case:
    """The row as it stands now."""
    with scope(EVERYWHERE):
        return Case.objects.select_related("template", "owner", "recipient", "criteria").get(pk=case.pk)


def tasks_of(case: Case, **which: Any) -> list[CaseTask]:
    """What waits, by place."""
    with scope(EVERYWHERE):
        rows = CaseTask.objects.filter(case=case, state__in=WAITING, **which)
        return list(rows.order_by("place", "series", "pk"))


def sign_all(actor: Actor, case: Case, *, now: datetime, only: Iterable[str] = ()) -> None:
    """Sign what can be signed by hand: the steps of the stage, or those with these codes."""
    wanted = set(only)
    for task in tasks_of(case, kind="step"):
        if wanted and task.code not in wanted:
            continue
        try:
            response = new_id() if task.form else None
            actions.sign_step(actor, task_id=task.pk, response_id=response, now=now)
        except actions.NotYet:
            continue
        if task.second_check:
            second = Actor(new_id(), "Kari", grants=actor.grants, roles=actor.roles)
            _let_in(case, second)
            actions.check_step(second, task_id=task.pk, now=now)


def _let_in(case: Case, actor: Actor) -> None:
    make_relation(fresh(case).recipient, actor.id)


def make_case(
    actor: Actor,
    recipient: Any,
    *,
    to: str = "active",
    code: str = "medicine_dispenser",
    now: datetime,
    **values: Any,
) -> Case:
    """A case of the actor, taken by the actions themselves to one of STAGES; everybody else's gates are met on the way.

    The actor has a relation to the recipient and all permissions that the way needs."""
    with scope(EVERYWHERE):
        owner = type(recipient).objects.select_related("owner").get(pk=recipient.pk).owner
    template = make_template(owner, code)
    plan = shipped_templates()[code]
    given = {
        "service_type": plan.service_types[0],
        "arrangement": plan.arrangements[0].value,
        "referrer": "gp",
        "referral": "Glemmer medisinen",
        **values,
    }
    case = actions.refer(actor, recipient_id=recipient.pk, template_id=template.pk, values=given, now=now)
    with all_met():
        for stage in STAGES[1 : STAGES.index(to) + 1]:
            _STEPS[stage](actor, case, now)
    return fresh(case)


def _accept(actor: Actor, case: Case, now: datetime) -> None:
    actions.accept_referral(actor, case_id=case.pk, now=now)


def _assess(actor: Actor, case: Case, now: datetime) -> None:
    sign_all(actor, case, now=now)
    chosen = {"considered": True, "chosen": True, "part_of_need": "Medisin til rett tid", "why_not": ""}
    actions.complete_assessment(actor, case_id=case.pk, values=chosen, now=now)


def _allocate(actor: Actor, case: Case, now: datetime) -> None:
    consent = {"kind": "care", "giver": "self", "giver_name": "", "given_on": now.date()}
    actions.give_consent(actor, recipient_id=case.recipient_id, case_id=None, values=consent, now=now)
    rule = shipped_grounds()["consent"]
    ground: dict[str, Any] = {
        "code": rule.code,
        "conditions": {one.code: "Vurdert i samtale" for one in rule.conditions},
        "clinician": "Kari Lege",
        "review_on": now.date() + timedelta(days=180),
    }
    actions.choose_ground(actor, case_id=case.pk, values=ground, now=now)
    sign_all(actor, case, now=now)
    values = {
        "given": "decision",
        "allocated_on": now.date(),
        "allocation_ref": "26/104",
        "allocated_until": None,
    }
    actions.allocate(actor, case_id=case.pk, values=values, now=now)


def _install(actor: Actor, case: Case, now: datetime) -> None:
    sign_all(actor, case, now=now)
    actions.complete_installation(actor, case_id=case.pk, now=now)


def _start(actor: Actor, case: Case, now: datetime) -> None:
    sign_all(actor, case, now=now)
    actions.start_case(actor, case_id=case.pk, now=now)


_STEPS = {
    "accepted": _accept,
    "assessed": _assess,
    "allocated": _allocate,
    "installed": _install,
    "active": _start,
}
