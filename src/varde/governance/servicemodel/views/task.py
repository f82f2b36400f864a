"""One task: its page, and what can be done there."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from varde.governance.servicemodel import queries
from varde.governance.servicemodel.forms import AnswerForm, AtForm
from varde.governance.servicemodel.permissions import ServiceModelPermission as P
from varde.governance.servicemodel.rules.codes import Proof
from varde.governance.servicemodel.rules.shape import SECTIONS
from varde.governance.servicemodel.views.acts import ACTS, Act, Place
from varde.governance.servicemodel.views.shown import (
    STATE_NAMES,
    actor_of,
    page,
    past,
    place_of,
    statuses,
    words_of,
)
from varde.kernel.clock import now as clock_now


@never_cache
def task(request: HttpRequest, owner_id: UUID, key: str) -> HttpResponse:
    """Today with what can be done, or as it stood on a past day, to read."""
    form = AtForm(request.GET or None)
    day, then = past(form, clock_now())
    at = _place(request, owner_id, key, then)
    given = {"place": place_of(at.actor, owner_id), "task": at.task, "form": form, **_parts(at.task)}
    given |= {"day": day, "then": f"?at={day:%Y-%m-%d}" if day else ""}
    given["may_answer"] = not then and at.actor.may(P.ANSWER, owner_id)
    given["may_own"] = not then and at.actor.may(P.OWN, owner_id)
    given["may_adapt"] = given["may_own"] and "tilpass" in request.GET
    return page(request, "task", "tasks", given)


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


def _place(request: HttpRequest, owner_id: UUID, key: str, then: datetime | None = None) -> Place:
    """404: no such organisation for this person, no edition, or no such task."""
    actor, now = actor_of(request), clock_now()
    if owner_id not in actor.where(P.VIEW) and actor.may(P.VIEW):
        raise Http404
    found = queries.task_page(actor, owner_id=owner_id, task=key, now=now, at=then)
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
        "why": words_of(one.found.why) if one.found else "",
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
