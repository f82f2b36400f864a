"""Signing what was done, by one person or two; what comes again; who takes a task."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from varde.care.pathways.actions.signing import done, kept, planned_of
from varde.care.pathways.actions.writing import (
    dates_of,
    keep,
    let_in,
    let_out,
    note,
    person,
    step_row,
)
from varde.care.pathways.models import Case, CaseTask
from varde.care.pathways.models.task import WAITING, TaskKind, TaskState
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.queries.near import _to_change
from varde.care.pathways.queries.plan import holidays_from, steps_of, today
from varde.care.pathways.rules.lifecycle import RUNNING, Status
from varde.care.pathways.rules.steps import at_need, due_on
from varde.care.pathways.rules.template import Need
from varde.foundation.authorisation import requires
from varde.ground.organisations import queries as organisations
from varde.kernel.actor import Actor

SIGNED_BY_HAND = frozenset(
    {TaskKind.STEP, TaskKind.RECURRING, TaskKind.CLOSING, TaskKind.GATE, TaskKind.GROUND}
)


class NotYet(Exception):
    """The step belongs to a service that runs, and this one has not started."""


class SecondPerson(Exception):
    """The one who did it does not check it."""


class NotOptional(Exception):
    """This step is never set aside."""


class FormMissing(Exception):
    """The step is done by filling in its form: give the key of the answers."""


class NotForHand(Exception):
    """This task is done by its own action (answer the referral, resume, evaluate …), not by signing it."""


def _task(task_id: UUID) -> CaseTask:
    row: CaseTask = get_object_or_404(CaseTask.objects.filter(state__in=WAITING), pk=task_id)
    return row


def _waiting(case: Case, task_id: UUID) -> CaseTask:
    """The task again, now that its case is locked."""
    row: CaseTask = get_object_or_404(
        CaseTask.objects.select_for_update(of=("self",)), pk=task_id, case=case, state__in=WAITING
    )
    return row


@requires(P.WORK, about="task_id")
def sign_step(
    actor: Actor, *, task_id: UUID, now: datetime, text: str = "", response_id: UUID | None = None
) -> CaseTask:
    """It is done. With second check it waits for another person. A recurring task comes again.

    `response_id`: the answers, where the step has a form. Raises NotYet, FormMissing, NotForHand, NoRelation, Http404."""
    case = _to_change(actor, _task(task_id).case_id, P.WORK, now)
    task = _waiting(case, task_id)
    if task.kind not in SIGNED_BY_HAND or task.state != TaskState.OPEN:
        raise NotForHand
    planned = planned_of(case, task.code)
    if planned is not None and planned.is_live and case.started_at is None:
        raise NotYet
    if task.form and response_id is None:
        raise FormMissing
    task.response_id, task.note = response_id, text
    task.done_at, task.done_by, task.done_name = now, actor.id, actor.name
    if task.second_check:
        task.state = TaskState.TO_CHECK
        task.save()
        note(case, actor, "to_check", now=now, step=task.code, series=task.series)
        return kept(case, task, now)
    return done(case, task, actor, now)


@requires(P.WORK, about="task_id")
def check_step(actor: Actor, *, task_id: UUID, now: datetime) -> CaseTask:
    """The second signature. Raises SecondPerson, NotForHand, NoRelation."""
    case = _to_change(actor, _task(task_id).case_id, P.WORK, now)
    task = _waiting(case, task_id)
    if task.state != TaskState.TO_CHECK:
        raise NotForHand
    if task.done_by == actor.id:
        raise SecondPerson
    task.checked_at, task.checked_by, task.checked_name = now, actor.id, actor.name
    return done(case, task, actor, now)


@requires(P.WORK, about="task_id")
def send_back(actor: Actor, *, task_id: UUID, text: str, now: datetime) -> CaseTask:
    """The second person found a fault: it waits to be done again. Raises SecondPerson, NotForHand."""
    case = _to_change(actor, _task(task_id).case_id, P.WORK, now)
    task = _waiting(case, task_id)
    if task.state != TaskState.TO_CHECK:
        raise NotForHand
    if task.done_by == actor.id:
        raise SecondPerson
    task.state, task.done_at, task.done_by, task.done_name = TaskState.OPEN, None, None, ""
    task.save()
    note(case, actor, "sent_back", now=now, text=text, step=task.code, series=task.series)
    return kept(case, task, now)


@requires(P.WORK, about="task_id")
def set_aside(actor: Actor, *, task_id: UUID, reason: str, now: datetime) -> CaseTask:
    """An optional step that is not relevant here, with a reason. Raises NotOptional, ReasonMissing."""
    case = _to_change(actor, _task(task_id).case_id, P.WORK, now)
    task = _waiting(case, task_id)
    planned = planned_of(case, task.code)
    if planned is None or not planned.step.optional:
        raise NotOptional
    if len(" ".join(reason.split())) < 10:
        raise NotOptional
    task.state, task.note = TaskState.NOT_NEEDED, reason
    task.done_at, task.done_by, task.done_name = now, actor.id, actor.name
    task.save()
    let_out(task.pk, now=now)
    note(case, actor, "set_aside", now=now, text=reason, step=task.code)
    return kept(case, task, now)


@requires(P.WORK, about="case_id")
def set_rhythm(actor: Actor, *, case_id: UUID, step: str, count: int, now: datetime) -> Case:
    """How often a recurring task comes in this case: one of the choices of the template. Raises ValueError."""
    case = _to_change(actor, case_id, P.WORK, now)
    planned = planned_of(case, step)
    if planned is None or planned.step.repeat is None or count not in planned.step.repeat.choices:
        raise ValueError("not one of the choices")
    for task in CaseTask.objects.filter(case=case, code=step, state__in=WAITING):
        task.repeat = {"count": count, "unit": planned.step.repeat.unit}
        task.save()
    note(case, actor, "rhythm", now=now, step=step, count=count, unit=planned.step.repeat.unit)
    return keep(case, now=now)


@requires(P.WORK, about="case_id")
def open_need(actor: Actor, *, case_id: UUID, need: str, now: datetime) -> Case:
    """Something happened that the template has steps for: they open, once for each time. Raises NotYet, ValueError."""
    case = _to_change(actor, case_id, P.WORK, now)
    if Status(case.status) not in RUNNING:
        raise NotYet
    need_steps(case, Need(need), actor, now)
    return keep(case, now=now)


def need_steps(case: Case, need: Need, actor: Actor, now: datetime) -> int:
    public, opened = holidays_from(today(now)), 0
    for one in at_need(steps_of(case), need):
        known = CaseTask.objects.filter(case=case, code=one.step.code)
        if known.filter(state__in=WAITING).exists():
            continue
        dates = {**dates_of(case), "previous": today(now), "stage_entered": today(now)}
        due = due_on(one.step, dates, public=public)
        kind = TaskKind.CLOSING if need is Need.END_DECIDED else TaskKind.STEP
        step_row(case, one, due or today(now), now=now, series=known.count(), kind=kind).save()
        opened += 1
    if opened:
        note(case, actor, "need", now=now, need=need.value, steps=opened)
    return opened


@requires(P.WORK, about="task_id")
def take_task(actor: Actor, *, task_id: UUID, now: datetime) -> CaseTask:
    """The actor does this, and may open the card until it is done. For one who has the task's role there, or whom the
    case already lets in."""
    row = _task(task_id)
    case = get_object_or_404(Case.objects.select_for_update(of=("self",)), pk=row.case_id)
    task = _waiting(case, task_id)
    places = organisations.places_of(actor, now=now)
    in_unit = case.unit_id is None or case.unit_id in places.units or actor.may(P.VIEW_ALL, case.owner_id)
    if task.role not in actor.roles or not in_unit:
        raise PermissionDenied
    _give(case, task, actor.id, actor.name, now)
    note(case, actor, "task_taken", now=now, step=task.code)
    return task


@requires(P.LEAD, about="task_id")
def assign_task(actor: Actor, *, task_id: UUID, to: UUID, now: datetime) -> CaseTask:
    """A leader gives the task to somebody who works in the organisation. Raises Http404."""
    row = _task(task_id)
    case = get_object_or_404(Case.objects.select_for_update(of=("self",)), pk=row.case_id)
    task = _waiting(case, task_id)
    user = get_object_or_404(organisations.staff(actor, now=now), pk=to)
    _give(case, task, user.pk, user.name, now)
    note(case, actor, "task_assigned", now=now, step=task.code, to=str(user.pk))
    return task


def _give(case: Case, task: CaseTask, key: UUID, name: str, now: datetime) -> None:
    let_out(task.pk, now=now)
    task.assigned_to, task.assigned_name = key, name
    task.save()
    let_in(case, person(key, name), now=now, basis_id=task.pk)
