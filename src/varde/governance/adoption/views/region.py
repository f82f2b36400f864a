"""The spread: organisation × technology, what one figure is made of, and a status said by somebody."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from varde.foundation.ui.components.formats import day
from varde.governance.adoption import actions, queries
from varde.governance.adoption.forms import SpreadFilter, StatusForm
from varde.governance.adoption.permissions import AdoptionPermission as P
from varde.governance.adoption.rules.codes import STATUS_NAMES, TECHNOLOGY_NAMES, Status, Technology
from varde.governance.adoption.views.shown import (
    PER_PAGE,
    STATUSES,
    actor_of,
    file,
    number_words,
    page,
    total_words,
)
from varde.kernel.clock import local
from varde.kernel.clock import now as clock_now

ROWS = 50


def _wanted(request: HttpRequest) -> tuple[SpreadFilter, queries.Spread]:
    form = SpreadFilter(request.GET)
    return form, queries.spread(actor_of(request), wanted=form.wanted())


@require_GET
@never_cache
def spread(request: HttpRequest) -> HttpResponse:
    form, found = _wanted(request)
    shown = Paginator(found.rows, ROWS).get_page(request.GET.get("side"))
    given = {
        "form": form,
        "page": shown,
        "columns": [(one, _(TECHNOLOGY_NAMES[one])) for one in found.technologies],
        "rows": [(row, [_cell(row, cell) for cell in row.cells]) for row in shown],
        "sums": [_sum(one) for one in found.sums],
        "query": request.GET.urlencode(),
        "hides": any(cell.number.value is None for row in found.rows for cell in row.cells),
    }
    return page(request, "spread", "spread", given)


def _cell(row: queries.Row, cell: queries.Cell) -> dict[str, Any]:
    name = f"{row.name}, {_(TECHNOLOGY_NAMES[cell.technology])}"
    return {
        "owner": row.owner_id,
        "technology": cell.technology,
        "name": name,
        "mark": STATUSES[cell.status],
        "since": cell.since,
        "number": number_words(cell.number) if cell.shows_number else "",
    }


def _sum(one: queries.Sum) -> dict[str, Any]:
    """Each count leads to the municipalities that it counts."""
    counted = [
        (STATUSES[status], n, f"?technology={one.technology}&status={status}")
        for status, n in one.statuses.items()
        if n
    ]
    return {"statuses": counted, "recipients": total_words(one.recipients)}


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """One line for each organisation and technology, with the same numbers as on the page."""
    heads = [_("Kommune"), _("Teknologi"), _("Status"), _("Siden"), _("Tjenestemottakere")]
    rows = _wanted(request)[1].rows
    return file(request, "utbredelse", heads, (_line(row, cell) for row in rows for cell in row.cells))


def _line(row: queries.Row, cell: queries.Cell) -> list[str]:
    status = _(STATUS_NAMES[cell.status]) if cell.status else ""
    since = day(cell.since) if cell.since else ""
    number = number_words(cell.number) if cell.shows_number else ""
    return [row.name, _(TECHNOLOGY_NAMES[cell.technology]), status, since, number]


def _technology(name: str) -> Technology:
    try:
        return Technology(name)
    except ValueError:
        raise Http404 from None


@require_GET
@never_cache
def cell(request: HttpRequest, owner_id: UUID, technology: str) -> HttpResponse:
    actor, code = actor_of(request), _technology(technology)
    found = queries.cell(actor, owner_id=owner_id, technology=code)
    rows = queries.status_history(actor, owner_id=owner_id, technology=code)
    given = {
        "found": found,
        "shown": _cell(queries.Row(owner_id, found.name, ()), found.cell),
        "technology": _(TECHNOLOGY_NAMES[code]),
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("side")),
        "may_view": actor.may(P.VIEW, owner_id),
        "may_lead": actor.may(P.LEAD, owner_id),
    }
    return page(request, "cell", "spread", given)


@never_cache
def set_status(request: HttpRequest, owner_id: UUID, technology: str) -> HttpResponse:
    actor, code = actor_of(request), _technology(technology)
    found = queries.cell(actor, owner_id=owner_id, technology=code)
    if not actor.may(P.LEAD, owner_id):
        raise PermissionDenied
    today = local(clock_now()).date()
    start = {"status": found.cell.status or "", "since": today}
    form = StatusForm(request.POST if request.method == "POST" else None, today=today, initial=start)
    if request.method == "POST" and form.is_valid():
        _set(request, owner_id, code, form.cleaned_data)
        return redirect("adoption:cell", owner_id, code)
    given = {"found": found, "form": form, "technology": _(TECHNOLOGY_NAMES[code])}
    return page(request, "status", "spread", given, 422 if form.is_bound else 200)


def _set(request: HttpRequest, owner_id: UUID, technology: Technology, given: dict[str, Any]) -> None:
    actions.set_status(
        actor_of(request),
        owner_id=owner_id,
        technology=technology,
        status=Status(given["status"]),
        since=given["since"],
        note=given["note"],
        now=clock_now(),
    )
    messages.success(request, _("Statusen er lagret."))
