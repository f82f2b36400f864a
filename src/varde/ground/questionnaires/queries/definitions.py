"""The forms: which there are, which version is in use, and what each asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from varde.foundation.authorisation import requires
from varde.ground.questionnaires.models import Definition as Row
from varde.ground.questionnaires.models import Draft
from varde.ground.questionnaires.permissions import QuestionnairePermission as P
from varde.ground.questionnaires.queries.in_use import UnknownDefinition, _in_use, _newest_of, _source
from varde.ground.questionnaires.queries.shipped import parsed, shipped
from varde.ground.questionnaires.rules.current import Source
from varde.ground.questionnaires.rules.definition import Definition, Text
from varde.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class ListedForm:
    """One form in the list. `owner` is empty for one that comes with Varde and is not in use anywhere yet."""

    code: str
    version: str
    title: Text
    owner_id: UUID | None
    owner: str
    is_shipped: bool
    is_withdrawn: bool
    is_draft: bool
    published_at: datetime | None
    by: str
    questions: int
    key: UUID | None


@requires(P.VIEW)
def definition(actor: Actor, *, code: str, owner_id: UUID | None = None) -> Definition:
    """The form in use in `owner_id`, or where the actor works if that is one organisation; else the shipped one.

    Raises UnknownDefinition."""
    places = actor.where(P.VIEW)
    place = owner_id or (next(iter(places)) if len(places) == 1 else None)
    if place is not None:
        return _in_use(place, code)[0]
    if code not in shipped():
        raise UnknownDefinition(code)
    return shipped()[code]


@requires(P.VIEW)
def codes_in_use(actor: Actor, *, owner_id: UUID) -> dict[str, Text]:
    """code → title of every form that a response can begin on in the organisation."""
    newest = _newest_of(Row.objects.filter(owner=owner_id).select_related("withdrawal"))
    found: dict[str, Text] = {}
    for code in sorted({*shipped(), *(code for _, code in newest)}):
        row = newest.get((owner_id, code))
        source = _source(row, code)
        if source is Source.OWN and row is not None:
            found[code] = parsed(row.body).title
        elif source is Source.SHIPPED:
            found[code] = shipped()[code].title
    return found


@requires(P.VIEW)
def forms(actor: Actor) -> list[ListedForm]:
    """Every version the actor's organisations have published, their drafts, and what comes with Varde."""
    rows = list(Row.objects.select_related("owner", "withdrawal").order_by("code", "-published_at", "-pk"))
    drafts = Draft.objects.select_related("owner").order_by("code")
    used = {(row.code, row.version) for row in rows if row.shipped}
    fresh = [_shipped(one) for one in shipped().values() if (one.code, one.version) not in used]
    return [*map(_draft, drafts), *map(_published, rows), *fresh]


def _published(row: Row) -> ListedForm:
    found = parsed(row.body)
    return ListedForm(
        row.code,
        row.version,
        found.title,
        row.owner_id,
        row.owner.name,
        row.shipped,
        hasattr(row, "withdrawal"),
        False,
        row.published_at,
        row.published_by_name,
        len(found.asked),
        row.pk,
    )


def _draft(row: Draft) -> ListedForm:
    found = parsed(row.body)
    return ListedForm(
        row.code,
        row.version,
        found.title,
        row.owner_id,
        row.owner.name,
        False,
        False,
        True,
        row.imported_at,
        row.imported_by_name,
        len(found.asked),
        row.pk,
    )


def _shipped(one: Definition) -> ListedForm:
    return ListedForm(
        one.code, one.version, one.title, None, "", True, False, False, None, "", len(one.asked), None
    )


@requires(P.VIEW)
def published(actor: Actor, *, definition_id: UUID) -> tuple[Row, Definition]:
    """One published version; 404 for another's."""
    row = get_object_or_404(Row.objects.select_related("owner", "withdrawal"), pk=definition_id)
    return row, parsed(row.body)


@requires(P.VIEW)
def shipped_form(actor: Actor, *, code: str) -> Definition:
    """A form that comes with Varde, as it is shipped."""
    if code not in shipped():
        raise Http404
    return shipped()[code]


@requires(P.MANAGE)
def draft(actor: Actor, *, draft_id: UUID) -> tuple[Draft, Definition]:
    row = get_object_or_404(Draft.objects.select_related("owner"), pk=draft_id)
    return row, parsed(row.body)
