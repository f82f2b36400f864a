"""What signing a step brings: the drafts it releases, the next step's day, the next in a series."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from varde.care.pathways.actions.letters import draft_for
from varde.care.pathways.actions.writing import dates_of, end_of, keep, let_out, note, step_row
from varde.care.pathways.models import Case, CaseTask
from varde.care.pathways.models.task import WAITING, TaskKind, TaskState
from varde.care.pathways.queries.plan import holidays_from, steps_of, today
from varde.care.pathways.rules.due import next_in_series
from varde.care.pathways.rules.lifecycle import RUNNING, Status
from varde.care.pathways.rules.steps import Planned, due_on
from varde.kernel.actor import Actor
from varde.kernel.clock import local


def planned_of(case: Case, code: str) -> Planned | None:
    return next((one for one in steps_of(case) if one.step.code == code), None)


def sign_for(case: Case, actor: Actor, code: str, *, now: datetime) -> None:
    """The step that an action itself is: answering the referral, choosing the ground, allocating, deciding."""
    for task in CaseTask.objects.filter(case=case, code=code, state=TaskState.OPEN):
        task.done_at, task.done_by, task.done_name = now, actor.id, actor.name
        done(case, task, actor, now)


def done(case: Case, task: CaseTask, actor: Actor, now: datetime) -> CaseTask:
    task.state = TaskState.DONE
    task.save()
    let_out(task.pk, now=now)
    note(
        case,
        actor,
        "signed",
        now=now,
        text=str(task.note),
        step=task.code,
        title=task.title,
        series=task.series,
    )
    planned = planned_of(case, task.code)
    if planned is not None:
        _next_in_line(case, planned, now)
        if planned.step.tells:
            draft_for(case, planned, now=now)
    if task.kind == TaskKind.RECURRING and planned is not None:
        _again(case, task, planned, now)
    return kept(case, task, now)


def kept(case: Case, task: CaseTask, now: datetime) -> CaseTask:
    keep(case, now=now)
    return task


def _next_in_line(case: Case, done: Planned, now: datetime) -> None:
    """A step that is due so long after the one before it gets its day when that one is signed."""
    following = next((one for one in steps_of(case) if one.place > done.place), None)
    if following is None or following.step.due is None or following.step.due.after.value != "previous":
        return
    dates = {**dates_of(case), "previous": today(now)}
    due = due_on(following.step, dates, public=holidays_from(today(now)))
    waits = CaseTask.objects.filter(
        case=case, code=following.step.code, state__in=WAITING, due_at__isnull=True
    )
    if due is not None:
        waits.update(due_at=end_of(due))


def _again(case: Case, task: CaseTask, planned: Planned, now: datetime) -> None:
    if Status(case.status) not in RUNNING | {Status.PREPARING}:
        return
    day = today(now)
    due_day = _day_of(task.due_at) if task.due_at else day
    count, unit = task.repeat["count"], task.repeat["unit"]
    due = next_in_series(due_day, day, count, unit, public=holidays_from(day))
    row = step_row(case, planned, due, now=now, series=task.series + 1, repeat=task.repeat)
    row.is_held = case.status == Status.PAUSED
    row.save()


def _day_of(due_at: datetime) -> date:
    """The Norwegian day that a deadline closes: deadlines stand at the midnight after it."""
    return local(due_at - timedelta(seconds=1)).date()
