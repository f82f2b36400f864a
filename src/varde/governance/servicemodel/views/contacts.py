"""Who answers for the whole model of an organisation: the service owner and the contact person, with deputies."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from varde.governance.servicemodel import actions, queries
from varde.governance.servicemodel.forms import ResponsibleForm, initial_of
from varde.governance.servicemodel.permissions import ServiceModelPermission as P
from varde.governance.servicemodel.views.shown import actor_of, page, place_of
from varde.ground.organisations import queries as organisations
from varde.kernel.clock import now as clock_now

ROLES = {
    "tjenesteeier": ("municipality", _("Tjenesteeier")),
    "kontakt": ("contact", _("Kommunal DHO-kontakt")),
}


@never_cache
def change(request: HttpRequest, owner_id: UUID, who: str) -> HttpResponse:
    actor = actor_of(request)
    place, (by, title) = place_of(actor, owner_id), ROLES[who]
    if not actor.may(P.OWN, owner_id):
        raise PermissionDenied
    people = [(one.pk, one.name) for one in organisations.staff(actor, now=clock_now())]
    start = initial_of(queries.contacts(actor, owner_id=owner_id).get(by))
    form = ResponsibleForm(request.POST or None, people=people, initial={**start, "by": by})
    if request.method == "POST" and form.is_valid():
        _name(request, owner_id, by, form.cleaned_data)
        return redirect("servicemodel:overview", owner_id)
    given = {"place": place, "form": form, "title": title, "who": who}
    return page(request, "contact", "tasks", given, 422 if form.is_bound else 200)


def _name(request: HttpRequest, owner_id: UUID, by: str, given: dict[str, Any]) -> None:
    where = {"task": "", "arrangement": "all", "by": by}
    actions.name_responsible(actor_of(request), owner_id=owner_id, values=given, now=clock_now(), **where)
    messages.success(request, _("Lagret. De som trenger å vite om det, får et varsel."))
