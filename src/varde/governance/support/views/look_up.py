"""Who to call about this."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from varde.governance.support import actions, queries
from varde.governance.support.forms import LookUpForm
from varde.governance.support.permissions import SupportPermission as P
from varde.governance.support.rules.codes import Problem, Technology
from varde.governance.support.views.shown import actor_of, page
from varde.kernel.actor import Actor
from varde.kernel.clock import now as clock_now


@require_GET
def ask(request: HttpRequest) -> HttpResponse:
    actor, now = actor_of(request), clock_now()
    places = queries.look_up_places(actor, now=now)
    form = LookUpForm(request.GET or None, places=places)
    told = _told(actor, form, places[0][0] if places else None, now)
    given = {"form": form, "told": told, "asked": bool(request.GET), "now": now}
    given |= {"may_report": actor.may(P.REPORT), "may_manage": actor.may(P.MANAGE)}
    given["may_adopt"] = told[0].is_shipped and actor.may(P.MANAGE, told[1])
    return page(request, "ask", "ask", given | {"owner": told[1]})


def _told(actor: Actor, form: LookUpForm, place: UUID | None, now: datetime) -> tuple[queries.Guidance, UUID]:
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    owner = chosen.get("owner") or place
    if owner is None:
        raise PermissionDenied
    problem, technology = chosen.get("problem"), chosen.get("technology")
    found = queries.who_answers(
        actor,
        owner_id=owner,
        text=chosen.get("q", ""),
        problem=Problem(problem) if problem else None,
        technology=Technology(technology) if technology else None,
        now=now,
    )
    return found, owner


@require_POST
def adopt(request: HttpRequest, owner_id: UUID) -> HttpResponse:
    count = actions.adopt_shipped_routes(actor_of(request), owner_id=owner_id)
    if count:
        messages.success(request, _("Standardradene er deres egne nå. Fyll inn navn og numre."))
    return redirect("support:hvem-svarer:list")
