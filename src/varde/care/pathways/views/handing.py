"""Hand-overs between organisations, seen by both; and who stands in for whom."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from varde.care.pathways import actions, queries
from varde.care.pathways.forms.around import AbsenceForm, AcceptForm
from varde.care.pathways.forms.asking import Asked, ReasonForm
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.rules.responsibility import is_aged
from varde.care.pathways.rules.template import ARRANGEMENTS
from varde.care.pathways.views.referring import service_word
from varde.care.pathways.views.refusals import REFUSED, refusal
from varde.care.pathways.views.tabs import tabs
from varde.care.pathways.views.words import said
from varde.foundation.accounts.http import StaffRequest
from varde.ground.organisations import queries as organisations
from varde.kernel.actor import Actor
from varde.kernel.clock import local, now


@never_cache
@require_safe
def hand_overs(request: StaffRequest) -> HttpResponse:
    """What waits for our answer, and what we wait for. Nothing here is anybody else's yet."""
    at = now()
    context = {
        "offers": [
            (row, service_word(row.service_type), is_aged(row.offered_at, at))
            for row in queries.offers_waiting(request.actor)
        ],
        "sent": [(row, is_aged(row.offered_at, at)) for row in queries.hand_overs_waiting(request.actor)],
        "now": at,
        "tabs": tabs(request.actor, "hand_overs"),
    }
    return render(request, "pathways/hand_overs.html", context)


@never_cache
@require_safe
def offer(request: StaffRequest, offer_id: UUID) -> HttpResponse:
    return _page(request, offer_id)


def _page(request: StaffRequest, offer_id: UUID, **more: Any) -> HttpResponse:
    at = now()
    row = queries.offer(request.actor, offer_id=offer_id)
    asked = _asked(request.actor, row, at)
    context = {
        "offer": row,
        "service": service_word(row.service_type),
        "accepting": AcceptForm(None, asked),
        "rejecting": ReasonForm(None, asked),
        "now": at,
    }
    return render(request, "pathways/offer.html", context | more, status=more.pop("status", 200))


def _asked(actor: Actor, row: Any, at: datetime) -> Asked:
    """The ways in which the receiver can run this service: its own templates, each with its arrangements."""
    ways = [
        (f"{one.code}:{arrangement.value}", f"{said(one.name)}, {said(ARRANGEMENTS[arrangement]).lower()}")
        for one in queries.template_choices(actor, owner_id=row.owner_id, now=at)
        if row.service_type in one.service_types
        for arrangement in one.arrangements
        if (arrangement == "hospital") == (row.owner.kind == "hospital_trust")
    ]
    return Asked(local(at).date(), {"way": ways}, {"way": ways[0][0] if len(ways) == 1 else ""})


@require_POST
@sensitive_post_parameters()
def prepare(request: StaffRequest, offer_id: UUID) -> HttpResponse:
    actions.prepare_hand_over(request.actor, offer_id=offer_id, now=now())
    messages.success(request, _("Personen står nå hos dere. Når varslingsplanen er laget, kan dere overta."))
    return redirect("pathways:offer", offer_id)


@require_POST
@sensitive_post_parameters()
def accept(request: StaffRequest, offer_id: UUID) -> HttpResponse:
    at, row = now(), queries.offer(request.actor, offer_id=offer_id)
    form = AcceptForm(request.POST, _asked(request.actor, row, at))
    if not form.is_valid():
        return _page(request, offer_id, accepting=form, status=422)
    try:
        case = _accepted(request.actor, row, form.cleaned_data, at)
    except REFUSED as fault:
        return _page(request, offer_id, accepting=form, refused=refusal(fault), status=409)
    messages.success(request, _("Dere har overtatt. Ansvaret, også for alarmene, er deres fra nå."))
    return redirect("pathways:case", case.pk)


def _accepted(actor: Actor, row: Any, given: dict[str, Any], at: datetime) -> Any:
    code, _sep, arrangement = given["way"].partition(":")
    template = actions.template_to_take_over(actor, owner_id=row.owner_id, code=code, now=at)
    keys = {"template_id": template.pk, "arrangement": arrangement}
    return actions.accept_hand_over(actor, offer_id=row.pk, **keys, medical=given["medical"], now=at)


@require_POST
@sensitive_post_parameters()
def reject(request: StaffRequest, offer_id: UUID) -> HttpResponse:
    row = queries.offer(request.actor, offer_id=offer_id)
    form = ReasonForm(request.POST, _asked(request.actor, row, now()))
    if not form.is_valid():
        return _page(request, offer_id, rejecting=form, status=422)
    actions.reject_hand_over(request.actor, offer_id=offer_id, reason=form.cleaned_data["reason"], now=now())
    messages.success(request, _("Tilbudet er avslått. Avsenderen har ansvaret som før."))
    return redirect("pathways:hand_overs")


@never_cache
def absences(request: StaffRequest) -> HttpResponse:
    """Who is away, and who stands in."""
    at = now()
    owners = sorted(request.actor.where(P.LEAD))
    rows = queries.absences(request.actor, now=at)
    people = [("", "–"), *((str(one.pk), one.name) for one in organisations.staff(request.actor, now=at))]
    asked = Asked(local(at).date(), {"person": people, "deputy": people}, {"starts_on": local(at).date()})
    form = AbsenceForm(request.POST if request.method == "POST" else None, asked)
    if request.method == "POST" and owners and form.is_valid():
        return _away(request, owners[0], form.cleaned_data, at)
    context = {"rows": rows, "form": form, "tabs": tabs(request.actor, "absences")}
    return render(request, "pathways/absences.html", context, status=422 if form.errors else 200)


def _away(request: StaffRequest, owner_id: UUID, given: dict[str, Any], at: datetime) -> HttpResponse:
    deputy = UUID(given["deputy"]) if given["deputy"] else None
    values = {"starts_on": given["starts_on"], "ends_on": given["ends_on"]}
    keys: dict[str, Any] = {"owner_id": owner_id, "person_id": UUID(given["person"]), "deputy_id": deputy}
    actions.save_absence(request.actor, **keys, **values, now=at)
    messages.success(request, _("Fraværet er lagret. Stedfortrederen får oppgavene så lenge."))
    return redirect("pathways:absences")


@require_POST
def back(request: StaffRequest, absence_id: UUID) -> HttpResponse:
    if not request.actor.may(P.LEAD):
        raise Http404
    actions.remove_absence(request.actor, absence_id=absence_id, now=now())
    messages.success(request, _("Fraværet er tatt bort."))
    return redirect("pathways:absences")
