"""Members, invitations and agreements."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from varde.foundation.authorisation import roles
from varde.ground.organisations import actions, queries
from varde.ground.organisations.forms import AgreementForm, InvitationForm, NewPasswordForm
from varde.ground.organisations.permissions import OrganisationPermission as P
from varde.kernel.clock import now


def _titles(codes: Any) -> str:
    return ", ".join(roles()[code].title if code in roles() else code for code in codes)


def members(request: Any) -> HttpResponse:
    rows = [(row, _titles([row.role])) for row in queries.members(request.actor, now=now())]
    return render(request, "organisations/members.html", {"members": rows, "me": request.user.pk})


@never_cache
def invite(request: Any) -> HttpResponse:
    """The link is shown on the answer to the form, and never again."""
    if not request.actor.may(P.MANAGE_MEMBERS):
        raise PermissionDenied
    form = InvitationForm(request.actor, request.POST or None)
    if request.method == "POST" and form.is_valid():
        place = form.cleaned_data.pop("organisation")
        given = {**form.cleaned_data, "organisation_id": place.pk, "now": now()}
        invitation, token, has_account = actions.invite(request.actor, **given)
        link = request.build_absolute_uri(reverse("invitation", args=[token]))
        shown = {"invitation": invitation, "link": link, "has_account": has_account}
        return render(request, "organisations/invited.html", shown)
    return render(request, "organisations/invite.html", {"form": form})


def end_membership(request: Any, pk: UUID) -> HttpResponse:
    rows = queries.members(request.actor, now=now())
    row = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        actions.end_membership(request.actor, membership_id=pk, now=now())
        messages.success(request, _("Tilgangen er avsluttet."))
        return redirect("organisations:members")
    return render(request, "organisations/end_membership.html", {"row": row, "role": _titles([row.role])})


REFUSALS = {
    "own": gettext_lazy("Du kan ikke lage ny innlogging til deg selv. Be en annen systemforvalter."),
    "elsewhere": gettext_lazy(
        "Personen arbeider også et sted du ikke forvalter. Den som forvalter alle stedene, må gjøre det."
    ),
    "holds": gettext_lazy("Personen holder en alarm. Vent til den er avsluttet eller gitt videre."),
}


@never_cache
def reset_login(request: Any, pk: UUID) -> HttpResponse:
    """The link is shown on the answer to the form, and never again."""
    row = get_object_or_404(queries.members(request.actor, now=now()), pk=pk)
    if request.method == "POST":
        try:
            made, token = actions.reset_login(request.actor, membership_id=pk, now=now())
        except actions.ResetRefused as refused:
            messages.error(request, REFUSALS[refused.why])
            return redirect("organisations:members")
        link = request.build_absolute_uri(reverse("login_reset", args=[token]))
        return render(request, "organisations/reset_made.html", {"reset": made, "row": row, "link": link})
    return render(request, "organisations/reset_login.html", {"row": row})


def agreements(request: Any) -> HttpResponse:
    at = now()
    rows = [(row, row.state(at)) for row in queries.agreements(request.actor)]
    may_start = request.actor.may(P.MANAGE_AGREEMENTS)
    return render(request, "organisations/agreements.html", {"agreements": rows, "may_start": may_start})


def start_agreement(request: Any) -> HttpResponse:
    if not request.actor.may(P.MANAGE_AGREEMENTS):
        raise PermissionDenied
    form = AgreementForm(request.actor, request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = actions.start_agreement(request.actor, values=form.cleaned_data)
        messages.success(request, _("Avtalen er registrert."))
        return redirect("organisations:agreement", pk=row.pk)
    return render(request, "organisations/start_agreement.html", {"form": form})


def agreement(request: Any, pk: UUID, blockers: Any = ()) -> HttpResponse:
    row = get_object_or_404(queries.agreements(request.actor), pk=pk)
    shown = {
        "row": row,
        "state": row.state(now()),
        "roles": _titles(row.roles),
        "blockers": blockers,
        "may_end": row.ended_at is None and request.actor.may(P.MANAGE_AGREEMENTS, row.client_id),
    }
    return render(request, "organisations/agreement.html", shown, status=409 if blockers else 200)


@require_POST
def end_agreement(request: Any, pk: UUID) -> HttpResponse:
    """Refused with a list of what still points at the provider, and where each is mended."""
    try:
        actions.end_agreement(request.actor, agreement_id=pk, now=now())
    except actions.AgreementStillInUse as fault:
        return agreement(request, pk, fault.blockers)
    messages.success(request, _("Avtalen er avsluttet."))
    return redirect("organisations:agreement", pk=pk)


@login_not_required
@never_cache
@sensitive_post_parameters()
@sensitive_variables()
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Public. A used, an expired and an invented token get the same answer."""
    if request.user.is_authenticated:
        return _accept_logged_in(request, token)
    form, unusable = NewPasswordForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            actions.accept_invitation(token=token, password=form.cleaned_data["password"], now=now())
            messages.success(request, _("Tilgangen er klar. Logg inn med e-postadressen og passordet ditt."))
            return redirect("account_login")
        except actions.InvitationUnusable as refused:
            unusable = refused.why
    return render(request, "organisations/invitation.html", {"form": form, "unusable": unusable})


def _accept_logged_in(request: Any, token: str) -> HttpResponse:
    """One press, for the account that is invited; the second factor comes first, as everywhere."""
    if not settings.DEMO and not request.user.has_second_factor:
        return redirect("second_factor")
    unusable = ""
    if request.method == "POST":
        try:
            actions.accept_invitation(token=token, logged_in=request.user.pk, now=now())
            messages.success(request, _("Tilgangen er klar."))
            return redirect("web:home")
        except actions.InvitationUnusable as refused:
            unusable = refused.why
    return render(request, "organisations/invitation.html", {"unusable": unusable})


@login_not_required
@never_cache
@sensitive_post_parameters()
@sensitive_variables()
def login_reset(request: HttpRequest, token: str) -> HttpResponse:
    """Public. A used, an expired and an invented token get the same answer."""
    form, unusable = NewPasswordForm(request.POST or None), False
    if request.method == "POST" and form.is_valid():
        try:
            actions.use_reset(token=token, password=form.cleaned_data["password"], now=now())
            messages.success(request, _("Passordet er byttet. Logg inn, og sett opp en ny bekreftelse."))
            return redirect("account_login")
        except actions.ResetUnusable:
            unusable = True
    return render(request, "organisations/login_reset.html", {"form": form, "unusable": unusable})
