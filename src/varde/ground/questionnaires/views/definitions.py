"""The forms themselves: the list, what each asks, importing, publishing and taking out of use."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from varde.foundation import spreadsheet
from varde.foundation.ui.components.formats import moment
from varde.foundation.ui.marks import Mark
from varde.ground.organisations.queries import every_organisation
from varde.ground.questionnaires import actions, queries
from varde.ground.questionnaires.forms import ImportForm, refusal_lines
from varde.ground.questionnaires.permissions import QuestionnairePermission as P
from varde.ground.questionnaires.queries import ListedForm
from varde.ground.questionnaires.rules import fhir
from varde.ground.questionnaires.rules.definition import Definition
from varde.ground.questionnaires.rules.page import whole
from varde.ground.questionnaires.rules.refusals import NotUsable
from varde.ground.questionnaires.views.showing import fhir_file, language
from varde.kernel.actor import Actor
from varde.kernel.clock import now

PER_PAGE = 25
DRAFT = Mark(gettext_lazy("Kladd"), "PencilWriting", "warning")
WITHDRAWN = Mark(gettext_lazy("Ute av bruk"), "MinusCircle", "neutral")
SHIPPED = Mark(gettext_lazy("Følger med Varde"), "Package", "info")
OWN = Mark(gettext_lazy("Publisert"), "CheckmarkCircle", "success")
SORTS = ("title", "code", "version", "owner", "questions", "published_at")


def mark_of(one: ListedForm) -> Mark:
    if one.is_draft:
        return DRAFT
    if one.is_withdrawn:
        return WITHDRAWN
    return SHIPPED if one.is_shipped else OWN


def _wanted(request: Any) -> list[ListedForm]:
    """What search and sorting leave. A form's words are searched in the language of the page."""
    words = request.GET.get("q", "").casefold().split()[:6]
    found = [
        one
        for one in queries.forms(request.actor)
        if all(word in f"{one.title.said(language())} {one.code} {one.owner}".casefold() for word in words)
    ]
    sort = request.GET.get("sort", "title")
    name = sort.removeprefix("-") if sort.removeprefix("-") in SORTS else "title"
    found.sort(key=lambda one: _key(one, name), reverse=sort.startswith("-"))
    return found


def _key(one: ListedForm, name: str) -> tuple[Any, ...]:
    value = one.title.said(language()).casefold() if name == "title" else getattr(one, name)
    return value is None, value if value is not None else "", one.code, one.version


@never_cache
def forms(request: Any) -> HttpResponse:
    listed = Paginator(_wanted(request), PER_PAGE).get_page(request.GET.get("side"))
    lines = [(one, one.title.said(language()), mark_of(one)) for one in listed]
    may_manage = request.actor.may(P.MANAGE)
    context = {"page": listed, "lines": lines, "may_manage": may_manage, "asked": bool(request.GET)}
    return render(request, "questionnaires/forms.html", context)


