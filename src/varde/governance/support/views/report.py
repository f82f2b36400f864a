"""Reporting a fault."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from varde.governance.support import actions, queries
from varde.governance.support.actions import Report
from varde.governance.support.forms import ReportForm
from varde.governance.support.permissions import SupportPermission as P
from varde.governance.support.rules.codes import Criticality, Discoverer, Problem, Technology
from varde.governance.support.views.shown import actor_of, page
from varde.kernel.actor import Actor
from varde.kernel.clock import now as clock_now

NOT_YOURS = gettext_lazy(
    "Du har ikke tilgang til det saken gjelder, eller det hører til en annen virksomhet."
)
LINKS = {"apparat": "item_id", "mottaker": "recipient_id", "alarm": "alarm_id"}


@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """A blank one, or one about an item, a recipient or an alarm (`?apparat=`, `?mottaker=`, `?alarm=`)."""
    actor = actor_of(request)
    owners = _owners(actor)
    form = ReportForm(request.POST or None, actor=actor, owners=owners, initial=_links(request))
    if request.method == "POST" and form.is_valid():
        made = _reported(request, actor, form)
        if made is not None:
            return redirect("support:ticket", made)
    status = 422 if form.is_bound else 200
    return page(request, "new", "list", {"form": form, "linked": _linked(form)}, status=status)


def _owners(actor: Actor) -> list[tuple[UUID, str]]:
    mine = [one for one in queries.look_up_places(actor, now=clock_now()) if actor.may(P.REPORT, one[0])]
    if not mine:
        raise PermissionDenied
    return mine


def _links(request: HttpRequest) -> dict[str, UUID]:
    """Ids from the address. What is no id is nothing."""
    found = {}
    for name, field in LINKS.items():
        try:
            found[field] = UUID(request.GET[name])
        except (KeyError, ValueError):
            continue
    return found


def _linked(form: ReportForm) -> list[str]:
    words = {"item_id": _("et apparat"), "recipient_id": _("en tjenestemottaker"), "alarm_id": _("en alarm")}
    return [word for name, word in words.items() if form[name].value()]


def _reported(request: HttpRequest, actor: Actor, form: ReportForm) -> UUID | None:
    """The key of the new ticket, or of the one that the alarm had. None: the form says what is wrong."""
    owner = form.cleaned_data["owner"]
    try:
        row = actions.report(actor, owner_id=owner, given=_told(form.cleaned_data), now=clock_now())
    except actions.AlreadyReported as known:
        messages.info(request, _("Alarmen har en sak fra før."))
        return known.ticket_id
    except Http404:
        form.add_error(None, NOT_YOURS)
        return None
    messages.success(request, _("Saken er meldt. Du ser her hva som skjer med den."))
    return row.pk


def _told(given: dict[str, Any]) -> Report:
    return Report(
        discovered_by=Discoverer(given["discovered_by"]),
        technology=Technology(given["technology"]),
        problem=Problem(given["problem"]),
        what=given["what"],
        criticality=Criticality(given["criticality"]),
        detail=given["detail"],
        may_wait=given["may_wait"],
        alarm_id=given["alarm_id"],
        recipient_id=given["recipient_id"],
        item_id=given["item_id"],
    )
