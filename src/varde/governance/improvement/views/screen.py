"""What the session shows the room, what it leaves on paper, and its log."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from varde.foundation.ui.components.formats import said
from varde.governance.improvement import queries
from varde.governance.improvement.permissions import ImprovementPermission as P
from varde.governance.improvement.rules.lifecycle import Standing
from varde.governance.improvement.rules.shape import CELL, ENTRY, Content
from varde.governance.improvement.views import parts
from varde.governance.improvement.views.shown import MARKS, actor_of, page, time_left
from varde.kernel.clock import now as clock_now

PER_PAGE = 50
# What hangs on the wall is the session alone: no menu and no search. Nobody touches it, so it does not say that nobody is
# there: else it would lock the same person's work in the window beside it. The server still ends what nobody touches.
WALL: dict[str, Any] = {"nav": (), "search_url": "", "idle_seconds": 0}
LATEST = 6  # entries of a part on the big screen


@never_cache
@require_GET
def screen(request: Any, pk: UUID) -> HttpResponse:
    """For the wall: the page, or the part of it that is renewed."""
    given = _screen(request, pk)
    if request.htmx:
        return render(request, "improvement/_screen.html", given)
    return page(request, "screen", "sessions", {**given, **WALL})


def _screen(request: Any, pk: UUID) -> dict[str, Any]:
    actor, now = actor_of(request), clock_now()
    content, run = queries.activities(actor), queries.run(actor, session_id=pk)
    given = parts.whole(content, run)
    given["parts"] = [{**one, "latest": one.get("entries", [])[-LATEST:]} for one in given["parts"]]
    is_running = run.session.state == Standing.RUNNING
    return {**MARKS, **given, "left": time_left(run.session, now) if is_running else ""}


@never_cache
@require_GET
def outcome(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the session came to, on one page to print."""
    actor = actor_of(request)
    content, run = queries.activities(actor), queries.run(actor, session_id=pk)
    may = {"may_lead": actor.may(P.FACILITATE, run.session.owner_id)}
    return page(request, "outcome", "sessions", parts.whole(content, run) | may)


@never_cache
@require_GET
def log(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every word that was said, also those that later ones replaced."""
    actor = actor_of(request)
    row, content = queries.session(actor, session_id=pk), queries.activities(actor)
    shown = Paginator(queries.log(actor, session_id=pk), PER_PAGE).get_page(request.GET.get("side"))
    lines = [_line(content, row.activity, one) for one in shown]
    return page(request, "log", "sessions", {"row": row, "page": shown, "lines": lines, "now": clock_now()})


def _line(content: Content, code: str, one: Any) -> dict[str, Any]:
    activity = content.activity(code)
    part = activity.part(one.part) if activity else None
    question = content.questions().get(one.line)
    title = said(question.title) if question else said(part.title) if part else one.part
    icon, color, text = "NotePencil", "info", parts.in_words(content, part, one.values)
    if one.is_withdrawn:
        icon, color = "ArrowUndo", "warning"
        text = _("Tatt ut igjen") if question else _("Trukket: %(text)s") % {"text": text}
    elif CELL in one.values:
        cell = next((cell for cell in content.cells if cell.code == one.values[CELL]), None)
        icon, text = "Pin", said(cell.title) if cell else one.values[CELL]
    elif ENTRY in one.values:
        icon, text = "Star", _("Valgt for utprøving")
    return {"at": one.at, "title": title, "who": one.by_name, "text": text, "icon": icon, "color": color}
