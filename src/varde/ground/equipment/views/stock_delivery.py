"""Delivery lists: upload, dry run bit by bit with progress, then saved or dropped."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from varde.foundation import spreadsheet
from varde.ground.equipment import actions, queries
from varde.ground.equipment.forms.stock_delivery import UploadForm, good_rows, judge
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.equipment.views.stock import shown
from varde.kernel.clock import now

PER_PAGE, FAULTS_SHOWN = 25, 200


@never_cache
def deliveries(request: Any) -> HttpResponse:
    page = Paginator(queries.deliveries(request.actor), PER_PAGE).get_page(request.GET.get("side"))
    return shown(request, "deliveries", page=page, may_manage=request.actor.may(P.MANAGE))


@never_cache
def new_delivery(request: Any) -> HttpResponse:
    """Read whole, then judged bit by bit on the list's own page."""
    form = UploadForm(_manager(request), request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        store = form.cleaned_data["store"]
        row = actions.open_delivery(request.actor, store_id=store.pk, sheet=form.sheet, now=now())
        return redirect("equipment:delivery", row.pk)
    return shown(request, "delivery_new", form=form, tab="equipment:deliveries")


@never_cache
def delivery(request: Any, pk: UUID) -> HttpResponse:
    return shown(request, "delivery", **_context(_row(request, pk)), tab="equipment:deliveries")


@require_POST
def check_delivery(request: Any, pk: UUID) -> HttpResponse:
    """The next bit of the dry run."""
    row = _row(request, pk)
    if row.state == "checking":
        found = judge(request.actor, row, first=row.checked)
        actions.note_checked(request.actor, delivery_id=pk, judged=found, now=now())
    if not request.htmx:
        return redirect("equipment:delivery", pk)
    return render(request, "equipment/stock/_delivery.html", _context(_row(request, pk)))


@require_POST
def save_delivery(request: Any, pk: UUID) -> HttpResponse:
    """Every row that is in order, in one go."""
    row = _row(request, pk)
    try:
        rows = good_rows(request.actor, row) if row.state == "checked" else []
        done = actions.receive_delivery(request.actor, delivery_id=pk, rows=rows, now=now())
        messages.success(request, _("%(number)d apparater er lagret.") % {"number": done.good})
    except (actions.DeliveryClosed, actions.NotChecked):
        messages.info(request, _("Lista er ikke klar til å lagres."))
    except IntegrityError:
        actions.check_again(request.actor, delivery_id=pk, now=now())
        messages.warning(request, _("Registeret er endret i mellomtida. Lista kontrolleres på nytt."))
    return redirect("equipment:delivery", pk)


@require_POST
def drop_delivery(request: Any, pk: UUID) -> HttpResponse:
    try:
        actions.drop_delivery(request.actor, delivery_id=pk, now=now())
        messages.success(request, _("Ingen rader er lagret."))
    except actions.DeliveryClosed:
        messages.info(request, _("Lista er alt lagret eller forkastet."))
    return redirect("equipment:delivery", pk)


@never_cache
def delivery_faults(request: Any, pk: UUID) -> HttpResponse:
    """Every fault as a sheet, to send back to the supplier."""
    heads = [_("Rad"), _("Kolonne"), _("Hva som er galt")]
    lines = [[str(cell) for cell in fault] for fault in _row(request, pk).faults]
    return sheet(spreadsheet.written(heads, lines, "xlsx"), "feil.xlsx")


def sheet(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=spreadsheet.TYPES["xlsx"])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _row(request: Any, pk: UUID) -> Any:
    if (row := queries.delivery(request.actor, delivery_id=pk)) is None:
        raise Http404
    return row


def _manager(request: Any) -> Any:
    queries.delivery(request.actor, delivery_id=UUID(int=0))  # refuses who may not register
    return request.actor


def _context(row: Any) -> dict[str, Any]:
    faulty = len({fault[0] for fault in row.faults})
    last = max(len(row.lines) - 1, 0)
    return {"row": row, "last": last, "faulty": faulty, "faults": row.faults[:FAULTS_SHOWN]}
