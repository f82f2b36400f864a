"""One proposal, what can be done with it, and value against effort."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from varde.foundation.ui.components.formats import day, said
from varde.governance.improvement import queries
from varde.governance.improvement.forms import GridFilter
from varde.governance.improvement.permissions import ImprovementPermission as P
from varde.governance.improvement.rules.codes import EFFECT_NAMES, SCALE, Effect
from varde.governance.improvement.rules.lifecycle import OPEN, TO_CHECK, VERB_NAMES, NotAllowed, State, Verb
from varde.governance.improvement.rules.weighing import weight
from varde.governance.improvement.views.acts import ACTS, Act, fits, offered, permitted
from varde.governance.improvement.views.shown import actor_of, page, weighed
from varde.kernel.actor import Actor
from varde.kernel.clock import local
from varde.kernel.clock import now as clock_now

SIGNS = {
    Verb.PROPOSE: ("Plus", "info"),
    Verb.CHOOSE: ("Play", "success"),
    Verb.POSTPONE: ("Hourglass", "neutral"),
    Verb.DECLINE: ("MinusCircle", "neutral"),
    Verb.FINISH: ("Checkmark", "success"),
    Verb.CHECK: ("Eye", "success"),
    Verb.REOPEN: ("ArrowUndo", "warning"),
}
MOVED = gettext_lazy("Noen andre har flyttet forslaget imens. Se hvordan det står nå.")
IN_A_CELL = 3  # titles in one cell of the grid; the rest is a number


@never_cache
def proposal(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, now = actor_of(request), clock_now()
    row = queries.proposal(actor, proposal_id=pk)
    given = {
        "row": row,
        "weight": weighed(row),
        "task": queries.tasks(actor, owner_id=row.owner_id).get(row.task) if row.task else None,
        "acts": offered(actor, row),
        "may_change": actor.may(P.PROPOSE, row.owner_id)
        and (row.state == State.NEW or actor.may(P.DECIDE, row.owner_id)),
        "is_late": row.state in TO_CHECK and row.check_on is not None and row.check_on <= local(now).date(),
        "entries": [_entry(one) for one in queries.entries(actor, proposal_id=pk)],
        "now": now,
    }
    return page(request, "proposal", "proposals", given | _origin(actor, row))


def _origin(actor: Actor, row: Any) -> dict[str, Any]:
    """The session it came from, and the question or part there, for who may see sessions."""
    if row.session_id is None or not actor.may(P.TAKE_PART, row.owner_id):
        return {}
    content = queries.activities(actor)
    question = content.questions().get(row.line)
    activity = content.activity(row.session.activity)
    part = activity.part(row.part) if activity else None
    return {"session": row.session, "stands": said(question.words if question else part and part.title)}


def _entry(one: Any) -> dict[str, Any]:
    verb = Verb(one.verb)
    icon, color = SIGNS[verb]
    said_words = [_(EFFECT_NAMES[Effect(one.effect)])] if one.effect else []
    text = ": ".join([*said_words, *([one.text] if one.text else [])])
    if one.due_on:
        due = _("Dag: %(day)s") % {"day": day(one.due_on)}
        text = f"{text} · {due}"
    title = _(VERB_NAMES[verb])
    return {"at": one.at, "title": title, "who": one.by_name, "text": text, "icon": icon, "color": color}


@never_cache
def act(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """The page of one act: its form, or what it did."""
    actor, now = actor_of(request), clock_now()
    row, one = queries.proposal(actor, proposal_id=pk), ACTS.get(name)
    if one is None or not permitted(actor, row, one):
        raise Http404
    form = one.form(request.POST or None, now)
    if request.method == "POST" and form.is_valid() and _performed(request, one, pk, form):
        return redirect("improvement:proposal", pk)
    if not form.is_bound and not fits(row, one):
        messages.error(request, MOVED)
        return redirect("improvement:proposal", pk)
    given = {"row": row, "act": one, "form": form}
    return page(request, "act", "proposals", given, status=422 if form.is_bound else 200)


def _performed(request: HttpRequest, one: Act, pk: UUID, form: Any) -> bool:
    """Not when somebody else was first: what was typed then stands in the form."""
    try:
        one.perform(actor_of(request), pk, form.cleaned_data, clock_now())
    except NotAllowed:
        form.add_error(None, MOVED)
        return False
    messages.success(request, str(one.done))
    return True


@require_GET
def grid(request: HttpRequest) -> HttpResponse:
    """Value against effort: what is worth much and costs little stands in the upper left."""
    form = GridFilter(request.GET or None)
    everything = form.is_valid() and form.cleaned_data["everything"]
    found = queries.grid(actor_of(request), states=frozenset(State) if everything else OPEN)
    lines = [(value, [_cell(found, value, effort) for effort in SCALE]) for value in reversed(SCALE)]
    given = {"form": form, "lines": lines, "efforts": SCALE, "unweighed": found.unweighed}
    return page(request, "grid", "grid", given | {"count": sum(map(len, found.cells.values()))})


def _cell(found: queries.Grid, value: int, effort: int) -> dict[str, Any]:
    rows = found.cells.get((value, effort), ())
    return {
        "value": value,
        "effort": effort,
        "weight": weight(value, effort),
        "rows": rows[:IN_A_CELL],
        "more": max(0, len(rows) - IN_A_CELL),
        "count": len(rows),
    }
