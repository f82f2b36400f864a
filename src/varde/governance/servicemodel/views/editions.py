"""The editions: which versions there are, what one would bring, taking it up, and bringing in a layer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from varde.governance.servicemodel import actions, queries
from varde.governance.servicemodel.forms import ImportForm
from varde.governance.servicemodel.permissions import ServiceModelPermission as P
from varde.governance.servicemodel.rules.reading import ContentFault
from varde.governance.servicemodel.views.shown import actor_of, page, place_of, to_the_place
from varde.kernel.clock import now as clock_now


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    return to_the_place(request, "servicemodel:editions")


@require_GET
@never_cache
def editions(request: HttpRequest, owner_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    place, stands = place_of(actor, owner_id), queries.adoption(actor, owner_id=owner_id)
    here = (stands.edition, stands.version) if stands else None
    given = {
        "place": place,
        "adopted": stands,
        "editions": [(one, (one.edition, one.version) == here) for one in queries.editions(actor)],
        "questions": queries.open_questions(actor, owner_id=owner_id),
        "may_own": actor.may(P.OWN, owner_id),
        "may_import": actor.may(P.COMPARE),
    }
    return page(request, "editions", "editions", given)


@never_cache
def difference(request: HttpRequest, owner_id: UUID, edition: str, version: str) -> HttpResponse:
    """What taking it up would bring, task by task; a press takes it up."""
    actor, known = actor_of(request), _known(request, edition, version)
    place = place_of(actor, owner_id)
    if not actor.may(P.OWN, owner_id):
        raise PermissionDenied
    if request.method == "POST":
        actions.adopt(actor, owner_id=owner_id, edition=edition, version=version, now=clock_now())
        return _taken_up(request, owner_id)
    found = queries.difference_of_upgrade(actor, owner_id=owner_id, edition=edition, version=version)
    titles = queries.task_titles(actor, edition=edition, version=version)
    tasks = [(titles.get(key), key, ones) for key, ones in found.items()]
    return page(request, "difference", "editions", {"place": place, "known": known, "tasks": tasks})


def _known(request: HttpRequest, edition: str, version: str) -> Any:
    for one in queries.editions(actor_of(request)):
        if (one.edition, one.version) == (edition, version):
            return one
    raise Http404


def _taken_up(request: HttpRequest, owner_id: UUID) -> HttpResponse:
    if queries.open_questions(actor_of(request), owner_id=owner_id):
        messages.warning(
            request, _("Utgaven er tatt i bruk. Noen punkter er endret både av dere og i utgaven: velg ord.")
        )
        return redirect("servicemodel:editions", owner_id)
    messages.success(request, _("Utgaven er tatt i bruk."))
    return redirect("servicemodel:overview", owner_id)


@require_POST
def settle(request: HttpRequest, owner_id: UUID) -> HttpResponse:
    """Keep ours, or take theirs."""
    actor = actor_of(request)
    place_of(actor, owner_id)
    if not actor.may(P.OWN, owner_id):
        raise PermissionDenied
    try:
        address, keep = request.POST.get("address", ""), request.POST.get("keep") == "1"
        actions.settle(actor, owner_id=owner_id, address=address, keep=keep)
    except KeyError:
        messages.error(request, _("Spørsmålet er besvart allerede."))
    else:
        messages.success(request, _("Valget er lagret."))
    return redirect("servicemodel:editions", owner_id)


@never_cache
def bring_in(request: HttpRequest) -> HttpResponse:
    if not actor_of(request).may(P.COMPARE):
        raise PermissionDenied
    form = ImportForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _brought_in(request, form):
        messages.success(request, _("Utgaven er hentet inn."))
        return redirect("servicemodel:editions_home")
    return page(request, "bring_in", "editions", {"form": form}, 422 if form.is_bound else 200)


def _brought_in(request: HttpRequest, form: ImportForm) -> bool:
    """False: refused, and the form says why."""
    try:
        actions.import_edition(actor_of(request), **form.cleaned_data, now=clock_now())
    except ContentFault as fault:
        form.add_error(None, _("Utgaven kan ikke leses: %(why)s") % {"why": fault})
    except actions.AlreadyKnown as fault:
        form.add_error(
            None, _("%(name)s finnes fra før. Gi endringen et nytt versjonsnummer.") % {"name": fault}
        )
    return form.is_valid()
