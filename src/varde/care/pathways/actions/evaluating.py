"""Evaluation: the same questions as at the assessment; one evaluates, the owner of the case decides."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404

from varde.care.pathways.actions.ending import wind
from varde.care.pathways.actions.running import plan_evaluation
from varde.care.pathways.actions.signing import sign_for
from varde.care.pathways.actions.steps import need_steps
from varde.care.pathways.actions.texts import record
from varde.care.pathways.actions.writing import close_tasks, end_of, go, keep, note, open_stage, open_task
from varde.care.pathways.models import Case, CaseTask, Evaluation
from varde.care.pathways.models.around import Outcome, TextKind
from varde.care.pathways.models.task import WAITING, TaskKind, TaskState
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.queries.near import _to_change
from varde.care.pathways.queries.plan import holidays_from, template_of, today
from varde.care.pathways.rules.lifecycle import BY_EVALUATION, EndReason, Move
from varde.care.pathways.rules.steps import after
from varde.care.pathways.rules.template import Need, Stage
from varde.foundation.authorisation import requires
from varde.kernel.actor import Actor

DECIDED = "decide"
DECIDE_WITHIN = timedelta(days=14)


class ReasonNeeded(ValueError):
    """An evaluation or decision that ends the service says why, by a code that an evaluation may find."""


class TooEarly(ValueError):
    """The next evaluation lies ahead."""


@requires(P.WORK, about="case_id")
def open_evaluation(actor: Actor, *, case_id: UUID, now: datetime) -> Evaluation:
    """Begins the evaluation, on its day or when it is agreed. Raises NotAllowed."""
    case = _to_change(actor, case_id, P.WORK, now)
    go(case, Move.EVALUATE, now=now)
    row = Evaluation.objects.create(
        owner_id=case.owner_id, case=case, opened_at=now, before_id=_assessment(case)
    )
    note(case, actor, "evaluation_opened", now=now)
    open_stage(case, now=now)
    keep(case, now=now)
    return row


def _assessment(case: Case) -> UUID | None:
    """The answers that this evaluation is compared with: of the same form, at the assessment."""
    form = template_of(case).evaluation.form
    rows = CaseTask.objects.filter(case=case, stage=Stage.ASSESSMENT.value, response_id__isnull=False)
    rows = rows.filter(form=form) if form else rows
    first = rows.order_by("done_at").first()
    return first.response_id if first else None


def _open_evaluation(case: Case) -> Evaluation:
    rows = Evaluation.objects.select_for_update(of=("self",)).filter(case=case, decided_at__isnull=True)
    row: Evaluation = get_object_or_404(rows)
    return row


@requires(P.WORK, about="case_id")
def evaluate(actor: Actor, *, case_id: UUID, values: dict[str, Any], now: datetime) -> Evaluation:
    """What the evaluation found. `values`: outcome, reason (a code of EndReason, for an end), is_suitable, text, finding
    (about the criteria, with nobody in it), response_id, survey_id. Raises NotAllowed, ReasonNeeded."""
    case = _to_change(actor, case_id, P.WORK, now)
    _refuse_unreasoned(values["outcome"], values.get("reason", ""))
    row = _open_evaluation(case) if case.stage == Stage.EVALUATION else None
    go(case, Move.DECIDE, now=now)
    assert row is not None
    for name, value in values.items():
        setattr(row, name, value)
    row.evaluated_at, row.evaluated_by = now, actor.name
    row.save()
    close_tasks(case, now=now, kind=TaskKind.EVALUATION)
    note(case, actor, "evaluated", now=now, outcome=row.outcome, reason=row.reason)
    record(case, TextKind.EVALUATION, now=now, evaluation=str(row.text))
    open_stage(case, now=now)
    _ask_owner(case, now)
    keep(case, now=now)
    return row


def _ask_owner(case: Case, now: datetime) -> None:
    """The decision is the home municipality's, or whoever allocated: a task that stands whatever the template says."""
    if CaseTask.objects.filter(case=case, code=DECIDED, state__in=WAITING).exists():
        return
    open_task(
        case,
        kind=TaskKind.EVALUATION,
        code=DECIDED,
        title="Avgjør om tjenesten skal fortsette",
        now=now,
        due_at=end_of(today(now) + DECIDE_WITHIN),
        role="case_officer",
    )


def _refuse_unreasoned(outcome: str, reason: str) -> None:
    if outcome == Outcome.END and reason not in {one.value for one in BY_EVALUATION}:
        raise ReasonNeeded
    if outcome != Outcome.END and reason:
        raise ReasonNeeded


@requires(P.ALLOCATE, about="case_id")
def decide(
    actor: Actor, *, case_id: UUID, decision: str, reason: str, next_on: date | None, now: datetime
) -> Evaluation:
    """Whoever allocates decides: continue, change, or end. `next_on`: an agreed day for the next evaluation, else the
    interval of the template. Raises NotAllowed, ReasonNeeded, TooEarly."""
    case = _to_change(actor, case_id, P.ALLOCATE, now)
    _refuse_unreasoned(decision, reason)
    if next_on is not None and next_on <= today(now):
        raise TooEarly
    went = go(case, Move.EXTEND, now=now)
    row = _open_evaluation(case)
    row.decided_at, row.decided_by, row.decision = now, actor.name, decision
    if decision == Outcome.END:
        row.reason = reason
    sign_for(case, actor, DECIDED, now=now)
    CaseTask.objects.filter(case=case, code=DECIDED, state=TaskState.OPEN).update(
        state=TaskState.DONE, done_at=now, done_by=actor.id, done_name=actor.name
    )
    note(case, actor, "decided", now=now, decision=decision, reason=reason, after=went.stage.value)
    _go_on(case, row, next_on, now)
    if decision == Outcome.END:
        wind(case, actor, EndReason(reason), today(now), now)
        return row
    if decision == Outcome.CHANGE:
        need_steps(case, Need.CHANGE, actor, now)
    keep(case, now=now)
    return row


def _go_on(case: Case, row: Evaluation, next_on: date | None, now: datetime) -> None:
    rule = template_of(case).evaluation
    case.evaluate_on = next_on or after(today(now), rule.every, public=holidays_from(today(now)))
    row.next_on = case.evaluate_on
    row.save()
    plan_evaluation(case, now=now)
