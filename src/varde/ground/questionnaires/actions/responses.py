"""Starting, filling in, completing and voiding a response."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from varde.foundation.authorisation import requires
from varde.foundation.outbox import post
from varde.ground.people.queries import NoRelation, standing_of
from varde.ground.questionnaires.actions.definitions import adopt
from varde.ground.questionnaires.events import ResponseCompleted, ResponseVoided
from varde.ground.questionnaires.models import AnswerChange, Response
from varde.ground.questionnaires.permissions import QuestionnairePermission as P
from varde.ground.questionnaires.queries.in_use import _in_use
from varde.ground.questionnaires.queries.shipped import parsed
from varde.ground.questionnaires.rules.checking import Fault, Faulty, incomplete, kept
from varde.ground.questionnaires.rules.definition import Definition
from varde.ground.questionnaires.rules.lifecycle import Move, State, after
from varde.ground.questionnaires.rules.merging import merge
from varde.ground.questionnaires.rules.values import Answers, Value, restored, stored
from varde.kernel.actor import Actor


class Incomplete(Exception):
    """The response cannot be completed yet; `faults` says what is missing at which question."""

    def __init__(self, faults: tuple[Faulty, ...]) -> None:
        self.faults = faults
        super().__init__(len(faults))


@dataclass(frozen=True, slots=True)
class Saved:
    """`answers` is what stands now; `clashes` are questions that a colleague answered otherwise meanwhile."""

    id: UUID
    owner_id: UUID
    revision: int
    answers: Answers
    changed: tuple[str, ...]
    clashes: tuple[Faulty, ...]


def _refuse_strangers(actor: Actor, recipient_id: UUID, name: str, now: datetime) -> None:
    if not standing_of(actor, recipient_id=recipient_id, now=now):
        raise NoRelation(actor, f"questionnaires.actions.{name}", P.ANSWER)


@requires(P.ANSWER, about="recipient_id")
def start_response(
    actor: Actor,
    *,
    owner_id: UUID,
    recipient_id: UUID,
    definition_code: str,
    basis_kind: str,
    basis_id: UUID,
    now: datetime,
) -> Response:
    """A response on the version in use now; the one in progress where there is one for the same basis.

    Raises UnknownDefinition, and NoRelation where the actor may not open the recipient's card."""
    _refuse_strangers(actor, recipient_id, "start_response", now)
    if not actor.may(P.ANSWER, owner_id):
        raise PermissionDenied
    basis = {"definition_code": definition_code, "basis_kind": basis_kind, "basis_id": basis_id}
    one = {**basis, "recipient_id": recipient_id, "state": State.IN_PROGRESS}
    if (running := Response.objects.filter(**one).first()) is not None:
        return running
    found, row = _in_use(owner_id, definition_code)
    fresh = {
        "owner_id": owner_id,
        "definition": row or adopt(actor, owner_id, found, now, shipped=True),
        "started_at": now,
        "started_by": actor.id,
        "started_by_name": actor.name,
        "changed_at": now,
    }
    return Response.objects.get_or_create(**one, defaults=fresh)[0]  # two who press at once get the same


def _held(response_id: UUID, recipient_id: UUID) -> tuple[Response, Definition, dict[str, tuple[Value, ...]]]:
    rows = Response.objects.select_for_update(of=("self",)).select_related("definition")
    row = get_object_or_404(rows, pk=response_id, recipient=recipient_id)
    return row, parsed(row.definition.body), restored(row.answers)


