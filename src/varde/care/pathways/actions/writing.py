"""What every action on a case does: write to the timeline, open and close tasks, keep the columns that lists read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from varde.care.pathways.models import Case, CaseEvent, CaseTask
from varde.care.pathways.models.task import WAITING, TaskKind, TaskState
from varde.care.pathways.queries.plan import holidays_from, steps_of, today
from varde.care.pathways.rules.gates import Judged
from varde.care.pathways.rules.lifecycle import Move, Position, after
from varde.care.pathways.rules.steps import STARTED, Planned, due_on, opening
from varde.care.pathways.rules.template import Stage
from varde.foundation.authorisation import machine
from varde.ground.people.actions import close_relation, open_relation
from varde.ground.people.rules.holder import Holder, HolderKind
from varde.ground.people.rules.relation import Basis
from varde.kernel.actor import Actor, ActorKind
from varde.kernel.band import instant_at
from varde.kernel.clock import local

WORKER = "pathway_worker"


def note(case: Case, actor: Actor, code: str, *, now: datetime, text: str = "", **data: Any) -> CaseEvent:
    """One line of the timeline. `data` holds codes, days and keys, never what a person wrote."""
    by = actor.id if actor.kind is ActorKind.STAFF else None
    return CaseEvent.objects.create(
        owner_id=case.owner_id,
        case=case,
        recipient_id=case.recipient_id,
        at=now,
        code=code,
        by=by,
        by_name=actor.name,
        text=text,
        data=data,
    )


def end_of(day: date) -> datetime:
    """The instant at which a Norwegian day is over: what is due on it is late from then."""
    return instant_at(day + timedelta(days=1), time())


def start_of(day: date) -> datetime:
    return instant_at(day, time())


def go(
    case: Case,
    move: Move,
    *,
    now: datetime,
    judged: Iterable[Judged] = (),
    before: Position | None = None,
) -> Position:
    """Make the move on the row, unsaved. Raises NotAllowed, GateClosed."""
    was = case.position
    to = after(was, move, tuple(judged), before=before)
    case.status, case.stage = to.status.value, to.stage.value
    if to.stage is not was.stage:
        case.stage_at = now
    return was


def open_task(case: Case, *, kind: TaskKind, code: str, title: str, now: datetime, **more: Any) -> CaseTask:
    """A task of the case; the same code and series that waits already is left as it is, with the new due time."""
    known = CaseTask.objects.filter(
        case=case, code=code, series=more.get("series", 0), state__in=WAITING
    ).first()
    if known is not None:
        for name, value in more.items():
            setattr(known, name, value)
        known.save()
        return known
    stage = more.pop("stage", case.stage)
    return CaseTask.objects.create(
        owner_id=case.owner_id,
        case=case,
        kind=kind,
        code=code,
        title=title[:200],
        stage=stage,
        made_at=now,
        **more,
    )


def open_stage(case: Case, *, now: datetime) -> None:
    """The steps that open when the case enters the stage it is in."""
    open_steps(case, opening(steps_of(case), Stage(case.stage)), now=now)


def open_steps(case: Case, steps: Iterable[Planned], *, now: datetime) -> None:
    fresh, public = list(steps), holidays_from(today(now))
    rows = CaseTask.objects.filter(case=case).order_by("done_at").values_list("code", "state", "done_at")
    known = {code: (state, done_at) for code, state, done_at in rows}
    waiting = {code for code, (state, _at) in known.items() if state in WAITING}
    signed = {code: local(at).date() for code, (state, at) in known.items() if state == TaskState.DONE and at}
    ahead = waiting | {one.step.code for one in fresh}
    dates, line = dates_of(case), steps_of(case)
    CaseTask.objects.bulk_create(
        step_row(
            case,
            one,
            due_on(one.step, dates | _previous(one, line, signed, ahead, now), public=public),
            now=now,
        )
        for one in fresh
        if one.step.code not in waiting
    )


def _previous(
    one: Planned, line: Sequence[Planned], signed: Mapping[str, date], ahead: Set[str], now: datetime
) -> dict[str, date]:
    """When the step before was signed. Nothing while that one waits: the day is set when it is signed; today where it was
    set aside or never stood in this case."""
    if one.place == 0:
        return {}
    code = line[one.place - 1].step.code
    if code in signed:
        return {"previous": signed[code]}
    return {} if code in ahead else {"previous": today(now)}


def step_row(
    case: Case, one: Planned, due: date | None, *, now: datetime, series: int = 0, **more: Any
) -> CaseTask:
    step = one.step
    if step.repeat is not None:
        more.setdefault("repeat", {"count": step.repeat.count, "unit": step.repeat.unit})
        more.setdefault("kind", TaskKind.RECURRING)
        due = due or (today(now) if one.stage is Stage.OPERATION else None)
    return CaseTask(
        owner_id=case.owner_id,
        case=case,
        kind=more.pop("kind", TaskKind.STEP),
        code=step.code,
        title=step.title.nb[:200],
        stage=one.stage.value,
        place=one.place,
        series=series,
        role=one.role,
        meets=list(step.meets),
        form=step.form or "",
        second_check=step.second_check,
        made_at=now,
        due_at=end_of(due) if due else None,
        **more,
    )


def dates_of(case: Case) -> dict[str, date]:
    """The days that due dates count from, as far as they have come."""
    found = {
        "referred": local(case.referred_at).date(),
        "stage_entered": local(case.stage_at).date(),
        "allocated": case.allocated_on,
        STARTED: local(case.started_at).date() if case.started_at else None,
    }
    return {name: day for name, day in found.items() if day is not None}


def close_tasks(case: Case, *, now: datetime, **which: Any) -> int:
    """What waits and fell away: nobody need do it. `which` are columns of the task; none of them: all that waits."""
    rows = CaseTask.objects.filter(case=case, state__in=WAITING, **which)
    return rows.update(state=TaskState.CANCELLED, done_at=now)


def keep(case: Case, *, now: datetime) -> Case:
    """Save the case with the columns that lists read. The last line of every action on a case."""
    rows = CaseTask.objects.filter(case=case, state__in=WAITING, is_held=False, due_at__isnull=False)
    first = rows.order_by("due_at", "place", "pk").first()
    case.next_due_at = first.due_at if first else None
    case.next_task = first.title if first else ""
    case.save()
    return case


def let_in(case: Case, holder: Holder, *, now: datetime, basis_id: UUID | None = None) -> None:
    """The holder may open the recipient's card, because of this case (or of the task `basis_id`)."""
    open_relation(
        machine(WORKER),
        recipient_id=case.recipient_id,
        holder=holder,
        basis=Basis.CASE,
        basis_id=basis_id or case.pk,
        now=now,
    )


def let_out(basis_id: UUID, *, now: datetime, holder: Holder | None = None) -> None:
    close_relation(machine(WORKER), basis=Basis.CASE, basis_id=basis_id, now=now, holder=holder)


def person(key: UUID, name: str) -> Holder:
    return Holder(HolderKind.STAFF, key, name)
