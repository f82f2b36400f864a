"""Answers, statuses, responsible people, clarifications and notes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404

from varde.foundation.authorisation import requires
from varde.foundation.outbox.post import publish
from varde.governance.servicemodel.actions.local import standing
from varde.governance.servicemodel.events import ContactChanged
from varde.governance.servicemodel.models import (
    Answer,
    Charge,
    Clarification,
    ClarificationEntry,
    Note,
    TaskStatus,
)
from varde.governance.servicemodel.permissions import ServiceModelPermission as P
from varde.governance.servicemodel.queries.editions import model_of, points_of_model
from varde.governance.servicemodel.queries.local import layer_of
from varde.governance.servicemodel.rules.codes import REVIEW_DAYS, State, Status, Technology
from varde.governance.servicemodel.rules.layers import shown
from varde.governance.servicemodel.rules.shape import Address
from varde.kernel.actor import Actor
from varde.kernel.clock import local


class Empty(ValueError):
    """Nothing was written."""


def _task(owner: UUID, task: str) -> str:
    """The task, when the organisation's edition has it. KeyError otherwise."""
    one = standing(owner)
    if task not in {key for key, _, _ in model_of(one.edition, one.version).tasks()}:
        raise KeyError(task)
    return task


def _text(text: str) -> str:
    if not (clean := text.strip()):
        raise Empty
    return clean


@requires(P.ANSWER)
def answer_line(
    actor: Actor, *, owner_id: UUID, address: Address, state: State, values: dict[str, Any], now: datetime
) -> Answer:
    """A person's word for one line. `values`: evidence, link, review_on; without a day it is looked at again in a year.
    KeyError: no such line."""
    one = standing(owner_id)
    lines = shown(points_of_model(one.edition, one.version), layer_of(owner_id))
    if "/checklist/" not in address or address not in lines:
        raise KeyError(address)
    return Answer.objects.create(
        owner_id=owner_id,
        address=address,
        state=state,
        evidence=str(values.get("evidence") or "").strip(),
        link=str(values.get("link") or "").strip(),
        review_on=values.get("review_on") or local(now).date() + timedelta(days=REVIEW_DAYS),
        at=now,
        by=actor.id,
        by_name=actor.name,
    )


@requires(P.ANSWER)
def set_status(
    actor: Actor, *, owner_id: UUID, task: str, technology: Technology, status: Status, now: datetime
) -> TaskStatus:
    return TaskStatus.objects.create(
        owner_id=owner_id,
        task=_task(owner_id, task),
        technology=technology,
        status=status,
        at=now,
        by=actor.id,
        by_name=actor.name,
    )


@requires(P.OWN)
def name_responsible(
    actor: Actor,
    *,
    owner_id: UUID,
    task: str,
    arrangement: str,
    by: str,
    values: dict[str, Any],
    now: datetime,
) -> Charge:
    """Who is responsible for a task as actor `by` in an arrangement. An empty task is the whole model: those who depend on
    that person are told of a change. `values`: name, unit, user_id, deputy_id, deputy_name. Raises Empty without a name."""
    where = {"task": _task(owner_id, task) if task else "", "arrangement": arrangement, "actor": by}
    row = Charge.objects.filter(owner=owner_id, **where).first() or Charge(owner_id=owner_id, **where)
    before = (row.user_id, row.name)
    row.name = _text(str(values.get("name") or ""))
    row.unit = str(values.get("unit") or "").strip()
    row.user_id, row.deputy_id = values.get("user_id"), values.get("deputy_id")
    row.deputy_name = str(values.get("deputy_name") or "").strip()
    row.save()
    if not task and before != (row.user_id, row.name):
        publish(ContactChanged(owner_id, row.pk, now), now=now)
    return row


@requires(P.ANSWER)
def raise_clarification(
    actor: Actor, *, owner_id: UUID, task: str, values: dict[str, Any], now: datetime
) -> Clarification:
    """`values`: question, name of who owns it, due_on; user_id and address (of the edition's question) where there is one."""
    row = Clarification.objects.create(
        owner_id=owner_id,
        task=_task(owner_id, task),
        address=str(values.get("address") or ""),
        question=_text(str(values.get("question") or "")),
        user_id=values.get("user_id"),
        name=_text(str(values.get("name") or "")),
        due_on=values["due_on"],
        raised_at=now,
    )
    _enter(actor, row, "raised", row.question, now)
    return row


def _enter(actor: Actor, row: Clarification, verb: str, text: str, now: datetime) -> None:
    ClarificationEntry.objects.create(
        owner_id=row.owner_id,
        clarification=row,
        verb=verb,
        text=text,
        name=row.name,
        due_on=row.due_on,
        at=now,
        by=actor.id,
        by_name=actor.name,
    )


def _clarification(key: UUID) -> Clarification:
    return get_object_or_404(Clarification.objects.select_for_update(), pk=key)


@requires(P.ANSWER)
def answer_clarification(
    actor: Actor, *, clarification_id: UUID, answer: str, now: datetime
) -> Clarification:
    """Raises Empty."""
    row = _clarification(clarification_id)
    row.answer, row.answered_at = _text(answer), now
    row.save(update_fields=["answer", "answered_at"])
    _enter(actor, row, "answered", row.answer, now)
    return row


@requires(P.ANSWER)
def reopen_clarification(actor: Actor, *, clarification_id: UUID, why: str, now: datetime) -> Clarification:
    """The answer no longer holds. It stays in the history. Raises Empty without a reason."""
    row = _clarification(clarification_id)
    row.answer, row.answered_at = "", None
    row.save(update_fields=["answer", "answered_at"])
    _enter(actor, row, "reopened", _text(why), now)
    return row


@requires(P.ANSWER)
def move_clarification(
    actor: Actor, *, clarification_id: UUID, due_on: date, name: str, user_id: UUID | None, now: datetime
) -> Clarification:
    """Another day, or another owner."""
    row = _clarification(clarification_id)
    row.due_on, row.name, row.user_id = due_on, _text(name), user_id
    row.save(update_fields=["due_on", "name", "user_id"])
    _enter(actor, row, "moved", row.name, now)
    return row


@requires(P.ANSWER)
def write_note(actor: Actor, *, owner_id: UUID, task: str, text: str, now: datetime) -> Note:
    """Raises Empty."""
    return Note.objects.create(
        owner_id=owner_id,
        task=_task(owner_id, task),
        text=_text(text),
        at=now,
        by=actor.id,
        by_name=actor.name,
    )
