"""The region at a glance: tasks × municipalities."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from varde.governance.servicemodel import queries
from varde.governance.servicemodel.forms import RegionFilter
from varde.governance.servicemodel.permissions import ServiceModelPermission as P
from varde.governance.servicemodel.rules.codes import Technology
from varde.governance.servicemodel.views.shown import LIGHTS, STATUS_MARKS, actor_of, page
from varde.kernel.clock import now as clock_now


@require_GET
def matrix(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    found = queries.matrix(actor, now=clock_now())
    form = RegionFilter(request.GET, areas=queries.areas(actor))
    chosen = form.cleaned_data if form.is_valid() else {}
    area, technology = chosen.get("area", ""), chosen.get("technology", "")
    viewable = actor.where(P.VIEW)
    columns = [(key, name, key in viewable) for key, name in found.columns]
    rows = [
        (row, [_cell(cell, column, technology) for cell, column in zip(row.cells, columns, strict=True)])
        for row in found.rows
        if not area or row.area == area
    ]
    return page(request, "region", "region", {"form": form, "columns": columns, "rows": rows})


def _cell(cell: queries.Cell | None, column: tuple[Any, str, bool], technology: str) -> dict[str, Any]:
    """A cell's mark: the task's own light, or how far it has come for one technology."""
    key, name, may = column
    shown: dict[str, Any] = {"owner": key, "name": name, "may": may, "cell": cell}
    if cell is not None:
        status = cell.statuses.get(Technology(technology), "") if technology else ""
        shown["mark"] = STATUS_MARKS[status] if technology else LIGHTS[cell.count.light]
    return shown
