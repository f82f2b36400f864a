"""Lists of cases: mine and everybody's, referrals that wait, exceptions that hold, texts for the record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from varde.care.pathways import actions, queries
from varde.care.pathways.forms.running import ServiceFilterForm
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.queries.shipped import shipped_services
from varde.care.pathways.rules.lifecycle import Status
from varde.care.pathways.rules.template import STAGES
from varde.care.pathways.views.tabs import tabs
from varde.care.pathways.views.words import STATUS, gate_word, said
from varde.foundation.accounts.http import StaffRequest
from varde.kernel.clock import now

PER_PAGE = 25
MINE, ALL = "mine", "alle"
SHOW = {
    MINE: gettext_lazy("Mine forløp"),
    ALL: gettext_lazy("Alle åpne"),
    Status.PREPARING: gettext_lazy("Under arbeid"),
    Status.ACTIVE: gettext_lazy("Aktive"),
    Status.PAUSED: gettext_lazy("På pause"),
    Status.WINDING_DOWN: gettext_lazy("Avvikles"),
    Status.ENDED: gettext_lazy("Avsluttet"),
    Status.REJECTED: gettext_lazy("Avslått"),
}


def searched(rows: Any, words: str) -> Any:
    """By the recipient's name; a text with digits finds nobody here."""
    words = " ".join(words.split())[:100]
    if any(sign.isdigit() for sign in words):
        return rows.none()
    for word in words.casefold().split():
        rows = rows.filter(recipient__name_key__contains=word)
    return rows


def _filters(query: Mapping[str, Any]) -> ServiceFilterForm:
    form = ServiceFilterForm({"show": MINE, **query})
    fields: dict[str, Any] = form.fields
    fields["show"].choices = list(SHOW.items())
    fields["stage"].choices = [("", _("Alle")), *((one.value, said(words)) for one, words in STAGES.items())]
    fields["service"].choices = [("", _("Alle")), *services()]
    return form


def _narrowed(request: StaffRequest, form: ServiceFilterForm, at: datetime) -> Any:
    asked = form.cleaned_data if form.is_valid() else {}
    show = asked.get("show") or MINE
    status = show if show not in (MINE, ALL) else ""
    more = {"stage": asked.get("stage", ""), "service_type": asked.get("service", "")}
    rows = queries.cases(request.actor, now=at, status=status, **more)
    rows = rows.filter(responsible=request.actor.id) if show == MINE else rows
    return searched(rows, asked.get("q", ""))


def services() -> list[tuple[str, str]]:
    """Every service type, by name."""
    found = ((code, said(one.name)) for code, one in shipped_services().items())
    return sorted(found, key=lambda one: one[1])


@never_cache
@require_safe
def home(request: StaffRequest) -> HttpResponse:
    at = now()
    form = _filters(request.GET.dict())
    rows = _narrowed(request, form, at)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("side"))
    context = {"page": page, "form": form, "now": at, "statuses": STATUS, "tabs": tabs(request.actor, "home")}
    return render(request, "pathways/home.html", context | {"may_refer": request.actor.may(P.REFER)})


@never_cache
@require_safe
def referrals(request: StaffRequest) -> HttpResponse:
    """The inbox: what nobody has answered, the oldest on top, ageing for all to see."""
    at = now()
    rows = queries.cases(request.actor, now=at, status=Status.REFERRED.value).order_by("referred_at", "pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("side"))
    context = {"page": page, "now": at, "tabs": tabs(request.actor, "referrals")}
    return render(request, "pathways/referrals.html", context | {"may_refer": request.actor.may(P.REFER)})


@never_cache
@require_safe
def exceptions(request: StaffRequest) -> HttpResponse:
    at = now()
    page = Paginator(queries.exceptions(request.actor, now=at), PER_PAGE).get_page(request.GET.get("side"))
    lines = [(row, gate_word(row.gate)) for row in page]
    context = {"page": page, "lines": lines, "now": at, "tabs": tabs(request.actor, "exceptions")}
    return render(request, "pathways/exceptions.html", context)


@never_cache
@require_safe
def texts(request: StaffRequest) -> HttpResponse:
    """What is to stand in the record system and does not yet, the oldest on top."""
    at = now()
    page = Paginator(queries.texts_waiting(request.actor, now=at), PER_PAGE).get_page(request.GET.get("side"))
    return render(
        request, "pathways/texts.html", {"page": page, "now": at, "tabs": tabs(request.actor, "texts")}
    )


@require_POST
def copied(request: StaffRequest, text_id: UUID) -> HttpResponse:
    actions.mark_copied(request.actor, text_id=text_id, now=now())
    messages.success(request, _("Teksten står som ført i journal."))
    return redirect("pathways:texts")


@require_POST
def take(request: StaffRequest, case_id: UUID) -> HttpResponse:
    actions.take_case(request.actor, case_id=case_id, now=now())
    messages.success(request, _("Du har ansvaret for forløpet."))
    return redirect("pathways:case", case_id)
