"""Responses as they stand: read, printed, compared, exported, begun from a recipient, and marked as wrong."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from varde.foundation.ui.marks import Mark
from varde.ground.people.permissions import PeoplePermission
from varde.ground.people.queries import NoRelation, recipients
from varde.ground.people.rules.panels import Line, Panel
from varde.ground.questionnaires import actions, queries
from varde.ground.questionnaires.forms import StartForm, VoidForm
from varde.ground.questionnaires.permissions import QuestionnairePermission as P
from varde.ground.questionnaires.queries import ShownResponse, WholeResponse
from varde.ground.questionnaires.rules import fhir
from varde.ground.questionnaires.rules.comparing import Change
from varde.ground.questionnaires.rules.export import response_resource
from varde.ground.questionnaires.rules.lifecycle import NotNow, State
from varde.ground.questionnaires.rules.page import Told, page
from varde.ground.questionnaires.views.filling import score_lines
from varde.kernel.actor import Actor
from varde.kernel.clock import now

STATES = {
    State.IN_PROGRESS: Mark(gettext_lazy("Under arbeid"), "PencilWriting", "warning"),
    State.COMPLETED: Mark(gettext_lazy("Ferdig"), "CheckmarkCircle", "success"),
    State.WRONG: Mark(gettext_lazy("Feilført"), "XMarkOctagon", "danger"),
}
CHANGES = {
    Change.SAME: Mark(gettext_lazy("Likt"), "MinusCircle", "neutral"),
    Change.CHANGED: Mark(gettext_lazy("Endret"), "ArrowsCirclepath", "warning"),
    Change.NEW: Mark(gettext_lazy("Nytt svar"), "PlusCircle", "info"),
    Change.GONE: Mark(gettext_lazy("Ikke lenger besvart"), "MinusCircle", "info"),
    Change.UNANSWERED: Mark(gettext_lazy("Ikke besvart"), "Circle", "neutral"),
}


def language() -> str:
    return get_language() or "nb"


def _read(whole: WholeResponse) -> dict[str, Any]:
    told = {link: Told(by.who, by.at) for link, by in whole.answered_by.items()}
    return {
        "whole": whole,
        "title": whole.line.title.said(language()),
        "state": STATES[whole.line.state],
        "fields": page(whole.definition, whole.answers, language=language(), told=told),
        "scores": score_lines(whole.line.scores),
    }


@never_cache
def show(request: Any, response_id: UUID) -> HttpResponse:
    at = now()
    whole = queries.response(request.actor, response_id=response_id, now=at)
    line = whole.line
    everything = queries.responses_about(request.actor, recipient_id=line.recipient_id, now=at)
    same = [one for one in everything if one.code == line.code and one.id != line.id]
    context = {
        **_read(whole),
        "others": [one for one in same if one.state is not State.WRONG],
        "may_answer": request.actor.may(P.ANSWER, whole.owner_id),
        "is_open": line.state is State.IN_PROGRESS,
        "is_wrong": line.state is State.WRONG,
    }
    return render(request, "questionnaires/show.html", context)


@never_cache
def on_paper(request: Any, response_id: UUID) -> HttpResponse:
    whole = queries.response(request.actor, response_id=response_id, now=now())
    return render(request, "questionnaires/print.html", _read(whole))


@never_cache
def as_fhir(request: Any, response_id: UUID) -> HttpResponse:
    whole = queries.response(request.actor, response_id=response_id, now=now())
    line = whole.line
    resource = response_resource(
        whole.definition,
        whole.answers,
        key=str(line.id),
        state=line.state,
        subject=str(line.recipient_id),
        authored=(line.completed_at or line.changed_at).isoformat(),
    )
    return fhir_file(fhir.written(resource), f"{line.code}-svar")


def fhir_file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/fhir+json")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response


@never_cache
def compare(request: Any, first_id: UUID, second_id: UUID) -> HttpResponse:
    told = queries.compare(
        request.actor, first_id=first_id, second_id=second_id, language=language(), now=now()
    )
    changed = request.GET.get("vis") == "endret"
    kept = {Change.CHANGED, Change.NEW, Change.GONE}
    rows = [(row, CHANGES[row.change]) for row in told.rows if not changed or row.change in kept]
    context = {"told": told, "title": told.second.title.said(language()), "rows": rows, "changed": changed}
    return render(request, "questionnaires/compare.html", context)


@never_cache
@sensitive_post_parameters()
def void(request: Any, response_id: UUID) -> HttpResponse:
    at = now()
    whole = queries.response(request.actor, response_id=response_id, now=at)
    if not request.actor.may(P.ANSWER, whole.owner_id):
        raise PermissionDenied
    form = VoidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _voided(request, whole, form.cleaned_data["reason"], at)
    return render(request, "questionnaires/void.html", {"whole": whole, "form": form})


def _voided(request: Any, whole: WholeResponse, reason: str, at: datetime) -> HttpResponse:
    key = {"recipient_id": whole.line.recipient_id, "response_id": whole.line.id}
    try:
        actions.void_response(request.actor, **key, reason=reason, now=at)
        messages.success(request, _("Svaret er merket som feilført."))
    except NotNow:
        messages.info(request, _("Svaret var alt merket som feilført."))
    return redirect("questionnaires:show", whole.line.id)


@never_cache
def about(request: Any, recipient_id: UUID) -> HttpResponse:
    """Everything answered about one recipient, and a new form to begin."""
    actor, at = request.actor, now()
    person = get_object_or_404(recipients(actor, now=at), pk=recipient_id)
    lines = queries.responses_about(actor, recipient_id=recipient_id, now=at)
    codes = queries.codes_in_use(actor, owner_id=person.owner_id)
    form = StartForm(request.POST or None, codes={key: one.said(language()) for key, one in codes.items()})
    if request.method == "POST" and form.is_valid():
        return _started(request, person, form.cleaned_data["code"], at)
    context = {"person": person, "lines": [(one, *_shown(one)) for one in lines], "form": form}
    return render(request, "questionnaires/about.html", context)


def _shown(one: ShownResponse) -> tuple[str, Mark]:
    return one.title.said(language()), STATES[one.state]


def _started(request: Any, person: Any, code: str, at: datetime) -> HttpResponse:
    row = actions.start_response(
        request.actor,
        owner_id=person.owner_id,
        recipient_id=person.pk,
        definition_code=code,
        basis_kind="recipient",
        basis_id=person.pk,
        now=at,
    )
    return redirect("questionnaires:fill", row.pk)


def panel(actor: Actor, recipient_id: UUID, at: datetime) -> Panel | None:
    """The last responses about a recipient, for their page."""
    if not actor.may(P.READ) or not actor.may(PeoplePermission.VIEW):
        return None
    try:
        found = queries.responses_about(actor, recipient_id=recipient_id, now=at)
    except (NoRelation, Http404):
        return None
    lines = tuple(
        Line(one.title.said(language()), str(STATES[one.state].word), url_of(one))
        for one in found
        if one.state is not State.WRONG
    )
    url = reverse("questionnaires:about", args=[recipient_id])
    return Panel(
        _("Skjemaer"), "Clipboard", lines[:5], _("Ingen skjemaer er fylt ut."), url, _("Alle skjemaer")
    )


def url_of(one: ShownResponse) -> str:
    name = "questionnaires:fill" if one.state is State.IN_PROGRESS else "questionnaires:show"
    return reverse(name, args=[one.id])