@requires(P.ANSWER, about="recipient_id")
def save_answers(
    actor: Actor,
    *,
    recipient_id: UUID,
    response_id: UUID,
    given: Answers,
    shown: frozenset[str],
    revision: int,
    now: datetime,
) -> Saved:
    """What the actor answered to the questions `shown`, on a page that showed `revision`. Raises NotNow.

    Only what was changed on that page is written; a question that a colleague has answered otherwise since is left
    as it stands and told of in `clashes`. Answers that cannot be read are kept as they were typed."""
    _refuse_strangers(actor, recipient_id, "save_answers", now)
    row, definition, stands = _held(response_id, recipient_id)
    after(State(row.state), Move.SAVE)
    asked = {item.link_id for item in definition.asked}
    base, last = (stands, {}) if revision >= row.revision else _as_of(row, revision)
    own = {link for link, change in last.items() if change.by == actor.id}
    merged = merge(base, stands, given, sorted(shown & asked), own)
    if merged.changed:
        row.revision, row.changed_at, row.answers = row.revision + 1, now, stored(merged.answers)
        row.save(update_fields=["revision", "changed_at", "answers"])
        _note(actor, row, merged.changed, merged.answers, now)
    clashes = tuple(Faulty(link, Fault.CHANGED, who=last[link].by_name) for link in merged.clashes)
    return Saved(row.pk, row.owner_id, row.revision, merged.answers, merged.changed, clashes)


def _as_of(row: Response, revision: int) -> tuple[dict[str, tuple[Value, ...]], dict[str, AnswerChange]]:
    """The answers as they stood at an earlier revision, and the last change of each question."""
    found: dict[str, tuple[Value, ...]] = {}
    last: dict[str, AnswerChange] = {}
    for change in AnswerChange.objects.filter(response=row).order_by("revision"):
        last[change.link_id] = change
        if change.revision <= revision:
            found[change.link_id] = restored(change.value).get(change.link_id, ())
    return {link: values for link, values in found.items() if values}, last


def _note(actor: Actor, row: Response, changed: tuple[str, ...], answers: Answers, now: datetime) -> None:
    AnswerChange.objects.bulk_create(
        AnswerChange(
            owner_id=row.owner_id,
            response=row,
            revision=row.revision,
            link_id=link,
            value=stored({link: answers[link]}) if link in answers else "",
            at=now,
            by=actor.id,
            by_name=actor.name,
        )
        for link in changed
    )


@requires(P.ANSWER, about="recipient_id")
def complete_response(actor: Actor, *, recipient_id: UUID, response_id: UUID, now: datetime) -> Response:
    """Raises Incomplete while a required question that is put is unanswered or something cannot be read, and NotNow.

    Answers to questions that are not put any more are left out; the changes still tell that they were given."""
    _refuse_strangers(actor, recipient_id, "complete_response", now)
    row, definition, answers = _held(response_id, recipient_id)
    row.state = after(State(row.state), Move.COMPLETE)
    if faults := incomplete(definition, answers):
        raise Incomplete(faults)
    row.answers = stored(kept(definition, answers))
    row.completed_at, row.completed_by_name = now, actor.name
    row.save(update_fields=["state", "answers", "completed_at", "completed_by_name"])
    post.publish(
        ResponseCompleted(
            row.pk,
            row.basis_kind,
            row.basis_id,
            row.owner_id,
            row.recipient_id,
            row.definition_code,
            definition.version,
        ),
        now=now,
    )
    return row


@requires(P.ANSWER, about="recipient_id")
def void_response(
    actor: Actor, *, recipient_id: UUID, response_id: UUID, reason: str, now: datetime
) -> Response:
    """Marked as wrong [feilført] with a reason; what was answered is kept and shown with it. Raises NotNow."""
    _refuse_strangers(actor, recipient_id, "void_response", now)
    row, _, _ = _held(response_id, recipient_id)
    row.state = after(State(row.state), Move.VOID)
    row.voided_at, row.voided_by_name, row.void_reason = now, actor.name, reason
    row.save(update_fields=["state", "voided_at", "voided_by_name", "void_reason"])
    told = row.pk, row.basis_kind, row.basis_id, row.owner_id, row.recipient_id, row.definition_code
    post.publish(ResponseVoided(*told), now=now)
    return row
