"""The region at a glance: tasks × municipalities, and what differs among those who share a centre."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from varde.foundation import spreadsheet
from varde.foundation.ui.components.formats import said
from varde.foundation.ui.marks import Mark
from varde.governance.servicemodel import queries
from varde.governance.servicemodel.forms import TECHNOLOGIES, GroupFilter, RegionFilter
from varde.governance.servicemodel.permissions import ServiceModelPermission as P
from varde.governance.servicemodel.rules.codes import Technology
from varde.governance.servicemodel.views.shown import LIGHTS, STATUS_MARKS, actor_of, page
from varde.kernel.clock import now as clock_now

PER_PAGE = 50
TECHNOLOGY_NAMES = dict(TECHNOLOGIES)
KINDS = {
    queries.What.STATUS: gettext_lazy("Status"),
    queries.What.CHARGE: gettext_lazy("Ansvar"),
    queries.What.WORDS: gettext_lazy("Ordlyd"),
    queries.What.LINE: gettext_lazy("Sjekkliste"),
}
DIFFERENT: Mapping[queries.What, Mapping[Any, Mark]] = {
    queries.What.STATUS: STATUS_MARKS,
    queries.What.LINE: LIGHTS,
    queries.What.CHARGE: {
        "named": Mark(gettext_lazy("Valgt"), "CheckmarkCircle", "success"),
        "": Mark(gettext_lazy("Ikke valgt"), "QuestionmarkDiamond"),
    },
    queries.What.WORDS: {
        "above": Mark(gettext_lazy("Utgavens ord"), "Book"),
        "reworded": Mark(gettext_lazy("Egne ord"), "PencilWriting", "info"),
        "own": Mark(gettext_lazy("Eget punkt"), "Plus", "info"),
        "aside": Mark(gettext_lazy("Lagt til side"), "Archive"),
        "": Mark(gettext_lazy("Har ikke punktet"), "MinusCircle"),
    },
}


@require_GET
def matrix(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    found = queries.matrix(actor, now=clock_now())
    form = RegionFilter(request.GET, areas=queries.areas(actor))
    chosen = form.cleaned_data if form.is_valid() else {}
    technology = chosen.get("technology", "")
    rows = [one for one in found.rows if chosen.get("area", "") in ("", one.area)]
    if request.GET.get("format") in spreadsheet.TYPES:
        return _matrix_file(found, rows, technology, request.GET["format"])
    columns = [(key, name, key in actor.where(P.VIEW)) for key, name in found.columns]
    shown = [(row, _cells(row, columns, technology)) for row in rows]
    given = {"form": form, "columns": columns, "rows": shown, "query": request.GET.urlencode()}
    return page(request, "region", "region", given)


def _matrix_file(
    found: queries.Matrix, rows: Iterable[queries.Row], technology: str, kind: str
) -> HttpResponse:
    heads = [_("Nr."), _("Oppgave"), *(name for _key, name in found.columns)]
    lines = ([row.number, said(row.title), *_words(row, technology)] for row in rows)
    return _file(heads, lines, kind, _("regionen"))


def _file(heads: list[str], lines: Iterable[list[str]], kind: str, name: str) -> HttpResponse:
    response = HttpResponse(spreadsheet.written(heads, lines, kind), content_type=spreadsheet.TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{slugify(name)}.{kind}"'
    return response


def _words(row: queries.Row, technology: str) -> Iterator[str]:
    """What a cell says, in one line."""
    for cell in row.cells:
        if cell is None:
            yield _("Ikke i utgaven")
            continue
        mark = _mark(cell, technology)
        count = _("%(n)s av %(all)s") % {"n": cell.count.green, "all": cell.count.counted}
        yield f"{mark.word}, {count}" + (f", {cell.unclear} {_('uavklart')}" if cell.unclear else "")


@require_GET
def differing(request: HttpRequest) -> HttpResponse:
    """What is not alike among those who share a follow-up centre."""
    actor, now, kind = actor_of(request), clock_now(), request.GET.get("format", "")
    groups, areas = queries.groups(actor, now=now), queries.areas(actor)
    form = GroupFilter(request.GET or None, groups=groups, areas=areas)
    group, area = form.chosen()
    given: dict[str, Any] = {"form": form, "group": group, "query": request.GET.urlencode()}
    if group:
        found = queries.differences_among(actor, owners=group.owners, now=now)
        rows = [_row(one) for one in found.rows if one.task.startswith(area)]
        if kind in spreadsheet.TYPES:
            return _differing_file(found, rows, kind)
        given |= {"columns": found.columns, "page": _paged(rows, request)}
    return page(request, "differing", "differing", given)


def _paged(rows: list[dict[str, Any]], request: HttpRequest) -> Any:
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("side"))


def _differing_file(found: queries.Differences, rows: Iterable[dict[str, Any]], kind: str) -> HttpResponse:
    heads = [_("Oppgave"), _("Hva"), *(name for _key, name in found.columns)]
    lines = ([one["title"], one["what"], *(str(mark.word) for mark in one["marks"])] for one in rows)
    return _file(heads, lines, kind, _("forskjeller"))


def _row(one: queries.Differs) -> dict[str, Any]:
    what = {
        queries.What.STATUS: TECHNOLOGY_NAMES.get(one.technology, ""),
        queries.What.CHARGE: _("Ansvarlig er valgt"),
        queries.What.WORDS: said(one.words),
        queries.What.LINE: said(one.words),
    }[one.what]
    marks = DIFFERENT[one.what]
    title = f"{one.number} {said(one.title)}"
    return {
        "title": title,
        "what": str(what),
        "kind": KINDS[one.what],
        "marks": [marks[cell] for cell in one.cells],
    }


def _mark(cell: queries.Cell, technology: str) -> Mark:
    """The task's own light, or how far it has come for one technology."""
    if technology:
        return STATUS_MARKS[cell.statuses.get(Technology(technology), "")]
    return LIGHTS[cell.count.light]


def _cells(
    row: queries.Row, columns: Sequence[tuple[Any, str, bool]], technology: str
) -> list[dict[str, Any]]:
    return [_cell(*both, technology) for both in zip(row.cells, columns, strict=True)]


def _cell(cell: queries.Cell | None, column: tuple[Any, str, bool], technology: str) -> dict[str, Any]:
    key, name, may = column
    shown: dict[str, Any] = {"owner": key, "name": name, "may": may, "cell": cell}
    return shown | ({"mark": _mark(cell, technology)} if cell is not None else {})
