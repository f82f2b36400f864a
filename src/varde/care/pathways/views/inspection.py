"""For an inspection: suitability, training and follow-up per technology, on the screen, on paper, or as a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from varde.care.pathways import queries
from varde.care.pathways.queries.shipped import shipped_services
from varde.care.pathways.views.lists import services
from varde.care.pathways.views.overview import sheet
from varde.care.pathways.views.tabs import tabs
from varde.care.pathways.views.words import said
from varde.foundation.accounts.http import StaffRequest
from varde.foundation.ui.components.formats import day
from varde.kernel.clock import local, now

PER_PAGE = 50
YEAR = timedelta(days=365)
SUITS = {True: gettext_lazy("Ja"), False: gettext_lazy("Nei"), None: gettext_lazy("Ikke vurdert ennå")}


def _since(request: StaffRequest, at: datetime) -> date:
    """From when; a year back where the address says nothing that is a day."""
    try:
        given = parse_date(request.GET.get("fra", ""))
    except ValueError:
        given = None
    return given or local(at).date() - YEAR


def _rows(request: StaffRequest, at: datetime) -> list[Any]:
    wanted = request.GET.get("tjeneste", "")
    codes = [wanted] if wanted in shipped_services() else list(shipped_services())
    since = _since(request, at)
    return [
        row
        for code in codes
        for row in queries.inspection(request.actor, service_type=code, since=since, now=at)
    ]


@never_cache
@require_safe
def inspection(request: StaffRequest) -> HttpResponse:
    at = now()
    page = Paginator(_rows(request, at), PER_PAGE).get_page(request.GET.get("side"))
    context = {
        "page": page,
        "lines": [(row, _named(row), SUITS[row.suitable]) for row in page],
        "services": services(),
        "service": request.GET.get("tjeneste", ""),
        "since": _since(request, at),
        "tabs": tabs(request.actor, "inspection"),
    }
    return render(request, "pathways/inspection.html", context)


def _named(row: Any) -> str:
    found = shipped_services().get(row.service_type)
    return said(found.name) if found is not None else row.service_type


HEADS = (
    gettext_lazy("Tjeneste"),
    gettext_lazy("Oppfølging"),
    gettext_lazy("Kriterier, versjon"),
    gettext_lazy("Kartlagt"),
    gettext_lazy("Tildelt"),
    gettext_lazy("Opplæring"),
    gettext_lazy("Startet"),
    gettext_lazy("Fulgt opp"),
    gettext_lazy("Passer løsningen?"),
    gettext_lazy("Neste evaluering"),
    gettext_lazy("Avsluttet"),
    gettext_lazy("Årsak"),
    gettext_lazy("Forløp"),
)


@never_cache
@require_safe
def export(request: StaffRequest) -> HttpResponse:
    """One line for each service of each person; no name, but the address of the case for one who may open it."""
    return sheet("tilsyn", [str(head) for head in HEADS], _lines(request, now()))


def _lines(request: StaffRequest, at: datetime) -> Iterator[list[str]]:
    for row in _rows(request, at):
        yield _line(row, request.build_absolute_uri(reverse("pathways:case", args=[row.reference])))


def _line(row: Any, url: str) -> list[str]:
    return [
        _named(row),
        row.arrangement,
        str(row.criteria or ""),
        day(row.assessed_on),
        day(row.allocated_on),
        day(row.trained_on),
        day(row.started_on),
        day(row.evaluated_on),
        str(SUITS[row.suitable]),
        day(row.next_on),
        day(row.ended_on),
        row.end_reason,
        url,
    ]
