"""The whole model of one organisation: areas and tasks, today or as of a past day."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from varde.foundation.ui.components.formats import said
from varde.governance.servicemodel import queries
from varde.governance.servicemodel.forms import AtForm
from varde.governance.servicemodel.permissions import ServiceModelPermission as P
from varde.governance.servicemodel.rules.standing import Light
from varde.governance.servicemodel.views.shown import actor_of, page, past, place_of, statuses, to_the_place
from varde.kernel.actor import Actor
from varde.kernel.clock import now as clock_now


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    return to_the_place(request, "servicemodel:overview")


@require_GET
def overview(request: HttpRequest, owner_id: UUID) -> HttpResponse:
    actor, now = actor_of(request), clock_now()
    place, form = place_of(actor, owner_id), AtForm(request.GET or None)
    given = {"place": place, "form": form, "may_own": actor.may(P.OWN, owner_id)}
    adopted = queries.adoption(actor, owner_id=owner_id)
    if adopted is None:
        return page(request, "none", "tasks", given | {"editions": queries.editions(actor)})
    day, at = past(form, now)
    areas = queries.overview(actor, owner_id=owner_id, now=now, at=at)
    given |= {"adopted": adopted, "day": day, "then": f"?at={day:%Y-%m-%d}" if day else ""}
    given["figures"] = _figures(areas)
    given["areas"] = [(area, [(task, statuses(task.statuses)) for task in area.tasks]) for area in areas]
    given["edition"] = _edition(actor, adopted)
    given["contacts"] = queries.contacts(actor, owner_id=owner_id)
    return page(request, "overview", "tasks", given)


def _edition(actor: Actor, adopted: Any) -> str:
    known = queries.editions(actor)
    found = (one for one in known if (one.edition, one.version) == (adopted.edition, adopted.version))
    return ", ".join(f"{said(one.title)} ({one.version})" for one in found)


def _figures(areas: Iterable[Any]) -> dict[str, int]:
    tasks = [task for area in areas for task in area.tasks]
    return {
        "tasks": len(tasks),
        "done": sum(task.count.light is Light.GREEN for task in tasks),
        "amber": sum(task.count.amber + task.count.red for task in tasks),
        "open": sum(task.count.open for task in tasks),
        "unclear": sum(task.unclear for task in tasks),
    }
