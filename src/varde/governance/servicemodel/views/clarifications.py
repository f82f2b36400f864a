"""What is not settled, across tasks; one clarification with its history; the list as a file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from varde.foundation import spreadsheet
from varde.foundation.ui.components.formats import day
from varde.governance.servicemodel import actions, queries
from varde.governance.servicemodel.forms import MoveForm, ReopenForm, SettledForm, UnclearFilter
from varde.governance.servicemodel.permissions import ServiceModelPermission as P
from varde.governance.servicemodel.views.shown import actor_of, page
from varde.ground.organisations import queries as organisations
from varde.kernel.clock import local
from varde.kernel.clock import now as clock_now

PER_PAGE = 25


def _wanted(request: HttpRequest) -> Any:
    everything = bool(request.GET.get("everything"))
    return queries.unclear(actor_of(request), search=request.GET.get("q", "")[:100], everything=everything)


@require_GET
@never_cache
def unclear(request: HttpRequest) -> HttpResponse:
    shown = Paginator(_wanted(request), PER_PAGE).get_page(request.GET.get("side"))
    given = {"form": UnclearFilter(request.GET), "page": shown, "query": request.GET.urlencode()}
    return page(request, "unclear", "unclear", given | {"today": local(clock_now()).date()})


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The same list as a file."""
    heads = [
        _("Virksomhet"),
        _("Oppgave"),
        _("Spørsmål"),
        _("Avklares av"),
        _("Frist"),
        _("Svar"),
        _("Avklart"),
    ]
    kind = "xlsx" if request.GET.get("format") == "xlsx" else "csv"
    response = HttpResponse(spreadsheet.written(heads, map(_exported, _wanted(request)), kind))
    response.headers["Content-Type"] = spreadsheet.TYPES[kind]
    response.headers["Content-Disposition"] = f'attachment; filename="uavklart.{kind}"'
    return response


def _exported(one: Any) -> list[str]:
    answered = day(one.answered_at) if one.answered_at else ""
    return [one.owner.name, one.task, one.question, one.name, day(one.due_on), one.answer, answered]


@never_cache
def clarification(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    row = get_object_or_404(queries.unclear(actor, everything=True), pk=pk)
    may = actor.may(P.ANSWER, row.owner_id)
    if request.method == "POST" and not may:
        raise PermissionDenied
    shown = _forms(request, row) if may else {}
    if request.method == "POST" and _done(request, row, shown):
        return redirect("servicemodel:clarification", pk)
    history = [_entry(one) for one in queries.history_of(actor, clarification_id=pk)]
    given = {"row": row, "forms": shown, "history": history, "now": clock_now()}
    return page(request, "clarification", "unclear", given, 422 if request.method == "POST" else 200)


def _forms(request: HttpRequest, row: Any) -> dict[str, forms.Form]:
    """The forms that fit it now; the one that was sent in is bound."""
    people = [(one.pk, one.name) for one in organisations.staff(actor_of(request), now=clock_now())]
    sent = request.POST.get("do") if request.method == "POST" else None
    start = {"due_on": row.due_on, "person": str(row.user_id or ""), "name": "" if row.user_id else row.name}

    def data(name: str) -> Any:
        return request.POST if sent == name else None

    if row.answered_at is not None:
        return {"reopen": ReopenForm(data("reopen"), prefix="reopen")}
    return {
        "answer": SettledForm(data("answer"), prefix="answer"),
        "move": MoveForm(data("move"), prefix="move", people=people, initial=start),
    }


def _done(request: HttpRequest, row: Any, shown: dict[str, forms.Form]) -> bool:
    form = shown.get(request.POST.get("do", ""))
    if form is None or not form.is_valid():
        return False
    actor, given, now = actor_of(request), form.cleaned_data, clock_now()
    if isinstance(form, SettledForm):
        actions.answer_clarification(actor, clarification_id=row.pk, answer=given["answer"], now=now)
    elif isinstance(form, ReopenForm):
        actions.reopen_clarification(actor, clarification_id=row.pk, why=given["why"], now=now)
    else:
        chosen = {name: given[name] for name in ("due_on", "name", "user_id")}
        actions.move_clarification(actor, clarification_id=row.pk, now=now, **chosen)
    messages.success(request, _("Lagret."))
    return True


def _entry(one: Any) -> dict[str, Any]:
    words = {
        "raised": (_("Tatt opp"), "QuestionmarkDiamond", "info"),
        "moved": (_("Flyttet"), "ArrowRight", "neutral"),
        "answered": (_("Avklart"), "CheckmarkCircle", "success"),
        "reopened": (_("Åpnet på nytt"), "ArrowUndo", "warning"),
    }
    title, icon, color = words.get(one.verb, (one.verb, "Circle", "neutral"))
    due = _("Frist %(day)s") % {"day": day(one.due_on)}
    text = f"{one.text} · {due}" if one.text else due
    return {"at": one.at, "title": title, "who": one.by_name, "text": text, "icon": icon, "color": color}
