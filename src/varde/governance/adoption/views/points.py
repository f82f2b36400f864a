"""One checklist of an introduction, with a small form for each point."""

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
from django.views.decorators.http import require_GET

from varde.governance.adoption import actions, queries
from varde.governance.adoption.forms import PointForm
from varde.governance.adoption.permissions import AdoptionPermission as P
from varde.governance.adoption.rules.codes import Part, Word
from varde.governance.adoption.rules.lifecycle import NotAllowed, State, Verb, may
from varde.governance.adoption.views.shown import actor_of, page
from varde.kernel.clock import now as clock_now


def _part(name: str) -> Part:
    try:
        return Part(name)
    except ValueError:
        raise Http404 from None


@require_GET
@never_cache
def points(request: HttpRequest, pk: UUID, part: str) -> HttpResponse:
    actor = actor_of(request)
    seen = queries.checklist(actor, introduction_id=pk, part=_part(part))
    may_answer = actor.may(P.CONTRIBUTE, seen.row.owner_id) and may(State(seen.row.state), Verb.ANSWER)
    sections = [(one, [(line, _form(line, seen.part)) for line in one.lines]) for one in seen.sections]
    return page(
        request,
        "points",
        "introductions",
        {"row": seen.row, "seen": seen, "sections": sections, "may_answer": may_answer},
    )


def _form(line: queries.Line, part: Part, data: Any = None) -> PointForm:
    """Ids differ from line to line."""
    start: dict[str, Any] = {"address": line.address}
    if line.answer:
        start |= {"word": line.answer.word, "note": line.answer.note}
    return PointForm(data, initial=start, auto_id=f"id_{line.anchor}_%s", needs_note=part is Part.CRITERIA)


@never_cache
def answer(request: HttpRequest, pk: UUID, part: str) -> HttpResponse:
    """The page of one point; `address` says which."""
    actor, data = actor_of(request), request.POST if request.method == "POST" else None
    seen = queries.checklist(actor, introduction_id=pk, part=_part(part))
    line = _line(seen, (data or request.GET).get("address", ""))
    if not actor.may(P.CONTRIBUTE, seen.row.owner_id):
        raise PermissionDenied
    form = _form(line, seen.part, data)
    if data is not None and form.is_valid():
        _answer(request, pk, form.cleaned_data)
        return redirect(f"{reverse('adoption:points', args=[pk, part])}#{line.anchor}")
    given = {"row": seen.row, "seen": seen, "line": line, "form": form}
    return page(request, "answer", "introductions", given, 422 if form.is_bound else 200)


def _line(seen: queries.ChecklistPage, address: str) -> queries.Line:
    found = (line for section in seen.sections for line in section.lines if line.address == address)
    if (line := next(found, None)) is None:
        raise Http404
    return line


def _answer(request: HttpRequest, pk: UUID, given: dict[str, Any]) -> None:
    word, values = Word(given["word"]), {"address": given["address"], "note": given["note"]}
    try:
        actions.answer_point(actor_of(request), introduction_id=pk, word=word, now=clock_now(), **values)
        messages.success(request, _("Svaret er lagret."))
    except NotAllowed:
        messages.error(request, _("Innføringen er stanset. Ta den opp igjen før du svarer."))
