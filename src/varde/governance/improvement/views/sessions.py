"""The list of sessions, and planning one."""

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

from varde.governance.improvement import actions, queries
from varde.governance.improvement.forms import SessionFilter, SessionForm
from varde.governance.improvement.permissions import ImprovementPermission as P
from varde.governance.improvement.rules.lifecycle import NotAllowed
from varde.governance.improvement.views.shown import actor_of, page
from varde.kernel.clock import now as clock_now

PER_PAGE = 25


@require_GET
@never_cache
def sessions(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    content = queries.activities(actor)
    form = SessionFilter(request.GET, content=content)
    rows = queries.sessions(actor, search=request.GET.get("q", "")[:100])
    wanted = {name: form.cleaned_data[name] for name in ("state", "activity")} if form.is_valid() else {}
    shown = Paginator(rows.filter(**{k: v for k, v in wanted.items() if v}), PER_PAGE)
    names = {one.code: one.title for one in content.activities}
    lines = [(row, names.get(row.activity)) for row in shown.get_page(request.GET.get("side"))]
    given = {"form": form, "page": shown.get_page(request.GET.get("side")), "lines": lines}
    return page(request, "sessions", "sessions", given | {"may_lead": actor.may(P.FACILITATE)})


@never_cache
def new(request: HttpRequest, code: str) -> HttpResponse:
    actor = actor_of(request)
    activity = queries.activities(actor).activity(code)
    if activity is None:
        raise Http404
    if not actor.may(P.FACILITATE):
        raise PermissionDenied
    before = request.GET.get("bygger")
    form = SessionForm(request.POST or None, actor=actor, activity=activity, now=clock_now(), before=before)
    if request.method == "POST" and form.is_valid():
        row = actions.plan_session(actor, activity=code, values=form.cleaned_data)
        messages.success(request, _("Økta er planlagt."))
        return redirect("improvement:session", row.pk)
    return _form(request, form, activity, None)


@never_cache
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    row = queries.session(actor, session_id=pk)
    activity = queries.activities(actor).activity(row.activity)
    if activity is None or not actor.may(P.FACILITATE, row.owner_id):
        raise PermissionDenied
    form = SessionForm(request.POST or None, actor=actor, activity=activity, now=clock_now(), row=row)
    if request.method == "POST" and form.is_valid():
        _change(request, pk, form.cleaned_data)
        return redirect("improvement:session", pk)
    return _form(request, form, activity, row)


def _change(request: HttpRequest, pk: UUID, values: dict[str, Any]) -> None:
    try:
        actions.change_session(actor_of(request), session_id=pk, values=values)
        messages.success(request, _("Lagret."))
    except NotAllowed:
        messages.error(request, _("Økta er avsluttet. Åpne den igjen for å endre den."))


def _form(request: HttpRequest, form: SessionForm, activity: Any, row: Any) -> HttpResponse:
    given = {"form": form, "activity": activity, "row": row}
    return page(request, "session_form", "sessions", given, 422 if form.is_bound else 200)
