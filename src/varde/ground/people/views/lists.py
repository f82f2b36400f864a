"""The list of recipients, its export, the search with a reason, and the emergency accesses to follow up."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from varde.foundation import spreadsheet
from varde.ground.people import actions, queries
from varde.ground.people.forms import FindForm, ReviewForm
from varde.ground.people.permissions import PeoplePermission
from varde.ground.people.rules.relation import RelationRefused
from varde.kernel.clock import now

PER_PAGE = 25


def _wanted(request: Any) -> str:
    """What to look for in names. A text with digits is dropped: a number belongs in the search with a reason."""
    words = str(request.GET.get("q", "")).strip()[:100]
    return "" if any(sign.isdigit() for sign in words) else words


@never_cache
@require_GET
def recipients(request: Any) -> HttpResponse:
    words = _wanted(request)
    if request.GET.get("q", "").strip() and not words:
        messages.warning(request, _("Her søker du på navn. Bruk «Finn med begrunnelse» for numre og datoer."))
        return redirect("people:recipients")
    rows = queries.recipients(request.actor, now=now(), search=words)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("side"))
    return render(request, "people/list.html", {"page": page, "words": words})


@never_cache
@require_POST
@sensitive_post_parameters()
def search(request: Any) -> HttpResponse:
    """The search of the top bar. It comes by POST: only a name goes on into an address. A number or a date goes into
    the form that asks for a reason."""
    words = str(request.POST.get("q", "")).strip()[:100]
    if not any(sign.isdigit() for sign in words):
        return redirect(f"{reverse('people:recipients')}?{urlencode({'q': words})}")
    if not request.actor.may(PeoplePermission.SEARCH):
        messages.warning(request, _("Her søker du på navn. Numre og datoer kan du ikke søke etter."))
        return redirect("people:recipients")
    return render(request, "people/find.html", {"form": FindForm(initial={"text": words}), "found": None})


@never_cache
@require_GET
def export(request: Any) -> HttpResponse:
    """Names, birth dates and municipality: never a number, an address or a health value."""
    rows = queries.export(request.actor, now=now(), search=_wanted(request))
    heads = [_("Navn"), _("Fødselsdato"), _("Ansvarlig"), _("Status")]
    lines = [[row.name, _day(row.birth_date), row.owner.name, _status(row)] for row in rows]
    response = HttpResponse(spreadsheet.written(heads, lines, "csv"), content_type=spreadsheet.TYPES["csv"])
    response.headers["Content-Disposition"] = 'attachment; filename="tjenestemottakere.csv"'
    return response


def _day(value: Any) -> str:
    return value.strftime("%d.%m.%Y") if value else ""


def _status(row: Any) -> str:
    if row.died_on:
        return _("Død")
    return _("Flyttet") if row.moved_on else _("Aktiv")


@never_cache
@sensitive_post_parameters()
def find(request: Any) -> HttpResponse:
    """The text comes by POST: a name, number or date never stands in an address or a log of requests."""
    form, found = FindForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            found = list(queries.find(request.actor, **form.cleaned_data, now=now()))
        except RelationRefused as refused:
            form.refuse(refused.problem)
    return render(request, "people/find.html", {"form": form, "found": found})


@never_cache
def emergencies(request: Any) -> HttpResponse:
    rows = queries.emergency_accesses(request.actor)
    return render(request, "people/emergencies.html", {"rows": rows, "me": request.actor.id})


@never_cache
def review(request: Any, relation_id: UUID) -> HttpResponse:
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.review_emergency_access(
            request.actor, relation_id=relation_id, note=form.cleaned_data["note"], now=now()
        )
        messages.success(request, _("Nødtilgangen er fulgt opp."))
        return redirect("people:emergencies")
    row = next((r for r in queries.emergency_accesses(request.actor) if r.pk == relation_id), None)
    return render(request, "people/review.html", {"form": form, "row": row}, status=200 if row else 404)
