"""The leader's list: what is overdue, each figure a way to what it is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from varde.care.pathways import queries
from varde.care.pathways.views.lists import PER_PAGE
from varde.care.pathways.views.tabs import tabs
from varde.care.pathways.views.words import role_word, stage_word
from varde.foundation import spreadsheet
from varde.foundation.accounts.http import StaffRequest
from varde.foundation.ui.components.formats import day, last_day
from varde.kernel.clock import local, now

DAY, YEAR = timedelta(days=1), timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Group:
    """One figure of the list: what it counts of what is overdue."""

    title: Any
    icon: str
    wanted: Q


GROUPS = {
    "henvisninger": Group(gettext_lazy("Ubesvarte henvisninger"), "Inbox", Q(kind="answer")),
    "kartlegging": Group(
        gettext_lazy("Kartlegginger"), "Clipboard", Q(kind="step", stage__in=["referral", "assessment"])
    ),
    "oppstart": Group(
        gettext_lazy("Tildeling og installering"),
        "Wrench",
        Q(kind="step", stage__in=["allocation", "adaptation"]),
    ),
    "opplaring": Group(gettext_lazy("Opplæring"), "Book", Q(kind="step", stage="training")),
    "drift": Group(gettext_lazy("Faste oppgaver"), "Calendar", Q(kind="recurring")),
    "evaluering": Group(
        gettext_lazy("Evalueringer"),
        "BarChart",
        Q(kind="evaluation") | Q(kind="step", stage__in=["evaluation", "decision"]),
    ),
    "retur": Group(gettext_lazy("Innhenting og avslutning"), "Package", Q(kind="closing")),
    "utrygg": Group(gettext_lazy("Ubesvart utrygghet"), "HandHeart", Q(kind="concern")),
    "pause": Group(gettext_lazy("Pauser over tiden"), "Pause", Q(kind="resume")),
    "krav": Group(gettext_lazy("Krav og grunnlag"), "SealCheckmark", Q(kind__in=["gate", "ground"])),
    "andre": Group(
        gettext_lazy("Andre"),
        "Tasklist",
        Q(kind__in=["adaptation", "hand_over"]) | Q(kind="step", stage="operation"),
    ),
    "meldinger": Group(gettext_lazy("Meldinger"), "EnvelopeClosed", Q(kind="letter")),
}


@never_cache
@require_safe
def overview(request: StaffRequest) -> HttpResponse:
    at = now()
    late = queries.late_tasks(request.actor, now=at)
    page = Paginator(_wanted(request.GET, late), PER_PAGE).get_page(request.GET.get("side"))
    today = local(at).date()
    context = {
        "page": page,
        "lines": [_row(row) for row in page],
        "figures": _figures(late),
        "share": queries.considered_share(request.actor, since=today - YEAR, until=today + DAY),
        "tabs": tabs(request.actor, "overview"),
    }
    return render(request, "pathways/overview.html", context | _asked(request.GET))


def _row(row: Any) -> dict[str, Any]:
    return {
        "task": row,
        "who": row.assigned_name or role_word(row.role),
        "stage": stage_word(row.stage),
        "due_day": last_day(row.due_at),
    }


def _asked(query: Mapping[str, Any]) -> dict[str, Any]:
    chosen = query.get("vis", "")
    return {"chosen": chosen, "group": GROUPS.get(chosen), "words": str(query.get("q", ""))[:100]}


def _wanted(query: Mapping[str, Any], rows: Any) -> Any:
    group = GROUPS.get(query.get("vis", ""))
    rows = rows.filter(group.wanted) if group else rows
    words = " ".join(str(query.get("q", "")).split())[:100].casefold()
    for word in words.split():
        rows = rows.filter(case__recipient__name_key__contains=word)
    return rows


def _figures(rows: Any) -> list[dict[str, Any]]:
    """One count for each group, in one query."""
    counts = rows.order_by().aggregate(
        **{code: Count("pk", filter=group.wanted) for code, group in GROUPS.items()}
    )
    return [
        {"code": code, "title": group.title, "icon": group.icon, "count": counts[code], "url": f"?vis={code}"}
        for code, group in GROUPS.items()
        if counts[code]
    ]


@never_cache
@require_safe
def overview_export(request: StaffRequest) -> HttpResponse:
    """The same list as a file: who, what, whose, and since when."""
    rows = _wanted(request.GET, queries.late_tasks(request.actor, now=now()))
    heads = [_("Navn"), _("Tjeneste"), _("Fase"), _("Oppgave"), _("Hvem har den"), _("Frist")]
    lines = (
        [
            one.case.recipient.name,
            one.case.template.name,
            stage_word(one.stage),
            one.title,
            one.assigned_name or role_word(one.role),
            day(last_day(one.due_at)),
        ]
        for one in rows.select_related("case__template")
    )
    return sheet("forfalt", heads, lines)


def sheet(name: str, heads: list[str], lines: Iterable[list[str]]) -> HttpResponse:
    response = HttpResponse(spreadsheet.written(heads, lines, "xlsx"), content_type=spreadsheet.TYPES["xlsx"])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response