@never_cache
def export(request: Any) -> HttpResponse:
    kind = "xlsx" if request.GET.get("format") == "xlsx" else "csv"
    heads = [_("Skjema"), _("Kode"), _("Versjon"), _("Status"), _("Eier"), _("Spørsmål"), _("Publisert")]
    lines = [_cells(one) for one in _wanted(request)]
    response = HttpResponse(spreadsheet.written(heads, lines, kind), content_type=spreadsheet.TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="skjemaer.{kind}"'
    return response


def _cells(one: ListedForm) -> list[str]:
    published_at = str(moment(one.published_at)) if one.published_at else ""
    state, owner = str(mark_of(one).word), one.owner or "Varde"
    return [
        one.title.said(language()),
        one.code,
        one.version,
        state,
        owner,
        str(one.questions),
        published_at,
    ]


def _preview(definition: Definition) -> dict[str, Any]:
    return {
        "definition": definition,
        "title": definition.title.said(language()),
        "about": definition.description.said(language()),
        "fields": whole(definition, language=language()),
        "scores": [one.title.said(language()) for one in definition.scores],
    }


@never_cache
def shipped(request: Any, code: str) -> HttpResponse:
    found = queries.shipped_form(request.actor, code=code)
    places = _places(request.actor)
    context = {**_preview(found), "mark": SHIPPED, "places": places}
    return render(request, "questionnaires/form.html", context)


@never_cache
def published(request: Any, definition_id: UUID) -> HttpResponse:
    row, found = queries.published(request.actor, definition_id=definition_id)
    withdrawn = hasattr(row, "withdrawal")
    places = {key: name for key, name in _places(request.actor).items() if key == row.owner_id}
    mark = WITHDRAWN if withdrawn else SHIPPED if row.shipped else OWN
    context = {**_preview(found), "row": row, "mark": mark, "places": {} if withdrawn else places}
    return render(request, "questionnaires/form.html", context)


@never_cache
def draft(request: Any, draft_id: UUID) -> HttpResponse:
    row, found = queries.draft(request.actor, draft_id=draft_id)
    return render(request, "questionnaires/form.html", {**_preview(found), "draft": row, "mark": DRAFT})


@never_cache
def shipped_fhir(request: Any, code: str) -> HttpResponse:
    found = queries.shipped_form(request.actor, code=code)
    return fhir_file(fhir.written(found.source), f"{found.code}-{found.version}")


@never_cache
def published_fhir(request: Any, definition_id: UUID) -> HttpResponse:
    _row, found = queries.published(request.actor, definition_id=definition_id)
    return fhir_file(fhir.written(found.source), f"{found.code}-{found.version}")


@never_cache
def shipped_paper(request: Any, code: str) -> HttpResponse:
    found = queries.shipped_form(request.actor, code=code)
    return render(request, "questionnaires/paper.html", _preview(found))


@never_cache
def published_paper(request: Any, definition_id: UUID) -> HttpResponse:
    _row, found = queries.published(request.actor, definition_id=definition_id)
    return render(request, "questionnaires/paper.html", _preview(found))


def _places(actor: Actor) -> dict[UUID, str]:
    """Where the actor may import, publish and withdraw forms."""
    mine = actor.where(P.MANAGE)
    return {row.pk: row.name for row in every_organisation() if row.pk in mine} if mine else {}


@never_cache
def take_in(request: Any) -> HttpResponse:
    places = _places(request.actor)
    if not places:
        raise PermissionDenied
    form = ImportForm(request.POST or None, request.FILES or None, places=places)
    refused: list[tuple[str, str, str, str]] = []
    if request.method == "POST" and form.is_valid():
        row, refused = _taken_in(request, form, now())
        if row is not None:
            messages.success(request, _("Skjemaet er lest inn som kladd. Se over det før du publiserer."))
            return redirect("questionnaires:draft", row.pk)
    return render(request, "questionnaires/import.html", {"form": form, "refused": refused})


def _taken_in(request: Any, form: ImportForm, at: datetime) -> tuple[Any, list[tuple[str, str, str, str]]]:
    """The draft, or why there is none."""
    try:
        data = form.content()
        return actions.import_definition(request.actor, owner_id=form.owner(), data=data, now=at), []
    except NotUsable as refused:
        return None, refusal_lines(refused.refusals)
    except actions.AlreadyPublished as already:
        words = _("Versjon %(version)s er publisert og kan ikke endres. Gi skjemaet et nytt versjonsnummer.")
        form.add_error("file", words % {"version": already})
    return None, []


@require_POST
def publish(request: Any, draft_id: UUID) -> HttpResponse:
    try:
        row = actions.publish_draft(request.actor, draft_id=draft_id, now=now())
    except actions.AlreadyPublished:
        messages.error(request, _("Denne versjonen er alt publisert. Gi skjemaet et nytt versjonsnummer."))
        return redirect("questionnaires:draft", draft_id)
    messages.success(request, _("Skjemaet er publisert. Nye svar begynner på denne versjonen."))
    return redirect("questionnaires:published", row.pk)


@require_POST
def discard(request: Any, draft_id: UUID) -> HttpResponse:
    actions.discard_draft(request.actor, draft_id=draft_id)
    messages.success(request, _("Kladden er forkastet."))
    return redirect("questionnaires:forms")


@require_POST
def withdraw(request: Any, owner_id: UUID, code: str) -> HttpResponse:
    try:
        actions.withdraw_form(request.actor, owner_id=owner_id, code=code, now=now())
        messages.success(
            request, _("Skjemaet er tatt ut av bruk. De som er begynt på det, kan fortsatt fullføres.")
        )
    except queries.UnknownDefinition:
        messages.info(request, _("Skjemaet var alt ute av bruk."))
    return redirect("questionnaires:forms")
