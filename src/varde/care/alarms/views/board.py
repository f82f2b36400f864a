"""The board: every open alarm that this person receives for."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from varde.care.alarms import queries
from varde.care.alarms.permissions import AlarmPermission as P
from varde.care.alarms.views.rows import Row, busy, rows
from varde.foundation.accounts.http import StaffRequest
from varde.kernel.actor import Actor
from varde.kernel.clock import now

NOTHING_NEW = 204
ALL, CRITICAL, MINE = "alle", "kritiske", "mine"


def shown(actor: Actor, chosen: str, number: int) -> dict[str, Any]:
    """What both the page and the fragment need."""
    at = now()
    every = rows(actor, list(queries.board(actor)), at)
    kept = [row for row in every if _kept(row, chosen)]
    return {
        "now": at,
        "number": number,
        "chosen": chosen,
        "alarms": [row for row in kept if not row.is_technical],
        "technical": [row for row in kept if row.is_technical],
        "busy": busy(every),
        "all": every,
        "tabs": _tabs(every, chosen),
        "critical_new": sum(row.is_loud and row.is_critical for row in every),
        "handover_url": reverse("alarms:handover"),
        "history_url": reverse("alarms:history") if actor.may(P.VIEW_HISTORY) else "",
        "records_url": reverse("alarms:records") if actor.may(P.COPY_RECORD) else "",
        "loud": [row for row in every if row.is_loud],
        "may_answer": actor.may(P.ANSWER),
    }


def _kept(row: Row, chosen: str) -> bool:
    return {CRITICAL: row.is_critical, MINE: row.is_mine}.get(chosen, True)


def _tabs(every: list[Row], chosen: str) -> list[dict[str, Any]]:
    words = {ALL: _("Alle"), CRITICAL: _("Kritiske"), MINE: _("Mine")}
    return [
        {
            "title": title,
            "url": f"?vis={key}",
            "current": key == chosen,
            "count": sum(_kept(row, key) for row in every),
        }
        for key, title in words.items()
    ]


def _chosen(request: StaffRequest) -> str:
    wish = request.GET.get("vis", ALL)
    return wish if wish in (ALL, CRITICAL, MINE) else ALL


@never_cache
@require_safe
def board(request: StaffRequest) -> HttpResponse:
    """The page; or its fragment, and nothing at all (204) when nothing has happened since the number it was shown."""
    number = queries.board_number(request.actor)
    if request.htmx and request.GET.get("n") == str(number):
        return HttpResponse(status=NOTHING_NEW)
    page = "alarms/_board.html" if request.htmx else "alarms/board.html"
    return render(request, page, shown(request.actor, _chosen(request), number))


@never_cache
@require_safe
def waiting(request: StaffRequest) -> JsonResponse:
    """How many alarms ring for this person now. A bare number: for the tone on other pages."""
    return JsonResponse({"ringing": queries.ringing(request.actor)})
