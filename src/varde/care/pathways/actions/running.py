"""Installed, started, paused, resumed."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from varde.care.pathways.actions.texts import record
from varde.care.pathways.actions.writing import (
    end_of,
    go,
    keep,
    note,
    open_stage,
    open_steps,
    open_task,
    start_of,
)
from varde.care.pathways.events import CasePaused, CaseResumed, CaseStarted
from varde.care.pathways.models import Case, CaseTask, Pause, Responsibility
from varde.care.pathways.models.around import TextKind
from varde.care.pathways.models.task import WAITING, TaskKind, TaskState
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.queries.catalogue import effects_of
from varde.care.pathways.queries.gates import START, _judged
from varde.care.pathways.queries.near import _to_change
from varde.care.pathways.queries.plan import holidays_from, steps_of, template_of, today
from varde.care.pathways.rules import pause as pause_rules
from varde.care.pathways.rules.lifecycle import Move
from varde.care.pathways.rules.steps import after, at_start
from varde.foundation.authorisation import requires
from varde.foundation.outbox import post
from varde.kernel.actor import Actor
from varde.kernel.clock import local


@requires(P.WORK, about="case_id")
def complete_installation(actor: Actor, *, case_id: UUID, now: datetime) -> Case:
    """Set and installed: on to training. Raises NotAllowed."""
    case = _to_change(actor, case_id, P.WORK, now)
    go(case, Move.ADAPT, now=now)
    note(case, actor, "installed", now=now)
    record(case, TextKind.ADAPTATIONS, now=now)
    open_stage(case, now=now)
    return keep(case, now=now)


@requires(P.WORK, about="case_id")
def start_case(actor: Actor, *, case_id: UUID, now: datetime) -> Case:
    """The service runs from now. Raises NotAllowed; GateClosed with what is missing and who owns it."""
    case = _to_change(actor, case_id, P.WORK, now)
    begin(case, actor, Move.START, now)
    return keep(case, now=now)


def begin(case: Case, actor: Actor, move: Move, now: datetime, *, medical: str = "") -> None:
    """What every start does, the first and the one at the receiver of a hand-over."""
    go(case, move, now=now, judged=_judged(case, START, now))
    case.started_at = now
    rule = template_of(case).evaluation
    case.evaluate_on = after(today(now), rule.first, public=holidays_from(today(now)))
    case.save()
    Responsibility.objects.create(
        owner_id=case.owner_id, case=case, chain=case.chain, medical=medical, starts_at=now
    )
    note(case, actor, "started", now=now)
    record(case, TextKind.ACTION_PLAN, now=now)
    open_steps(case, at_start(steps_of(case)), now=now)
    plan_evaluation(case, now=now)
    post.publish(CaseStarted(case.pk, case.owner_id, case.recipient_id, case.service_type), now=now)


def plan_evaluation(case: Case, *, now: datetime) -> None:
    """The evaluation stands as a task from now, due on its day."""
    assert case.evaluate_on is not None
    open_task(
        case,
        kind=TaskKind.EVALUATION,
        code="evaluate",
        title="Evaluer tjenesten",
        now=now,
        stage="evaluation",
        due_at=end_of(case.evaluate_on),
        role=_evaluator(case),
        form=template_of(case).evaluation.form or "",
    )


def _evaluator(case: Case) -> str:
    """Whoever does the evaluation's own step in this arrangement."""
    steps = [one for one in steps_of(case) if one.stage.value == "evaluation"]
    return steps[0].role if steps else "case_officer"


