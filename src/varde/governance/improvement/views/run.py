"""A session while it runs: its page, its steps, who takes part, and placing questions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from varde.foundation.ui.components.formats import said
from varde.governance.improvement import actions, queries
from varde.governance.improvement.forms import PeopleForm
from varde.governance.improvement.permissions import ImprovementPermission as P
from varde.governance.improvement.rules.lifecycle import TURNS, NotAllowed, Standing, Turn
from varde.governance.improvement.rules.people import TooMany
from varde.governance.improvement.views import parts
from varde.governance.improvement.views.shown import actor_of, page, time_left
from varde.kernel.actor import Actor
from varde.kernel.clock import now as clock_now

NOTHING_NEW = 204
STEPS: dict[str, tuple[Turn, Any]] = {
    "start": (Turn.START, lambda: _("Økta er i gang.")),
    "avslutt": (Turn.END, lambda: _("Økta er avsluttet.")),
    "apne": (Turn.REOPEN, lambda: _("Økta er åpnet igjen.")),
    "avlys": (Turn.CALL_OFF, lambda: _("Økta er avlyst.")),
}


@never_cache
def session(request: HttpRequest, pk: UUID) -> HttpResponse:
    return session_page(request, pk)


def session_page(
    request: HttpRequest, pk: UUID, sent: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """`sent`: forms that came back with faults, by part; "people" is that of the participants."""
    actor, now = actor_of(request), clock_now()
    content, run = queries.activities(actor), queries.run(actor, session_id=pk)
    is_running = run.session.state == Standing.RUNNING
    given = {
        **parts.whole(content, run, sent),
        "is_running": is_running,
        "following": next((one for one in content.activities if one.builds_on == run.activity.code), None),
        "people_form": (sent or {}).get("people") or PeopleForm(),
        "left": time_left(run.session, now) if is_running else "",
    }
    return page(request, "session", "sessions", given | _may(actor, run.session), status)


def _may(actor: Actor, row: Any) -> dict[str, Any]:
    lead = actor.may(P.FACILITATE, row.owner_id)
    turns = {turn.value for turn in TURNS[Standing(row.state)]} if lead else set()
    return {
        "may_lead": lead,
        "turns": turns,
        "is_over": row.state in (Standing.ENDED, Standing.CALLED_OFF),
        "may_offer": lead and row.state == Standing.ENDED,
        "key": str(row.pk),
    }


@require_POST
def turn(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    if name not in STEPS:
        raise Http404
    step, done = STEPS[name]
    try:
        actions.turn_session(actor_of(request), session_id=pk, turn=step, now=clock_now())
        messages.success(request, done())
    except NotAllowed:
        messages.error(request, _("Noen andre har flyttet økta imens. Se hvordan den står nå."))
    return redirect("improvement:session", pk)


@require_POST
def people(request: HttpRequest, pk: UUID) -> HttpResponse:
    form = PeopleForm(request.POST)
    if form.is_valid():
        try:
            given = form.cleaned_data["people"]
            actions.add_participants(actor_of(request), session_id=pk, people=given)
            return redirect(f"{reverse('improvement:session', args=[pk])}#deltakere")
        except TooMany:
            form.add_error("people", _("Det er for mange deltakere i økta."))
        except NotAllowed:
            form.add_error("people", _("Økta er avsluttet. Åpne den igjen for å endre den."))
    return session_page(request, pk, {"people": form}, 422)


@require_POST
def leave(request: HttpRequest, pk: UUID, person: UUID) -> HttpResponse:
    try:
        actions.remove_participant(actor_of(request), participant_id=person)
    except NotAllowed:
        messages.error(request, _("Økta er avsluttet. Åpne den igjen for å endre den."))
    return redirect(f"{reverse('improvement:session', args=[pk])}#deltakere")


@require_POST
def place(request: Any, pk: UUID) -> HttpResponse:
    """A question into a cell ("question:cell"; no cell takes it out): the board again, or the page at what comes next."""
    question, _colon, cell = request.POST.get("place", "").partition(":")
    try:
        actions.place(request.actor, session_id=pk, question=question, cell=cell, now=clock_now())
    except actions.NotTaken:
        messages.error(request, _("Økta tar ikke imot mer nå. Plasseringen ble ikke lagret."))
        return _to_the_page(request, pk)
    content, run = queries.activities(request.actor), queries.run(request.actor, session_id=pk)
    words = _told(content, run, question, cell)
    if request.htmx:
        return render(request, "improvement/_board.html", _board(content, run, words))
    messages.success(request, words)
    following = run.outcome.unplaced[0].question.code if run.outcome.unplaced else question
    return _to_the_page(request, pk, f"#q-{following}")


def _to_the_page(request: Any, pk: UUID, at: str = "") -> HttpResponse:
    url = f"{reverse('improvement:session', args=[pk])}{at}"
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def _told(content: Any, run: Any, question: str, cell: str) -> str:
    """Where it lies now, and how far the group has come: read aloud."""
    title = said(content.questions()[question].title)
    where = next((said(one.title) for one in content.cells if one.code == cell), "")
    given = {"title": title, "cell": where, "n": run.outcome.placed, "all": run.outcome.asked}
    if not cell:
        return _("«%(title)s» er tatt ut igjen. %(n)d av %(all)d er plassert.") % given
    return _("«%(title)s» ligger i «%(cell)s». %(n)d av %(all)d er plassert.") % given


def _board(content: Any, run: Any, words: str = "") -> dict[str, Any]:
    return {"run": run, "row": run.session, "told": words, **parts.board(content, run)}


@never_cache
@require_GET
def board(request: Any, pk: UUID) -> HttpResponse:
    """The board for a page that asks again and again; nothing at all while nobody has said anything new."""
    run = queries.run(request.actor, session_id=pk)
    if run.activity.matrix is None:
        raise Http404
    if run.session.state != Standing.RUNNING:
        return _to_the_page(request, pk)
    if request.GET.get("seen") == run.seen:
        return HttpResponse(status=NOTHING_NEW)
    return render(request, "improvement/_board.html", _board(queries.activities(request.actor), run))
