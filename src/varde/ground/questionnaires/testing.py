"""Synthetic forms and responses for tests, made past the guard."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from varde.foundation.ids import new_id
from varde.foundation.ownership import scope
from varde.ground.questionnaires.models import Definition, Response
from varde.ground.questionnaires.queries.shipped import shipped
from varde.ground.questionnaires.rules import fhir
from varde.ground.questionnaires.rules.lifecycle import State
from varde.ground.questionnaires.rules.reading import read
from varde.ground.questionnaires.rules.values import Answers, Coded, stored

__all__ = ["LONG_AGO", "make_definition", "make_response", "questionnaire"]

LONG_AGO = datetime(2026, 1, 5, 8, tzinfo=UTC)


def questionnaire(**more: Any) -> dict[str, Any]:
    """The JSON of a small form with one question of each kind; `more` replaces elements of the form."""
    return {
        "resourceType": "Questionnaire",
        "url": "urn:test:small",
        "version": "1",
        "name": "small",
        "title": "Lite skjema",
        "status": "active",
        "item": [
            {"linkId": "alone", "type": "boolean", "text": "Bor personen alene?", "required": True},
            {"linkId": "note", "type": "text", "text": "Merknad", "maxLength": 50},
        ],
        **more,
    }


def make_definition(owner_id: UUID, body: dict[str, Any] | None = None, **columns: Any) -> Definition:
    """A published version of the owner; without a body the small form above."""
    found = read(fhir.encoded(body or questionnaire()).encode())
    given = {"published_at": LONG_AGO, "published_by": owner_id, "published_by_name": "Ada", **columns}
    with scope(frozenset({owner_id})):
        return Definition.objects.create(
            owner_id=owner_id,
            code=found.code,
            version=found.version,
            title=found.title.nb,
            body=fhir.written(found.source).decode(),
            **given,
        )


def make_response(
    recipient: Any, *, code: str = "technology_considered", answers: Answers | None = None, **columns: Any
) -> Response:
    """A response about the recipient on a shipped form, in progress unless `state` says otherwise."""
    owner = recipient.owner_id
    with scope(frozenset({owner})):
        row = Definition.objects.filter(owner=owner, code=code).order_by("-pk").first()
        row = row or make_definition(owner, _plain(code), shipped=True)
        given = {
            "basis_kind": "recipient",
            "basis_id": recipient.pk,
            "started_at": LONG_AGO,
            "started_by": new_id(),
            "started_by_name": "Ada",
            "changed_at": LONG_AGO,
            **columns,
        }
        if given.get("state") == State.COMPLETED:
            given.setdefault("completed_at", LONG_AGO)
            given.setdefault("completed_by_name", "Ada")
        return Response.objects.create(
            owner_id=owner,
            recipient=recipient,
            definition=row,
            definition_code=code,
            answers=stored(answers if answers is not None else CONSIDERED),
            **given,
        )


def _plain(code: str) -> dict[str, Any]:
    return fhir.plain(shipped()[code].source)


CONSIDERED: Answers = {"considered": (True,), "which": (Coded("dispenser"),)}
