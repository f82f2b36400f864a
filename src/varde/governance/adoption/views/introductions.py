"""The list of introductions and its file, a new one, and the page of one."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from varde.foundation.ui.components.formats import day
from varde.governance.adoption import actions, queries
from varde.governance.adoption.forms import IntroductionFilter, IntroductionForm
from varde.governance.adoption.permissions import AdoptionPermission as P
from varde.governance.adoption.rules.codes import Technology
from varde.governance.adoption.rules.lifecycle import STATE_NAMES, VERB_NAMES, State, Verb
from varde.governance.adoption.views.acts import offered, people_of, unit_acts
from varde.governance.adoption.views.evaluating import lines_of, may_evaluate
from varde.governance.adoption.views.shown import PER_PAGE, actor_of, file, in_words, page
from varde.kernel.clock import local
from varde.kernel.clock import now as clock_now

ICONS = {
    Verb.BEGIN: ("Play", "info"),
    Verb.FINISH: ("CheckmarkCircle", "success"),
    Verb.REOPEN: ("ArrowUndo", "warning"),
    Verb.STOP: ("Stop", "danger"),
    Verb.RESUME: ("ArrowsCirclepath", "info"),
    Verb.CREATE: ("Plus", "info"),
    Verb.START_UNIT: ("TrendUp", "info"),
    Verb.LEARN: ("NotePencil", "success"),
    Verb.EVALUATE: ("BarChart", "info"),
}
ROAD = (State.GROUNDWORK, State.INTRODUCING, State.OPERATION)


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Where the menu leads: the introductions for who may see them, else the spread."""
    return redirect("adoption:introductions" if actor_of(request).may(P.VIEW) else "adoption:spread")


def _wanted(request: HttpRequest) -> tuple[IntroductionFilter, Any]:
    form = IntroductionFilter(request.GET)
    rows = queries.introductions(actor_of(request), search=request.GET.get("q", "").strip())
    return form, form.narrowed(rows)


@require_GET
@never_cache
def introductions(request: HttpRequest) -> HttpResponse:
    form, rows = _wanted(request)
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("side"))
    given = {"form": form, "page": shown, "query": request.GET.urlencode()}
    given |= {"may_lead": actor_of(request).may(P.LEAD), "today": local(clock_now()).date()}
    return page(request, "introductions", "introductions", given)


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    heads = [
        _("Virksomhet"), _("Teknologi"), _("Status"), _("Mål"), _("Ansvarlig"), _("Stedfortreder"), _("Start"),
        _("Enheter"), _("Evaluerte enheter"), _("Neste MTO-evaluering"),
    ]  # fmt: skip
    return file(request, "innforinger", heads, map(_line, _wanted(request)[1]))


def _line(row: Any) -> list[str]:
    due = day(row.evaluate_on) if row.evaluate_on else ""
    told = [row.owner.name, str(row.get_technology_display()), str(row.get_state_display()), row.goals]
    counts = [str(row.n_units), str(row.n_evaluated)]
    return [*told, row.responsible_name, row.deputy_name, day(row.starts_on), *counts, due]


@never_cache
def new(request: HttpRequest) -> HttpResponse:
    actor, now = actor_of(request), clock_now()
    places = queries.led_places(actor)
    form = IntroductionForm(
        request.POST or None,
        places=places,
        people=people_of(actor, now),
        today=local(now).date(),
        initial={"technology": request.GET.get("technology", "")},
    )
    if request.method == "POST" and form.is_valid() and (made := _started(request, form)):
        return redirect("adoption:introduction", made)
    return page(request, "new", "introductions", {"form": form}, 422 if form.is_bound else 200)


def _started(request: HttpRequest, form: IntroductionForm) -> UUID | None:
    """The key of the new introduction. None: the form says what is wrong."""
    given = form.cleaned_data
    try:
        row = actions.start_introduction(
            actor_of(request),
            owner_id=given["owner"],
            technology=Technology(given["technology"]),
            values=given,
            now=clock_now(),
        )
    except actions.AlreadyOpen:
        form.add_error("technology", _("Dere har allerede en innføring av denne teknologien i gang."))
        return None
    messages.success(request, _("Innføringen er opprettet. Begynn med forarbeidet og enhetene."))
    return row.pk


@require_GET
@never_cache
def introduction(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, now = actor_of(request), clock_now()
    seen = queries.introduction_page(actor, introduction_id=pk)
    given = {
        "row": seen.row,
        "seen": seen,
        "now": now,
        "road": _road(seen.row),
        "missing": in_words(seen.missing),
        "units": [(one, in_words(one.missing), unit_acts(actor, one.row)) for one in seen.units],
        "acts": offered(actor, seen.row),
        "may_evaluate": may_evaluate(request, seen.row),
    }
    given |= _day(seen.row, local(now).date())
    return page(request, "introduction", "introductions", given | _below(request, pk))


def _below(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    """The newest evaluations, and what has happened."""
    actor = actor_of(request)
    log = Paginator(queries.entries(actor, introduction_id=pk), PER_PAGE).get_page(request.GET.get("side"))
    newest = queries.evaluations(actor, introduction_id=pk)[:3]
    return {"log": log, "entries": [_entry(one) for one in log], "evaluations": lines_of(newest)}


def _day(row: Any, today: date) -> dict[str, Any]:
    is_late = row.evaluate_on is not None and row.evaluate_on < today and row.state != State.STOPPED
    return {"today": today, "is_late": is_late}


def _road(row: Any) -> list[dict[str, str]]:
    """The three parts, and where it is; where it was when it was stopped."""
    here = ROAD.index(State(row.was if row.state == State.STOPPED else row.state))
    stands = ["done" if at < here else "ahead" if at > here else "current" for at in range(len(ROAD))]
    return [
        {"title": _(STATE_NAMES[state]), "state": stand} for state, stand in zip(ROAD, stands, strict=True)
    ]


def _entry(one: Any) -> dict[str, Any]:
    icon, color = ICONS.get(Verb(one.verb), ("Circle", "neutral"))
    title = _(VERB_NAMES[Verb(one.verb)])
    return {"at": one.at, "title": title, "who": one.by_name, "text": one.text, "icon": icon, "color": color}
