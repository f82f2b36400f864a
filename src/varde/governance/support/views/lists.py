"""The list of tickets and its export, the leader's view, and the deviations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from varde.foundation import spreadsheet
from varde.foundation.ui.components.formats import day, moment, number
from varde.governance.support import actions, queries
from varde.governance.support.forms import ReferenceForm, TicketFilter
from varde.governance.support.permissions import SupportPermission as P
from varde.governance.support.rules.codes import (
    CAUSE_NAMES,
    HARM_NAMES,
    TECHNOLOGY_NAMES,
    Cause,
    Harm,
    Technology,
)
from varde.governance.support.views.shown import STANDINGS, actor_of, page, stands
from varde.kernel.clock import now as clock_now

PER_PAGE = 25


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Where the menu leads: the list for who reports, else what the person may see."""
    actor = actor_of(request)
    if actor.may(P.REPORT):
        return redirect("support:list")
    return redirect("support:supplied" if actor.may(P.SUPPLY) else "support:ask")


def _wanted(request: HttpRequest) -> tuple[TicketFilter, Any]:
    form = TicketFilter(request.GET)
    rows = queries.tickets(actor_of(request), search=request.GET.get("q", "").strip())
    return form, form.narrowed(rows, actor_of(request).id)


@require_GET
@never_cache
def ticket_list(request: HttpRequest) -> HttpResponse:
    form, rows = _wanted(request)
    shown, now = Paginator(rows, PER_PAGE).get_page(request.GET.get("side")), clock_now()
    given = {"form": form, "page": shown, "lines": [(row, stands(row, now)) for row in shown], "now": now}
    given["query"] = request.GET.urlencode()
    return page(request, "list", "list", given)


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The same list as a file. No free text, no recipient: that stays on the ticket."""
    now = clock_now()
    heads = [
        _("Nummer"), _("Meldt"), _("Eier"), _("Teknologi"), _("Problem"), _("Feil"), _("Alvor"), _("Status"),
        _("Produkt"), _("Serienummer"), _("Meldt av"), _("Hos"), _("Leverandør"), _("Frist"), _("Klokka"),
        _("Løst"), _("Årsak"), _("Kroner utenfor arbeidstid"),
    ]  # fmt: skip
    return _file(request, "saker", heads, (_line(row, now) for row in _wanted(request)[1]))


def _line(row: Any, now: Any) -> list[str]:
    times = [moment(at) if at else "" for at in (row.reported_at, row.solve_at, row.solved_at)]
    return [
        str(row.number), times[0], row.owner.name, row.get_technology_display(), row.get_problem_display(),
        row.what, row.get_criticality_display(), row.get_state_display(), row.product, row.serial,
        row.reporter_name, row.assigned_name, row.supplier.name if row.supplier else "", times[1],
        str(STANDINGS[stands(row, now)].word), times[2], row.get_cause_display(), str(row.after_hours_kroner),
    ]  # fmt: skip


def _file(request: HttpRequest, name: str, heads: list[str], lines: Iterable[list[str]]) -> HttpResponse:
    kind = "xlsx" if request.GET.get("format") == "xlsx" else "csv"
    response = HttpResponse(spreadsheet.written(heads, lines, kind))
    response.headers["Content-Type"] = spreadsheet.TYPES[kind]
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    actor, now = actor_of(request), clock_now()
    figures = queries.overview(actor, now=now)
    given = {
        "figures": figures,
        "hours": number(figures.hours, 1),
        "lines": [(row, stands(row, now)) for row in queries.near_breach(actor, now=now)[:PER_PAGE]],
        "causes": [(_(CAUSE_NAMES[Cause(code)]), n) for code, n in figures.causes],
        "technologies": [(_(TECHNOLOGY_NAMES[Technology(code)]), n) for code, n in figures.technologies],
        "now": now,
    }
    return page(request, "overview", "overview", given)


@require_GET
@never_cache
def deviations(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    rows = queries.deviations(actor_of(request), search=text)
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("side"))
    harms = {harm.value: _(HARM_NAMES[harm]) for harm in Harm}
    return page(request, "deviations", "deviations", {"page": shown, "text": text, "harms": harms})


@require_GET
def deviations_export(request: HttpRequest) -> HttpResponse:
    """What happened in a few words, and where to read the rest."""
    heads = [
        _("Meldt"), _("Hendte"), _("Eier"), _("Hva"), _("Følger"), _("Sak"), _("Meldt av"), _("Kvalitetssystem"),
    ]  # fmt: skip
    rows = queries.deviations(actor_of(request), search=request.GET.get("q", "").strip())
    return _file(request, "avvik", heads, map(_deviation_line, rows))


def _deviation_line(row: Any) -> list[str]:
    told = [moment(row.at), day(row.happened_on), row.owner.name, row.what, row.get_harm_display()]
    return [*told, str(row.ticket.number), row.raised_name, row.reference]


@never_cache
def deviation(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    row = queries.deviation(actor, deviation_id=pk)
    form = ReferenceForm(request.POST or None, initial={"reference": row.reference})
    if request.method == "POST" and form.is_valid():
        actions.note_reference(actor, deviation_id=pk, reference=form.cleaned_data["reference"])
        messages.success(request, _("Lagret."))
        return redirect("support:deviation", pk)
    return page(request, "deviation", "deviations", {"row": row, "form": form})
