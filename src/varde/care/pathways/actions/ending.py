"""Winding down, taking that back, and ending."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from varde.care.pathways.actions.offers import OfferIsOpen, settle_offer
from varde.care.pathways.actions.running import close_pause
from varde.care.pathways.actions.steps import need_steps
from varde.care.pathways.actions.texts import record
from varde.care.pathways.actions.writing import (
    WORKER,
    close_tasks,
    end_of,
    go,
    keep,
    let_out,
    note,
    open_task,
)
from varde.care.pathways.events import CaseEnded, CaseWindingDown, WindingDownUndone
from varde.care.pathways.models import (
    Case,
    CaseTask,
    GateLeave,
    HandOver,
    Letter,
    Responsibility,
    WindingDown,
)
from varde.care.pathways.models.around import LetterState, TextKind
from varde.care.pathways.models.task import WAITING, TaskKind, TaskState
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.queries.gates import END, _judged
from varde.care.pathways.queries.near import _may_open, _to_change
from varde.care.pathways.queries.plan import today
from varde.care.pathways.rules.lifecycle import OPEN, EndReason, Move, Position, Status
from varde.care.pathways.rules.responsibility import OfferState
from varde.care.pathways.rules.template import Audience, Need, Stage
from varde.foundation.authorisation import machine, requires
from varde.foundation.outbox import post
from varde.ground.people.actions import end_recipient
from varde.kernel.actor import Actor

CLOSE_WITHIN = timedelta(days=14)
MOVE_WITHIN = timedelta(days=3)
MOVED = "recipient_moved"


class InTheFuture(ValueError):
    """A death, a move or an end is registered when it has happened."""


@requires(P.WIND_DOWN, about="case_id")
def wind_down(actor: Actor, *, case_id: UUID, reason: str, true_date: date, now: datetime) -> Case:
    """From now the service is only closed: equipment is still watched, an alarm still rings, nothing else is sent.

    Raises NotAllowed, InTheFuture, OfferIsOpen."""
    case = _to_change(actor, case_id, P.WIND_DOWN, now)
    return wind(case, actor, EndReason(reason), true_date, now)


def wind(case: Case, actor: Actor, reason: EndReason, true_date: date, now: datetime) -> Case:
    if true_date > today(now):
        raise InTheFuture
    if HandOver.objects.filter(case=case, state=OfferState.OPEN.value).exists():
        raise OfferIsOpen
    before = _snapshot(case)
    go(case, Move.WIND_DOWN, now=now)
    case.end_reason, case.ended_on = reason.value, true_date
    CaseTask.objects.filter(pk__in=[one["id"] for one in before["tasks"]]).update(
        state=TaskState.CANCELLED, done_at=now
    )
    if reason is EndReason.DEAD:
        letters = Letter.objects.filter(pk__in=[one["id"] for one in before["letters"]])
        letters.update(state=LetterState.DROPPED)
    _closing(case, actor, now)
    WindingDown.objects.create(
        owner_id=case.owner_id,
        case=case,
        reason=reason.value,
        true_date=true_date,
        before=before,
        opened_at=now,
        opened_by=actor.name,
    )
    note(case, actor, "winding_down", now=now, reason=reason.value, true_date=true_date.isoformat())
    news = CaseWindingDown(
        case.pk, case.owner_id, case.recipient_id, case.service_type, reason.value, true_date
    )
    post.publish(news, now=now)
    return keep(case, now=now)


def _closing(case: Case, actor: Actor, now: datetime) -> None:
    """The steps that the template has for the end, and one task that stands until the case is closed."""
    need_steps(case, Need.END_DECIDED, actor, now)
    open_task(
        case,
        kind=TaskKind.CLOSING,
        code="close_case",
        title="Avslutt tjenesten",
        now=now,
        due_at=end_of(today(now) + CLOSE_WITHIN),
        assigned_to=case.responsible,
        assigned_name=case.responsible_name,
        role="" if case.responsible else "case_officer",
    )


def _snapshot(case: Case) -> dict[str, Any]:
    """What undoing restores: the position, every waiting task with its state, letters not yet sent to the recipient."""
    tasks = CaseTask.objects.filter(case=case, state__in=WAITING).order_by("pk")
    letters = Letter.objects.filter(
        case=case, to=Audience.RECIPIENT.value, state__in=[LetterState.DRAFT, LetterState.RELEASED]
    )
    return {
        "status": case.status,
        "stage": case.stage,
        "tasks": [
            {
                "id": str(one.pk),
                "state": one.state,
                "done_at": one.done_at.isoformat() if one.done_at else None,
            }
            for one in tasks
        ],
        "letters": [{"id": str(one.pk), "state": one.state} for one in letters.order_by("pk")],
    }


@requires(P.WIND_DOWN, about="case_id")
def undo_winding_down(actor: Actor, *, case_id: UUID, now: datetime) -> Case:
    """All as it was. Raises NotAllowed where the case is not winding down."""
    case = _to_change(actor, case_id, P.WIND_DOWN, now)
    return unwind(case, actor, now)


def unwind(case: Case, actor: Actor, now: datetime) -> Case:
    rows = WindingDown.objects.select_for_update(of=("self",))
    row = rows.filter(case=case, undone_at__isnull=True, ended_at__isnull=True).first()
    before: dict[str, Any] = row.before if row else {"status": case.status, "stage": case.stage}
    go(case, Move.UNDO, now=now, before=Position(Status(before["status"]), Stage(before["stage"])))
    assert row is not None
    since = CaseTask.objects.filter(case=case, state__in=WAITING, made_at__gte=row.opened_at)
    since.update(state=TaskState.CANCELLED, done_at=now)
    for one in before["tasks"]:
        done_at = datetime.fromisoformat(one["done_at"]) if one["done_at"] else None
        CaseTask.objects.filter(pk=one["id"]).update(state=one["state"], done_at=done_at)
    for one in before["letters"]:
        Letter.objects.filter(pk=one["id"], state=LetterState.DROPPED).update(state=one["state"])
    case.end_reason, case.ended_on = "", None
    row.undone_at, row.undone_by = now, actor.name
    row.save()
    note(case, actor, "winding_down_undone", now=now)
    post.publish(WindingDownUndone(case.pk, case.owner_id, case.recipient_id, case.service_type), now=now)
    return keep(case, now=now)


def _open_cases(recipient_id: UUID, statuses: frozenset[Status]) -> list[Case]:
    rows = Case.objects.select_for_update(of=("self",)).select_related("template")
    return list(rows.filter(recipient=recipient_id, status__in=sorted(statuses)).order_by("pk"))


@requires(P.WIND_DOWN, about="recipient_id")
def register_death(actor: Actor, *, recipient_id: UUID, died_on: date, now: datetime) -> int:
    """The recipient is dead since that day: every open case winds down. Returns how many. Raises InTheFuture, NoRelation."""
    _may_open(actor, recipient_id, P.WIND_DOWN, now)
    if died_on > today(now):
        raise InTheFuture
    end_recipient(machine(WORKER), recipient_id=recipient_id, died_on=died_on, moved_on=None, now=now)
    return wind_down_all(actor, recipient_id=recipient_id, reason="dead", true_date=died_on, now=now)


def withdraw_offers(case: Case, actor: Actor, now: datetime) -> None:
    for row in HandOver.objects.filter(case=case, state=OfferState.OPEN.value):
        settle_offer(
            machine(WORKER),
            hand_over_id=row.pk,
            state=OfferState.WITHDRAWN,
            by=actor.name,
            reason="",
            now=now,
        )


@requires(P.WIND_DOWN, about="recipient_id")
def wind_down_all(actor: Actor, *, recipient_id: UUID, reason: str, true_date: date, now: datetime) -> int:
    """Every open case that is not winding down already. Offers that are open are withdrawn first. Returns how many."""
    _may_open(actor, recipient_id, P.WIND_DOWN, now)
    cases = _open_cases(recipient_id, OPEN - {Status.WINDING_DOWN})
    for case in cases:
        withdraw_offers(case, actor, now)
        wind(case, actor, EndReason(reason), true_date, now)
    return len(cases)


@requires(P.WIND_DOWN, about="recipient_id")
def undo_death(actor: Actor, *, recipient_id: UUID, now: datetime) -> int:
    """The person is alive: the registration, and every winding down that it led to, is taken back in one. Returns how many."""
    _may_open(actor, recipient_id, P.WIND_DOWN, now)
    end_recipient(machine(WORKER), recipient_id=recipient_id, died_on=None, moved_on=None, now=now)
    return undo_all(actor, recipient_id=recipient_id, now=now)


@requires(P.WIND_DOWN, about="recipient_id")
def undo_all(actor: Actor, *, recipient_id: UUID, now: datetime) -> int:
    """Every winding down that a death led to is taken back, and the tasks of a move fall away. Returns how many cases."""
    _may_open(actor, recipient_id, P.WIND_DOWN, now)
    for case in _open_cases(recipient_id, OPEN):
        if close_tasks(case, now=now, code=MOVED):
            keep(case, now=now)
    cases = [
        one for one in _open_cases(recipient_id, frozenset({Status.WINDING_DOWN})) if one.end_reason == "dead"
    ]
    for case in cases:
        unwind(case, actor, now)
    return len(cases)


@requires(P.WIND_DOWN, about="recipient_id")
def note_move(actor: Actor, *, recipient_id: UUID, moved_on: date, now: datetime) -> int:
    """A move is a hand-over: nothing stops by itself. Each open case gets a task to offer it to the new municipality, or to
    wind it down. Returns how many."""
    _may_open(actor, recipient_id, P.WIND_DOWN, now)
    cases = _open_cases(recipient_id, OPEN - {Status.WINDING_DOWN})
    for case in cases:
        open_task(
            case,
            kind=TaskKind.HAND_OVER,
            code=MOVED,
            title="Tjenestemottakeren har flyttet: overfør eller avvikle tjenesten",
            now=now,
            due_at=end_of(today(now) + MOVE_WITHIN),
            assigned_to=case.responsible,
            assigned_name=case.responsible_name,
            role="" if case.responsible else "case_officer",
        )
        note(case, actor, "moved", now=now, moved_on=moved_on.isoformat())
        keep(case, now=now)
    return len(cases)


@requires(P.END, about="case_id")
def end_case(actor: Actor, *, case_id: UUID, now: datetime) -> Case:
    """Closed: everything is back and everybody is told. The end date is the true one, whenever this is done.

    Raises NotAllowed; GateClosed with what is missing and who owns it."""
    case = _to_change(actor, case_id, P.END, now)
    go(case, Move.END, now=now, judged=_judged(case, END, now))
    WindingDown.objects.filter(case=case, undone_at__isnull=True, ended_at__isnull=True).update(ended_at=now)
    finish(case, actor, now)
    record(case, TextKind.END, now=now)
    return keep(case, now=now)


def finish(case: Case, actor: Actor, now: datetime) -> None:
    """What every end does, also that of a sender whose case another organisation has taken over."""
    case.ended_at = now
    close_pause(case, actor.name, now)
    tasks = list(CaseTask.objects.filter(case=case, state__in=WAITING).values_list("pk", flat=True))
    CaseTask.objects.filter(pk__in=tasks).update(state=TaskState.CANCELLED, done_at=now)
    GateLeave.objects.filter(case=case, closed_at__isnull=True).update(closed_at=now)
    Responsibility.objects.filter(case=case, ends_at__isnull=True).update(ends_at=now)
    for key in (case.pk, *tasks):
        let_out(key, now=now)
    assert case.ended_on is not None
    note(case, actor, "ended", now=now, reason=case.end_reason, ended_on=case.ended_on.isoformat())
    post.publish(
        CaseEnded(
            case.pk, case.owner_id, case.recipient_id, case.service_type, case.end_reason, case.ended_on
        ),
        now=now,
    )
