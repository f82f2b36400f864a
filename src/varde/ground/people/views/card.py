"""The recipient's page, what is shown on it on request, and the doors to it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from varde.ground.people import actions, queries
from varde.ground.people.forms import EmergencyForm, ReasonForm
from varde.ground.people.permissions import PeoplePermission as P
from varde.ground.people.rules.next_of_kin import Missing
from varde.ground.people.rules.relation import RelationRefused
from varde.ground.people.views.panels import beside
from varde.kernel.clock import now

MISSING = {
    Missing.ACCEPTANCE: gettext_lazy("har ikke sagt ja"),
    Missing.KEY: gettext_lazy("mangler nøkkel"),
    Missing.PHONE: gettext_lazy("mangler telefon"),
    Missing.END_DATE: gettext_lazy("mangler sluttdato"),
    Missing.NOT_STARTED: gettext_lazy("avtalen har ikke begynt"),
    Missing.ENDED: gettext_lazy("avtalen er slutt"),
}
DONE = {
    "people.queries.card._card": gettext_lazy("Åpnet kortet"),
    "people.queries.card.protected_address": gettext_lazy("Så vernet adresse"),
    "people.queries.helping._reveal": gettext_lazy("Så nøkkel eller kode"),
    "people.queries.helping._minimum": gettext_lazy("Så det nødvendige for å hjelpe"),
    "people.queries.helping._labels": gettext_lazy("Så navnet i en liste med alarmer"),
    "people.queries.lists.recipients": gettext_lazy("Så navnet i listen"),
    "people.queries.lists._found": gettext_lazy("Fant personen i et søk"),
    "people.queries.lists.export": gettext_lazy("Hentet listen ut til en fil"),
    "people.queries.lists.national_id_of": gettext_lazy("Så fødselsnummeret"),
    "people.queries.helping.kin_who_receive": gettext_lazy("Så pårørende som tar imot alarmer"),
    "people.queries.changing.recipient_values": gettext_lazy("Åpnet skjemaet for endring"),
    "organisations.queries.access.access_log_of": gettext_lazy("Så innsynsloggen"),
    "people.actions.relations.open_relation": gettext_lazy("Fikk grunnlag for å åpne kortet"),
    "people.actions.relations.open_by_search": gettext_lazy("Åpnet kortet etter søk"),
    "people.actions.relations.emergency_access": gettext_lazy("Tok nødtilgang"),
    "people.actions.recipients.register_recipient": gettext_lazy("Registrerte personen"),
}
PURPOSES = {
    "alarm": gettext_lazy("Alarm"),
    "task": gettext_lazy("Planlagt oppdrag"),
    "case": gettext_lazy("Egen sak"),
    "search": gettext_lazy("Søk med begrunnelse"),
    "emergency": gettext_lazy("Nødtilgang"),
}


@never_cache
def card(request: Any, recipient_id: UUID) -> HttpResponse:
    return _page(request, recipient_id)


def _page(request: Any, recipient_id: UUID, **shown: Any) -> HttpResponse:
    """The card with what was asked for; without a care relation, the way to one."""
    at = now()
    try:
        person = queries.card(request.actor, recipient_id=recipient_id, now=at)
    except queries.NoRelation:
        return _shut(request, recipient_id, ReasonForm())
    context = {
        "card": person,
        "kin": [(one, [MISSING[m] for m in Missing if m in one.missing]) for one in person.kin],
        "basis": PURPOSES.get(person.basis, ""),
        "panels": beside(request.actor, recipient_id, at),
        **shown,
    }
    return render(request, "people/card.html", context)


def _shut(request: Any, recipient_id: UUID, form: ReasonForm) -> HttpResponse:
    context = {"recipient_id": recipient_id, "form": form, "may_search": request.actor.may(P.SEARCH)}
    return render(request, "people/shut.html", context, status=403)


@never_cache
@require_POST
def open_card(request: Any, recipient_id: UUID) -> HttpResponse:
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            actions.open_by_search(request.actor, recipient_id=recipient_id, **form.cleaned_data, now=now())
            return redirect("people:card", recipient_id)
        except RelationRefused as refused:
            form.refuse(refused.problem)
    return _shut(request, recipient_id, form)


@never_cache
def emergency(request: Any, recipient_id: UUID) -> HttpResponse:
    form = EmergencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.emergency_access(request.actor, recipient_id=recipient_id, **form.cleaned_data, now=now())
            return redirect("people:card", recipient_id)
        except RelationRefused as refused:
            form.refuse(refused.problem)
    return render(request, "people/emergency.html", {"form": form, "recipient_id": recipient_id})


@never_cache
@require_POST
def reveal(request: Any, recipient_id: UUID, way_in_id: UUID) -> HttpResponse:
    """The key or code, on the answer to a POST, and never in an address."""
    try:
        way = queries.reveal_way_in(request.actor, way_in_id=way_in_id, basis="", now=now())
    except queries.NoRelation:
        return _shut(request, recipient_id, ReasonForm())
    return _page(request, recipient_id, revealed=way)


@never_cache
@require_POST
def address(request: Any, recipient_id: UUID) -> HttpResponse:
    try:
        found = queries.protected_address(request.actor, recipient_id=recipient_id, now=now())
    except queries.NoRelation:
        messages.error(request, _("Adressen er vernet. Den vises til den som har en alarm eller er utpekt."))
        return redirect("people:card", recipient_id)
    return _page(request, recipient_id, protected=found)


@never_cache
@require_POST
def national_id(request: Any, recipient_id: UUID) -> HttpResponse:
    digits = queries.national_id_of(request.actor, recipient_id=recipient_id, now=now())
    return _page(request, recipient_id, national_id=digits)


@never_cache
def access(request: Any, recipient_id: UUID) -> HttpResponse:
    """Who has looked, newest first. Open to who may read the access log, with or without the card."""
    rows = queries.access_log(request.actor, recipient_id=recipient_id)
    page = Paginator(rows, 50).get_page(request.GET.get("side"))
    lines = [(row, _did(row), PURPOSES.get(row.purpose, row.purpose)) for row in page]
    context = {"recipient_id": recipient_id, "page": page, "lines": lines}
    return render(request, "people/access.html", context)


def _did(row: Any) -> Any:
    said = DONE.get(row.name.removeprefix("ground."))
    return said or (_("Endret opplysninger") if row.outcome == "written" else _("Så opplysninger"))
