"""Writing in a session: a new entry, another wording, taking one back, and choosing one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from varde.governance.improvement import actions, queries
from varde.governance.improvement.forms import EntryForm, PickForm
from varde.governance.improvement.permissions import ImprovementPermission as P
from varde.governance.improvement.rules.lifecycle import Standing
from varde.governance.improvement.rules.shape import Content, Part
from varde.governance.improvement.views import parts
from varde.governance.improvement.views.run import session_page
from varde.governance.improvement.views.shown import actor_of, page
from varde.kernel.clock import now as clock_now


def _not_taken(form: Any, why: Exception) -> None:
    if isinstance(why, actions.Full):
        form.add_error(
            None, _("Økta har fått så mange bidrag som den kan ha. Det du skrev, står fortsatt her.")
        )
    else:
        form.add_error(None, _("Økta er ikke i gang. Det du skrev, er ikke lagret, men står fortsatt her."))


@require_POST
def write(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    """A part's form from the page of the session. With a fault the page comes back with what was typed."""
    actor = actor_of(request)
    content, run = queries.activities(actor), queries.run(actor, session_id=pk)
    part = run.activity.part(code)
    if part is None or part.kind == "matrix":
        raise Http404
    form = _form(request.POST, content, run, part)
    if form.is_valid() and _said(request, pk, part, form):
        return redirect(f"{reverse('improvement:session', args=[pk])}#{part.code}")
    if form.non_field_errors() or run.session.state != Standing.RUNNING:
        return page(request, "entry", "sessions", {"row": run.session, "part": part, "form": form}, 422)
    return session_page(request, pk, {code: form}, 422)


def _form(data: Any, content: Content, run: queries.Run, part: Part) -> EntryForm | PickForm:
    if part.kind == "pick":
        shown = parts.shown(content, run)
        choices = next(one["choices"] for one in shown if one["part"] is part)
        return PickForm(data, part=part, entries=choices)
    first = [one.question.code for one in run.before]
    return EntryForm(data, content=content, part=part, first=first)


def _said(
    request: HttpRequest, pk: UUID, part: Part, form: EntryForm | PickForm, line: UUID | None = None
) -> bool:
    """`line`: the entry that is worded anew; a new one carries its own."""
    about: dict[str, Any] = {"session_id": pk, "part": part.code, "now": clock_now()}
    try:
        if isinstance(form, PickForm):
            actions.pick(actor_of(request), line=UUID(form.cleaned_data["entry"]), **about)
        else:
            key = line or form.cleaned_data["line"]
            actions.write(actor_of(request), line=key, values=form.values(), **about)
    except actions.NotTaken as why:
        _not_taken(form, why)
        return False
    return True


@never_cache
def entry(request: HttpRequest, pk: UUID, line: UUID) -> HttpResponse:
    """One entry: written anew, or taken back."""
    actor = actor_of(request)
    content, run = queries.activities(actor), queries.run(actor, session_id=pk)
    part, start = _found(run, line)
    if not actor.may(P.TAKE_PART, run.session.owner_id):
        raise PermissionDenied
    first = [one.question.code for one in run.before]
    form = EntryForm(request.POST or None, content=content, part=part, first=first, start=start)
    if request.method == "POST" and _changed(request, pk, line, part, form):
        return redirect(f"{reverse('improvement:session', args=[pk])}#{part.code}")
    given = {"row": run.session, "part": part, "form": form, "line": line}
    return page(request, "entry", "sessions", given, 422 if form.is_bound else 200)


def _found(run: queries.Run, line: UUID) -> tuple[Part, dict[str, Any]]:
    for part in run.activity.parts:
        if found := run.outcome.entry(part.code, line.hex):
            return part, {**found.now.values, "line": line}
    raise Http404


def _changed(request: HttpRequest, pk: UUID, line: UUID, part: Part, form: EntryForm) -> bool:
    if request.POST.get("do") != "withdraw":
        return form.is_valid() and _said(request, pk, part, form, line)
    try:
        actions.withdraw(actor_of(request), session_id=pk, line=line, now=clock_now())
    except actions.NotTaken as why:
        _not_taken(form, why)
        return False
    messages.success(request, _("Trukket. Det står fortsatt i loggen."))
    return True
