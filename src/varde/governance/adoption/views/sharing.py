"""The national goals, and what municipalities have shared with each other."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from varde.governance.adoption import actions, queries
from varde.governance.adoption.forms import PlaceForm, SharedFilter
from varde.governance.adoption.permissions import AdoptionPermission as P
from varde.governance.adoption.rules.codes import GOAL_NAMES, Reached
from varde.governance.adoption.views.shown import PER_PAGE, REACHED, actor_of, file, page
from varde.kernel.actor import Actor


@require_GET
@never_cache
def goals(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    found = [
        (
            _(GOAL_NAMES[one.goal.goal]),
            one,
            [(REACHED[reached], one.count(reached)) for reached in Reached if one.count(reached)],
        )
        for one in queries.goals(actor)
    ]
    return page(request, "goals", "goals", {"goals": found, "may_report": actor.may(P.REPORT)})


def _wanted(request: HttpRequest) -> tuple[SharedFilter, Any]:
    form = SharedFilter(request.GET)
    rows = queries.shared(actor_of(request), search=request.GET.get("q", "").strip())
    return form, form.narrowed(rows)


@require_GET
@never_cache
def shared(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    form, rows = _wanted(request)
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("side"))
    given = {"form": form, "page": shown, "lines": _lines(actor, list(shown))}
    given |= {"query": request.GET.urlencode(), "may_view": actor.may(P.VIEW), "may_lead": actor.may(P.LEAD)}
    return page(request, "shared", "shared", given)


def _lines(actor: Actor, rows: list[Any]) -> list[dict[str, Any]]:
    """Each with who has taken it over, whether theirs is older, and whether there is somebody left who may."""
    taken = queries.taken(actor, shared_ids=[row.pk for row in rows]) if actor.may(P.VIEW) else {}
    led = actor.where(P.LEAD)
    return [
        {
            "row": row,
            "mine": [(one, one.taken_version != row.version) for one in taken.get(row.pk, [])],
            "is_own": row.maker_id in actor.where(P.VIEW),
            "may_take": bool(led - {row.maker_id} - {one.owner_id for one in taken.get(row.pk, [])}),
            "led": led,
        }
        for row in rows
    ]


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    heads = [_("Tittel"), _("Teknologi"), _("Slag"), _("Lenke eller dokument-ID"), _("Versjon"), _("Delt av")]
    return file(request, "delte-leveranser", heads, map(_line, _wanted(request)[1]))


def _line(row: Any) -> list[str]:
    names = [str(row.get_technology_display()), str(row.get_kind_display())]
    return [row.title, *names, row.reference, row.version, row.maker.name]


@never_cache
def take_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    row = get_object_or_404(queries.shared(actor), pk=pk)
    places = [one for one in queries.led_places(actor) if one[0] != row.maker_id]
    form = PlaceForm(request.POST if request.method == "POST" else None, places=places)
    if request.method == "POST" and form.is_valid():
        return _taken(request, pk, form.cleaned_data["owner"])
    return page(request, "take_over", "shared", {"row": row, "form": form}, 422 if form.is_bound else 200)


def _taken(request: HttpRequest, pk: UUID, owner_id: UUID) -> HttpResponse:
    try:
        made = actions.take_over(actor_of(request), shared_id=pk, owner_id=owner_id)
    except actions.AlreadyTaken:
        messages.error(request, _("Dere har overtatt denne leveransen fra før."))
        return redirect("adoption:shared")
    messages.success(request, _("Leveransen er deres. Varde husker hvor den kom fra."))
    return redirect("adoption:leveranser:detail", made.pk)


@require_POST
def take_newer(request: HttpRequest, pk: UUID) -> HttpResponse:
    made = actions.take_newer(actor_of(request), deliverable_id=pk)
    messages.success(request, _("Dere har nå versjon %(version)s.") % {"version": made.version})
    return redirect("adoption:shared")