@requires(P.WORK, about="case_id")
def pause_case(
    actor: Actor, *, case_id: UUID, reason: str, ends_on: date, place: str, now: datetime
) -> Pause:
    """The recipient is elsewhere from now until `ends_on`, when they are back. What stops follows from the rule in force now; no
    alarm about the person does. Raises NotAllowed, PauseRefused."""
    case = _to_change(actor, case_id, P.WORK, now)
    rule = effects_of(owner_id=case.owner_id, service_type=case.service_type, reason=reason, now=now)
    pause_rules.check(today(now), ends_on)
    go(case, Move.PAUSE, now=now)
    row = Pause.objects.create(
        owner_id=case.owner_id,
        case=case,
        recipient_id=case.recipient_id,
        reason=reason,
        place=place,
        stops=sorted(rule.stops),
        follows=sorted(rule.follows),
        suspends=sorted(rule.suspends),
        starts_at=now,
        ends_at=start_of(ends_on),
        made_by=actor.name,
    )
    _rest(case, row, now)
    note(case, actor, "paused", now=now, reason=reason, ends_on=ends_on.isoformat(), stops=row.stops)
    post.publish(
        CasePaused(
            case.pk,
            case.owner_id,
            case.recipient_id,
            case.service_type,
            reason,
            tuple(row.stops),
            tuple(row.follows),
            tuple(row.suspends),
            row.ends_at,
        ),
        now=now,
    )
    keep(case, now=now)
    return row


def _rest(case: Case, row: Pause, now: datetime) -> None:
    """Visits and reminders rest; the resume task stands one day before the recipient is back."""
    if {pause_rules.Stops.VISITS, pause_rules.Stops.REMINDERS} & set(row.stops):
        rows = CaseTask.objects.filter(case=case, kind=TaskKind.RECURRING, state__in=WAITING)
        rows.update(is_held=True)
    back = local(row.ends_at).date()
    open_task(
        case,
        kind=TaskKind.RESUME,
        code="resume",
        title="Gjenoppta tjenesten etter pause",
        now=now,
        due_at=start_of(pause_rules.resume_task_on(back)),
        about_id=row.pk,
        assigned_to=case.responsible,
        assigned_name=case.responsible_name,
    )


@requires(P.WORK, about="case_id")
def resume_case(actor: Actor, *, case_id: UUID, now: datetime) -> Case:
    """The recipient is back, and what must be in place still is. Raises NotAllowed, GateClosed."""
    case = _to_change(actor, case_id, P.WORK, now)
    go(case, Move.RESUME, now=now, judged=_judged(case, START, now))
    close_pause(case, actor.name, now)
    note(case, actor, "resumed", now=now)
    post.publish(CaseResumed(case.pk, case.owner_id, case.recipient_id, case.service_type), now=now)
    return keep(case, now=now)


def close_pause(case: Case, by: str, now: datetime) -> None:
    Pause.objects.filter(case=case, resumed_at__isnull=True).update(resumed_at=now, resumed_by=by)
    CaseTask.objects.filter(case=case, is_held=True).update(is_held=False)
    rows = CaseTask.objects.filter(case=case, code="resume", state__in=WAITING)
    rows.update(state=TaskState.DONE, done_at=now, done_name=by)
    _catch_up(case, now)


def _catch_up(case: Case, now: datetime) -> None:
    """What recurs and fell due while the recipient was away is due today, once."""
    rows = CaseTask.objects.filter(case=case, kind=TaskKind.RECURRING, state__in=WAITING)
    rows.filter(due_at__lt=now).update(due_at=end_of(today(now)))


@requires(P.WORK, about="case_id")
def prolong_pause(actor: Actor, *, case_id: UUID, ends_on: date, now: datetime) -> Pause:
    """The recipient comes back later. Raises PauseRefused, Http404 where there is no pause."""
    case = _to_change(actor, case_id, P.WORK, now)
    row = Pause.objects.select_for_update(of=("self",)).filter(case=case, resumed_at__isnull=True).first()
    if row is None:
        raise pause_rules.PauseRefused(pause_rules.Problem.ENDS_BEFORE)
    pause_rules.check(max(local(row.starts_at).date(), today(now)), ends_on)
    row.ends_at, row.raised_at = start_of(ends_on), None
    row.save()
    _rest(case, row, now)
    note(case, actor, "pause_prolonged", now=now, ends_on=ends_on.isoformat())
    keep(case, now=now)
    return row
