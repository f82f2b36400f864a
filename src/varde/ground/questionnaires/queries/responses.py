"""Responses about a recipient, for those who may open the recipient's card, and for nobody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from varde.foundation.authorisation import requires
from varde.ground.people.queries import NoRelation, standing_of
from varde.ground.questionnaires.models import AnswerChange, Response
from varde.ground.questionnaires.permissions import QuestionnairePermission as P
from varde.ground.questionnaires.queries.shipped import parsed
from varde.ground.questionnaires.rules.checking import progress
from varde.ground.questionnaires.rules.comparing import Row, ScoreRow, compare_scores
from varde.ground.questionnaires.rules.comparing import compare as compare_rows
from varde.ground.questionnaires.rules.definition import Definition, Text
from varde.ground.questionnaires.rules.lifecycle import State
from varde.ground.questionnaires.rules.scores import Result, results
from varde.ground.questionnaires.rules.values import Answers, restored
from varde.kernel.actor import Actor

Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class ShownResponse:
    """A response in one line: which form, how far, who. `is_withdrawable` and the like are the guard's to say."""

    id: UUID
    owner_id: UUID
    recipient_id: UUID
    basis_kind: str
    basis_id: UUID
    code: str
    version: str
    title: Text
    state: State
    started_at: datetime
    started_by: str
    changed_at: datetime
    completed_at: datetime | None
    completed_by: str
    answered: int
    asked: int
    scores: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class AnsweredBy:
    """The last change of one answer."""

    by: UUID
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class WholeResponse:
    """Everything a page needs to show or fill in one response; no table row leaves."""

    line: ShownResponse
    recipient: str
    birth_year: int | None
    owner: str
    definition: Definition
    answers: Answers
    revision: int
    answered_by: dict[str, AnsweredBy]
    voided_at: datetime | None
    voided_by: str
    void_reason: str

    @property
    def owner_id(self) -> UUID:
        return self.line.owner_id


@dataclass(frozen=True, slots=True)
class Comparison:
    first: ShownResponse
    second: ShownResponse
    recipient: str
    rows: tuple[Row, ...]
    scores: tuple[ScoreRow, ...]


@dataclass(frozen=True, slots=True)
class _Logged:
    """A list about one recipient, with the owner for the access log."""

    owner_id: UUID | None
    lines: tuple[ShownResponse, ...]


def _grounded(actor: Actor, recipient_id: UUID, name: str, permission: str, now: datetime) -> Actor:
    """The actor with the ground on which they may open the recipient's card. Raises NoRelation."""
    standing = standing_of(actor, recipient_id=recipient_id, now=now)
    if not standing:
        raise NoRelation(actor, f"questionnaires.queries.{name}", permission)
    return actor.because(purpose=standing.purpose, basis=standing.basis_id)


@requires(P.READ)
def responses_for(
    actor: Actor, *, basis_kind: str, basis_id: UUID, now: datetime
) -> tuple[ShownResponse, ...]:
    """What was answered for one step, case or recipient, newest first; without what was marked as wrong.

    Empty where there is nothing. Raises NoRelation where the actor may not open the card."""
    rows = Response.objects.filter(basis_kind=basis_kind, basis_id=basis_id).exclude(state=State.WRONG)
    keys = sorted(set(rows.values_list("recipient_id", flat=True)))
    found: list[ShownResponse] = []
    for key in keys:
        because = _grounded(actor, key, "responses_for", P.READ, now)
        told = _lines(because, recipient_id=key, basis_kind=basis_kind, basis_id=basis_id)
        found += [one for one in told.lines if one.state is not State.WRONG]
    return tuple(found)


@requires(P.READ)
def responses_about(actor: Actor, *, recipient_id: UUID, now: datetime) -> tuple[ShownResponse, ...]:
    """Everything answered about one recipient, newest first. Raises NoRelation."""
    because = _grounded(actor, recipient_id, "responses_about", P.READ, now)
    return _lines(because, recipient_id=recipient_id).lines


@requires(P.READ, about="recipient_id")
def _lines(
    actor: Actor, *, recipient_id: UUID, basis_kind: str = "", basis_id: UUID | None = None
) -> _Logged:
    rows = Response.objects.filter(recipient=recipient_id).select_related("definition")
    if basis_id is not None:
        rows = rows.filter(basis_kind=basis_kind, basis_id=basis_id)
    lines = tuple(_line(row) for row in rows.order_by("-started_at", "-pk"))
    return _Logged(lines[0].owner_id if lines else None, lines)


@requires(P.READ)
def response(actor: Actor, *, response_id: UUID, now: datetime) -> WholeResponse:
    """One response with its definition and answers. 404 for another's; raises NoRelation."""
    recipient_id = _recipient_of(response_id)
    because = _grounded(actor, recipient_id, "response", P.READ, now)
    return _whole(because, recipient_id=recipient_id, response_id=response_id)


@requires(P.READ, about="recipient_id")
def _whole(actor: Actor, *, recipient_id: UUID, response_id: UUID) -> WholeResponse:
    rows = Response.objects.select_related("definition", "recipient", "owner")
    row = get_object_or_404(rows, pk=response_id, recipient=recipient_id)
    born = row.recipient.birth_date
    return WholeResponse(
        _line(row),
        row.recipient.name,
        born.year if born else None,
        row.owner.name,
        parsed(row.definition.body),
        restored(row.answers),
        row.revision,
        _answered_by(row),
        row.voided_at,
        row.voided_by_name,
        str(row.void_reason),
    )


def _recipient_of(response_id: UUID) -> UUID:
    key = Response.objects.filter(pk=response_id).values_list("recipient_id", flat=True).first()
    if key is None:
        raise Http404
    return key


def _answered_by(row: Response) -> dict[str, AnsweredBy]:
    changes = AnswerChange.objects.filter(response=row.pk).order_by("revision")
    found = changes.values_list("link_id", "by", "by_name", "at")
    return {link: AnsweredBy(*who) for link, *who in found}


def _line(row: Response) -> ShownResponse:
    definition, answers = parsed(row.definition.body), restored(row.answers)
    answered, asked = progress(definition, answers)
    return ShownResponse(
        row.pk,
        row.owner_id,
        row.recipient_id,
        row.basis_kind,
        row.basis_id,
        row.definition_code,
        definition.version,
        definition.title,
        State(row.state),
        row.started_at,
        row.started_by_name,
        row.changed_at,
        row.completed_at,
        row.completed_by_name,
        answered,
        asked,
        results(definition, answers),
    )


@requires(P.READ)
def compare(actor: Actor, *, first_id: UUID, second_id: UUID, language: str, now: datetime) -> Comparison:
    """Two responses about one recipient, the older one first. 404 where they are about different people."""
    one = response(actor, response_id=first_id, now=now)
    other = response(actor, response_id=second_id, now=now)
    if one.line.recipient_id != other.line.recipient_id:
        raise Http404
    first, second = sorted((one, other), key=lambda whole: (whole.line.started_at, whole.line.id))
    parts = (first.definition, first.answers), (second.definition, second.answers)
    return Comparison(
        first.line,
        second.line,
        first.recipient,
        compare_rows(*parts, language),
        compare_scores(*parts, language),
    )


@requires(P.ANSWER, log_lists=False)
def unfinished(actor: Actor, *, most: int = 20) -> Sequence[tuple[UUID, str, datetime]]:
    """What the actor began and has not completed, oldest first: (key, title of the form, begun). No person in it."""
    rows = Response.objects.filter(started_by=actor.id, state=State.IN_PROGRESS)
    found = rows.order_by("started_at").values_list("pk", "definition__title", "started_at")
    return list(found[:most])
