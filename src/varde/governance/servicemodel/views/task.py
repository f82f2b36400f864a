"""One task: its page, and what can be done there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from varde.governance.servicemodel import actions, queries
from varde.governance.servicemodel.forms import AnswerForm, ResponsibleForm, initial_of
from varde.governance.servicemodel.permissions import ServiceModelPermission as P
from varde.governance.servicemodel.rules.codes import Proof
from varde.governance.servicemodel.rules.shape import SECTIONS
from varde.governance.servicemodel.views.acts import ACTS, Act, Place
from varde.governance.servicemodel.views.shown import STATE_NAMES, actor_of, page, place_of, statuses
from varde.ground.organisations import queries as organisations
from varde.kernel.clock import now as clock_now


@never_cache
def task(request: HttpRequest, owner_id: UUID, key: str) -> HttpResponse:
    at = _place(request, owner_id, key)
    given = {"place": place_of(at.actor, owner_id), "task": at.task, **_parts(at.task)}
    given["may_answer"] = at.actor.may(P.ANSWER, owner_id)
    given["may_own"] = at.actor.may(P.OWN, owner_id)
    given["may_adapt"] = given["may_own"] and "tilpass" in request.GET
    return page(request, "task", "tasks", given | _near(at.actor, owner_id, key))


def _parts(found: queries.TaskPage) -> dict[str, Any]:
    """The parts of the page, ready to be shown."""
    every = [one for name in SECTIONS for one in found.sections[name]]
    return {
        "lines": [_line(one) for one in found.lines],
        "statuses": statuses(found.statuses, every=True),
        "arrangements": [(found.arrangements[name], ones) for name, ones in found.responsible.items()],
        "waiting": [one for one in found.clarifications if one.answered_at is None],
        "settled": [one for one in found.clarifications if one.answered_at is not None],
        "aside": [one for one in every if not one.is_relevant],
    }


def _near(actor: Any, owner_id: UUID, key: str) -> dict[str, Any]:
    """The task before and the one after."""
    every = [
        one for area in queries.overview(actor, owner_id=owner_id, now=clock_now()) for one in area.tasks
    ]
    here = [one.key for one in every].index(key)
    return {
        "before": every[here - 1] if here else None,
        "after": every[here + 1] if here + 1 < len(every) else None,
    }


def _place(request: HttpRequest, owner_id: UUID, key: str) -> Place:
    """404: no such organisation for this person, no edition, or no such task."""
    actor, now = actor_of(request), clock_now()
    if owner_id not in actor.where(P.VIEW) and actor.may(P.VIEW):
        raise Http404
    found = queries.task_page(actor, owner_id=owner_id, task=key, now=now)
    if found is None:
        raise Http404
    return Place(actor, owner_id, found, request.POST or request.GET, now)


def _line(one: queries.Line) -> dict[str, Any]:
    """A line with its small form; ids differ from line to line."""
    address, said = one.shown.address, one.answer
    start: dict[str, Any] = {"address": address}
    if said:
        start |= {"state": said.state, "evidence": said.evidence, "link": said.link}
    is_bound = one.found is not None and one.found.proof is not Proof.NOT_APPLICABLE
    return {
        "line": one,
        "state": STATE_NAMES.get(said.state, "") if said else "",
        "form": AnswerForm(initial=start, auto_id=f"id_{address.rpartition('/')[2]}_%s"),
        "is_bound": is_bound,
        "is_proven": one.found is not None and one.found.proof is Proof.PROVEN,
    }


@never_cache
def act(request: HttpRequest, owner_id: UUID, key: str, name: str) -> HttpResponse:
    """The page of one act: its form, or what it did."""
    at, one = _place(request, owner_id, key), _act(name)
    if not at.actor.may(one.permission, owner_id):
        raise PermissionDenied
    form = one.form(request.POST if request.method == "POST" else None, at)
    if request.method == "POST" and form.is_valid():
        _perform(request, one, at, form.cleaned_data)
        return redirect("servicemodel:task", owner_id, key)
    given = {"place": place_of(at.actor, owner_id), "task": at.task, "act": one}
    given |= {"form": form, "about": _about(at)}
    return page(request, "act", "tasks", given, status=422 if form.is_bound else 200)


def _act(name: str) -> Act:
    if name not in ACTS:
        raise Http404
    return ACTS[name]


def _about(at: Place) -> Any:
    """The point that the form is about, with the edition's own words where ours differ."""
    address = at.asked.get("address", "")
    every = [one for ones in at.task.sections.values() for one in ones]
    return next((one for one in every if one.address == address), None)


def _perform(request: HttpRequest, one: Act, at: Place, values: dict[str, Any]) -> None:
    address = str(values.get("address") or "")
    if address and not address.startswith(f"{at.task.key}/"):
        raise Http404
    try:
        one.perform(at, values)
    except KeyError:
        raise Http404 from None
    messages.success(request, str(one.done))


@never_cache
def service_owner(request: HttpRequest, owner_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    place = place_of(actor, owner_id)
    if not actor.may(P.OWN, owner_id):
        raise PermissionDenied
    people = [(one.pk, one.name) for one in organisations.staff(actor, now=clock_now())]
    start = initial_of(queries.service_owner(actor, owner_id=owner_id))
    form = ResponsibleForm(request.POST or None, people=people, initial=start)
    if request.method == "POST" and form.is_valid():
        _name_owner(request, owner_id, form.cleaned_data)
        return redirect("servicemodel:overview", owner_id)
    return page(
        request, "service_owner", "tasks", {"place": place, "form": form}, 422 if form.is_bound else 200
    )


def _name_owner(request: HttpRequest, owner_id: UUID, given: dict[str, Any]) -> None:
    where = {"task": "", "arrangement": "all", "by": "municipality"}
    actions.name_responsible(actor_of(request), owner_id=owner_id, values=given, **where)
    messages.success(request, _("Tjenesteeieren er lagret."))
