"""Kilder og nøkler: who may send signals to Varde."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from varde.care.alarms import actions, queries
from varde.care.alarms.forms import DigestForm, Pairs, SourceForm
from varde.care.alarms.permissions import AlarmPermission as P
from varde.foundation.accounts.http import StaffRequest
from varde.ground.organisations.queries import every_organisation
from varde.kernel.actor import Actor
from varde.kernel.clock import now

NETWORKS = {
    "wide": gettext_lazy("Nettverket er for stort. Største tillatte er /8 for IPv4 og /32 for IPv6."),
    "taken": gettext_lazy("Nettverket er i bruk. Velg et annet, eller bruk brukernavn og passord for SIP."),
}


def owners_of(actor: Actor, permission: str) -> Pairs:
    """The organisations in which the actor may set this up."""
    rows = every_organisation().filter(pk__in=actor.where(permission))
    return tuple((str(row.pk), row.name) for row in rows)


@require_safe
def sources(request: StaffRequest) -> HttpResponse:
    return render(request, "alarms/sources.html", {"sources": list(queries.sources(request.actor))})


def new(request: StaffRequest) -> HttpResponse:
    if not request.actor.may(P.MANAGE_SOURCES):
        raise PermissionDenied
    form = SourceForm(request.POST or None, owners_of(request.actor, P.MANAGE_SOURCES))
    if request.method == "POST" and form.is_valid() and (row := _saved(request, form, None)):
        messages.success(request, _("Kilden er lagret. Lag en nøkkel, så kan den sende."))
        return redirect("alarms:source", row.pk)
    return render(request, "alarms/source_form.html", {"form": form}, status=422 if form.errors else 200)


def _saved(request: StaffRequest, form: SourceForm, row: Any) -> Any:
    """The source; None when a network is refused, which the form then says."""
    try:
        return actions.save_source(request.actor, row=row, values=form.cleaned_data, now=now())
    except actions.NetworkRefused as refused:
        form.add_error("addresses", NETWORKS[refused.why])
        return None


def _row(request: StaffRequest, pk: UUID) -> Any:
    return get_object_or_404(queries.sources(request.actor), pk=pk)


@never_cache
def source(request: StaffRequest, pk: UUID, **more: Any) -> HttpResponse:
    page = {"row": _row(request, pk), "digest": DigestForm()} | more
    return render(request, "alarms/source.html", page, status=page.pop("status", 200))


def edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = _row(request, pk)
    form = SourceForm(request.POST or None, owners_of(request.actor, P.MANAGE_SOURCES), row=row)
    if request.method == "POST" and form.is_valid() and _saved(request, form, row):
        messages.success(request, _("Endringene er lagret."))
        return redirect("alarms:source", pk)
    page = {"form": form, "row": row}
    return render(request, "alarms/source_form.html", page, status=422 if form.errors else 200)


@require_POST
@never_cache
@sensitive_variables()
def issue_key(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The key is shown on this answer, and never again."""
    key = actions.issue_key(request.actor, source_id=pk, now=now())
    return source(request, pk, secret=key, secret_title=_("Ny nøkkel for HTTP"))


@require_POST
@never_cache
@sensitive_variables()
def issue_digest(request: StaffRequest, pk: UUID) -> HttpResponse:
    form = DigestForm(request.POST)
    if not form.is_valid():
        return source(request, pk, digest=form, status=422)
    try:
        given = actions.issue_digest(request.actor, source_id=pk, user=form.cleaned_data["user"], now=now())
    except actions.UserTaken:
        form.add_error("user", _("Brukernavnet er opptatt. Velg et annet."))
        return source(request, pk, digest=form, status=409)
    return source(request, pk, secret=given, secret_title=_("Nytt passord for SIP"))


@require_POST
def revoke(request: StaffRequest, pk: UUID) -> HttpResponse:
    actions.revoke_source(request.actor, source_id=pk, now=now())
    messages.success(request, _("Kilden er trukket tilbake. Signaler fra den blir avvist."))
    return redirect("alarms:source", pk)
