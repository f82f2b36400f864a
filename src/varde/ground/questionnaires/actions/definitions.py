"""Importing, publishing and withdrawing forms. A published version is never changed; a newer one is published."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from varde.foundation.authorisation import requires
from varde.ground.questionnaires.models import Definition as Row
from varde.ground.questionnaires.models import Draft, Withdrawal
from varde.ground.questionnaires.permissions import QuestionnairePermission as P
from varde.ground.questionnaires.queries.in_use import UnknownDefinition, _in_use
from varde.ground.questionnaires.rules import fhir
from varde.ground.questionnaires.rules.definition import Definition
from varde.ground.questionnaires.rules.reading import read
from varde.kernel.actor import Actor


class AlreadyPublished(Exception):
    """The organisation has published this version of the form: give the form a new version."""


def adopt(actor: Actor, owner_id: UUID, found: Definition, now: datetime, *, shipped: bool) -> Row:
    """A published row of a definition; the same one where two make it at once."""
    fresh = {
        "title": found.title.nb,
        "body": fhir.written(found.source).decode(),
        "shipped": shipped,
        "published_at": now,
        "published_by": actor.id,
        "published_by_name": actor.name,
    }
    one = {"owner_id": owner_id, "code": found.code, "version": found.version}
    return Row.objects.get_or_create(**one, defaults=fresh)[0]


def _refuse_published(owner_id: UUID, found: Definition) -> None:
    if Row.objects.filter(owner=owner_id, code=found.code, version=found.version).exists():
        raise AlreadyPublished(found.version)


@requires(P.MANAGE)
def import_definition(actor: Actor, *, owner_id: UUID, data: bytes, now: datetime) -> Draft:
    """A FHIR Questionnaire as a draft of the organisation. Raises NotUsable with every reason, or AlreadyPublished.

    The draft takes the place of an earlier draft of the same form. Nothing is kept of a file that is refused."""
    if not actor.may(P.MANAGE, owner_id):
        raise PermissionDenied
    found = read(data)
    _refuse_published(owner_id, found)
    row = Draft.objects.select_for_update().filter(owner=owner_id, code=found.code).first()
    row = row or Draft(owner_id=owner_id, code=found.code)
    row.version, row.title = found.version, found.title.nb
    row.body = fhir.written(found.source).decode()
    row.imported_at, row.imported_by_name = now, actor.name
    row.save()
    return row


@requires(P.MANAGE)
def publish_draft(actor: Actor, *, draft_id: UUID, now: datetime) -> Row:
    """From now new responses begin on this version; those that are running stay where they are."""
    held = get_object_or_404(Draft.objects.select_for_update(), pk=draft_id)
    found = read(held.body.encode())
    _refuse_published(held.owner_id, found)
    row = adopt(actor, held.owner_id, found, now, shipped=False)
    held.delete()
    return row


@requires(P.MANAGE, about="draft_id")
def discard_draft(actor: Actor, *, draft_id: UUID) -> None:
    get_object_or_404(Draft.objects.select_for_update(), pk=draft_id).delete()


@requires(P.MANAGE)
def withdraw_form(actor: Actor, *, owner_id: UUID, code: str, now: datetime) -> Withdrawal:
    """No new response begins on this form in the organisation. Raises UnknownDefinition where it is not in use."""
    if not actor.may(P.MANAGE, owner_id):
        raise PermissionDenied
    found, row = _in_use(owner_id, code)
    row = row or adopt(actor, owner_id, found, now, shipped=True)
    if hasattr(row, "withdrawal"):
        raise UnknownDefinition(code)
    return Withdrawal.objects.create(
        owner_id=owner_id, definition=row, at=now, by=actor.id, by_name=actor.name
    )
