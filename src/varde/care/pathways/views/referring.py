"""One way in for every service: find or register the recipient, then say what they need."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from varde.care.pathways import actions, queries
from varde.care.pathways.forms.asking import Asked
from varde.care.pathways.forms.entering import ReferForm
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.queries.shipped import shipped_services
from varde.care.pathways.rules.template import ARRANGEMENTS
from varde.care.pathways.views.refusals import REFUSED, refusal
from varde.care.pathways.views.words import STATUS, said
from varde.foundation.accounts.http import StaffRequest
from varde.ground.organisations import queries as organisations
from varde.ground.people import queries as people
from varde.ground.people.permissions import PeoplePermission
from varde.kernel.actor import Actor
from varde.kernel.clock import local, now

SHOWN = 25


@never_cache
@require_safe
def find(request: StaffRequest) -> HttpResponse:
    """Who is it about? By name, among those one may see; others are found with a reason, or registered."""
    if not request.actor.may(P.REFER):
        raise PermissionDenied
    words = " ".join(request.GET.get("q", "").split())[:100]
    is_name = bool(words) and not any(sign.isdigit() for sign in words)
    rows = people.recipients(request.actor, now=now(), search=words)[:SHOWN] if is_name else []
    context = {"words": words, "rows": rows, "is_name": is_name}
    context |= {
        "may_register": request.actor.may(PeoplePermission.REGISTER),
        "may_search": request.actor.may(PeoplePermission.SEARCH),
    }
    return render(request, "pathways/find.html", context)


@never_cache
@sensitive_post_parameters()
def refer(request: StaffRequest, recipient_id: UUID) -> HttpResponse:
    at, actor = now(), request.actor
    person = people.card(actor, recipient_id=recipient_id, now=at)
    if not actor.may(P.REFER, person.owner_id):
        raise PermissionDenied
    form, refused = ReferForm(request.POST or None, _asked(actor, person, at)), None
    if request.method == "POST" and form.is_valid():
        try:
            return _thanks(request, _referred(actor, person, form.cleaned_data, at))
        except REFUSED as fault:
            refused = refusal(fault)
    context = {"person": person, "form": form, "refused": refused}
    return _shown(request, context | {"open_cases": _open(actor, recipient_id, at)})


def _shown(request: StaffRequest, context: dict[str, Any]) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, "pathways/refer.html", context, status=status)


def _thanks(request: StaffRequest, row: Any) -> HttpResponse:
    messages.success(request, _("Henvisningen er sendt. Den står i innboksen til den er besvart."))
    return redirect("pathways:case", row.pk)


def _open(actor: Actor, recipient_id: UUID, at: datetime) -> list[tuple[Any, Any]]:
    rows = queries.cases_of(actor, recipient_id=recipient_id, now=at)
    return [(one, STATUS[one.status]) for one in rows[:10]]


def _asked(actor: Actor, person: people.Card, at: datetime) -> Asked:
    services: list[Any] = [("", "–")]
    for one in queries.template_choices(actor, owner_id=person.owner_id, now=at):
        services += [
            (f"{one.code}:{service}:{arrangement.value}", _named(one, service, arrangement))
            for service in one.service_types
            for arrangement in one.arrangements
        ]
    units = [(str(one.pk), one.name) for one in organisations.units(actor).filter(owner=person.owner_id)]
    return Asked(local(at).date(), {"service": services, "unit": [("", "–"), *units]})


def _named(one: Any, service: str, arrangement: Any) -> str:
    """The template's name; with the service type where it holds several."""
    more = f" ({service_word(service)})" if len(one.service_types) > 1 else ""
    return f"{said(one.name)}{more}, {said(ARRANGEMENTS[arrangement]).lower()}"


def service_word(code: str) -> str:
    row = shipped_services().get(code)
    return said(row.name) if row is not None else code


def _referred(actor: Actor, person: people.Card, given: dict[str, Any], at: datetime) -> Any:
    code, service, arrangement = given["service"].split(":")
    template = actions.ready_template(actor, owner_id=person.owner_id, code=code, now=at)
    unit = next((one for one in organisations.units(actor) if str(one.pk) == given["unit"]), None)
    if given["unit"] and unit is None:
        raise Http404
    values = {"service_type": service, "arrangement": arrangement, "unit": unit}
    values |= {name: given[name] for name in ("referrer", "referrer_name", "referral")}
    return actions.refer(actor, recipient_id=person.id, template_id=template.pk, values=values, now=at)
