"""What the pages of single moves show beside their forms, and the choices that the forms offer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from varde.care.pathways import queries
from varde.care.pathways.queries.plan import steps_of
from varde.care.pathways.rules.places import FOLLOWS, REASONS, RESTS, STOPS, Effects, effects
from varde.care.pathways.rules.steps import at_need
from varde.care.pathways.rules.template import NEEDS, Need, Step
from varde.care.pathways.views.doing import Looking
from varde.care.pathways.views.opening import way_to
from varde.care.pathways.views.refusals import gate_row
from varde.care.pathways.views.words import every, role_word, said
from varde.ground.organisations import queries as organisations
from varde.ground.questionnaires import queries as questionnaires
from varde.ground.questionnaires.permissions import QuestionnairePermission

if TYPE_CHECKING:
    from varde.care.pathways.models import Case, CaseTask

BASIS = "case_task"  # what a response is given for: one task of a case


@dataclass(frozen=True, slots=True)
class Line:
    """One step as a checklist shows it."""

    task: Any
    title: str
    help: str
    who: str
    is_open: bool
    is_late: bool
    is_optional: bool


def steps_by_code(case: Case) -> dict[str, Step]:
    return {one.step.code: one.step for one in steps_of(case)}


def line(task: CaseTask, steps: dict[str, Step], now: Any) -> Line:
    step = steps.get(task.code)
    return Line(
        task,
        said(step.title) if step else task.title,
        said(step.help) if step and step.help else "",
        task.assigned_name or role_word(task.role),
        task.state in ("open", "to_check"),
        task.due_at is not None and task.due_at <= now and task.state in ("open", "to_check"),
        step.optional if step else False,
    )


def tasks_at(look: Looking, *stages: str) -> list[Line]:
    """Every step of these stages with how it stands, in the template's order; what fell away is left out."""
    rows = queries.tasks_of(look.actor, case_id=look.case.pk, now=look.now)
    shown = rows.filter(stage__in=stages, kind="step").exclude(state="cancelled")
    steps = steps_by_code(look.case)
    return [line(one, steps, look.now) for one in shown]


def staff_choices(look: Looking) -> list[tuple[str, str]]:
    people = organisations.staff(look.actor, now=look.now)
    return [("", "–"), *((str(one.pk), one.name) for one in people)]


def named(look: Looking, key: str) -> str:
    """The name behind a choice of `staff_choices`."""
    return dict(staff_choices(look)).get(key, "")


def gate_list(look: Looking, which: str) -> list[dict[str, Any]]:
    judged = queries.gates(look.actor, case_id=look.case.pk, which=which, now=look.now)
    return [gate_row(one) for one in judged]


def step_beside(look: Looking) -> dict[str, Any]:
    """The task with its help, and the form's answers where it has one: `response` is the newest that is complete."""
    task = queries.task(look.actor, case_id=look.case.pk, task_id=look.key, now=look.now)
    found: tuple[Any, ...] = ()
    if task.form and look.actor.may(QuestionnairePermission.READ, look.case.owner_id):
        found = questionnaires.responses_for(look.actor, basis_kind=BASIS, basis_id=task.pk, now=look.now)
    done = next((one for one in found if one.completed_at is not None), None)
    steps = steps_by_code(look.case)
    way = way_to(look.actor, look.case, steps[task.code].opens) if task.code in steps else None
    shown = line(task, steps, look.now)
    return {"task": task, "step": shown, "way": way, "responses": found, "response": done}


def needs_of(case: Case) -> list[tuple[str, str]]:
    """What may happen that this case has steps for, with the steps: "Ved behov: Ring leverandøren"."""
    found = []
    for need in Need:
        titles = [said(one.step.title) for one in at_need(steps_of(case), need)]
        if titles and need is not Need.END_DECIDED:
            found.append((need.value, f"{said(NEEDS[need]).capitalize()}: {', '.join(titles)}"))
    return found


def rhythms_of(case: Case, kept: Mapping[str, int] | None = None) -> list[tuple[str, str]]:
    """Every choice of how often, as "step:count" with words. `kept`: the count of each step in this case, which is marked."""
    return [
        (
            f"{one.step.code}:{count}",
            _rhythm(one.step, count, is_kept=(kept or {}).get(one.step.code) == count),
        )
        for one in steps_of(case)
        for count in (one.step.repeat.choices if one.step.repeat else ())
    ]


def _rhythm(step: Step, count: int, *, is_kept: bool) -> str:
    words = f"{said(step.title)}: {every(count, step.repeat.unit if step.repeat else '')}"
    return _("%(what)s (slik er det nå)") % {"what": words} if is_kept else words


def places_for(look: Looking) -> list[dict[str, Any]]:
    """What each reason stops, what follows the person, and what rests: read before it is saved."""
    rules = queries.place_rules(look.actor, owner_id=look.case.owner_id, now=look.now)
    return [
        {"code": reason.value, **effects_in_words(effects(rules, look.case.service_type, reason))}
        | {"title": said(words)}
        for reason, words in REASONS.items()
    ]


def _together(words: Iterable[str]) -> str:
    """Several things on one line, with one capital letter."""
    return ", ".join(words).capitalize()


def effects_in_words(found: Effects) -> dict[str, Any]:
    return {
        "stops": _together(said(STOPS[one]) for one in sorted(found.stops)),
        "follows": _together(said(FOLLOWS[one]) for one in sorted(found.follows)),
        "suspends": _together(said(RESTS[one]) for one in sorted(found.suspends)),
        "days": found.max_days,
    }


def criteria_now(look: Looking) -> dict[str, Any] | None:
    """The version of the criteria that an allocation made now keeps."""
    rows = queries.criteria_in_force(look.actor, now=look.now)
    row = rows.filter(owner=look.case.owner_id, code=look.case.service_type).first()
    return criteria_shown(row) if row is not None else None


def criteria_shown(row: Any) -> dict[str, Any]:
    return {
        "name": row.name,
        "number": row.number,
        "starts_at": row.starts_at,
        "inclusion": row.data.get("inclusion", ()),
        "exclusion": row.data.get("exclusion", ()),
    }
