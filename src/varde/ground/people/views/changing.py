"""New and changed: the recipient, and each thing that stands around them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from varde.ground.organisations.queries import every_organisation
from varde.ground.people import actions, queries
from varde.ground.people import forms as own
from varde.ground.people.permissions import PeoplePermission as P
from varde.ground.people.rules import risk as risk_rules
from varde.kernel.clock import local, now


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of thing around a recipient: its form, its action, and what the form starts from."""

    new: str | Promise
    change: str | Promise
    form: type[Any]
    permission: P
    save: Callable[..., Any]
    values: Callable[..., dict[str, Any]]
    end: Callable[..., Any] | None = None


PARTS = {
    "adresse": Part(
        gettext_lazy("Ny adresse"),
        gettext_lazy("Endre adressen"),
        own.AddressForm,
        P.REGISTER,
        actions.save_address,
        queries.address_values,
    ),
    "vei-inn": Part(
        gettext_lazy("Ny vei inn"),
        gettext_lazy("Endre vei inn"),
        own.WayInForm,
        P.REGISTER,
        actions.save_way_in,
        queries.way_in_values,
        actions.end_way_in,
    ),
    "parorende": Part(
        gettext_lazy("Ny pårørende"),
        gettext_lazy("Endre pårørende"),
        own.NextOfKinForm,
        P.REGISTER,
        actions.save_next_of_kin,
        queries.kin_values,
        actions.end_next_of_kin,
    ),
    "risiko": Part(
        gettext_lazy("Ny risiko"),
        gettext_lazy("Endre risikoen"),
        own.RiskForm,
        P.CHANGE_CARE,
        actions.save_risk,
        queries.risk_values,
        actions.end_risk,
    ),
    "tilpasning": Part(
        gettext_lazy("Ny tilpasning"),
        gettext_lazy("Endre tilpasningen"),
        own.AdaptationForm,
        P.CHANGE_CARE,
        actions.save_adaptation,
        queries.adaptation_values,
        actions.end_adaptation,
    ),
    "besok": Part(
        gettext_lazy("Nytt besøk"),
        gettext_lazy("Endre besøket"),
        own.VisitForm,
        P.CHANGE_CARE,
        actions.save_visit,
        queries.visit_values,
    ),
}


@never_cache
@sensitive_post_parameters()
def register(request: Any) -> HttpResponse:
    at, mine = now(), request.actor.where(P.REGISTER)
    owners = [(row.pk, row.name) for row in every_organisation() if row.pk in mine]
    if not owners:
        raise Http404
    form = own.RecipientForm(request.POST or None, owners=owners, today=local(at).date())
    if request.method == "POST" and form.is_valid():
        owner = form.cleaned_data["owner_id"]
        row = _kept(form, actions.register_recipient, request.actor, owner_id=owner, now=at)
        if row is not None:
            messages.success(request, _("Personen er registrert. Legg inn adresse og vei inn."))
            return redirect("people:card", row.pk)
    return render(request, "people/register.html", {"form": form})


@never_cache
@sensitive_post_parameters()
def change(request: Any, recipient_id: UUID) -> HttpResponse:
    at = now()
    held = queries.recipient_values(request.actor, recipient_id=recipient_id, now=at)
    held["facts"] = [name for name, holds in held.items() if holds is True]
    form = own.RecipientForm(request.POST or None, initial=held, today=local(at).date())
    if request.method == "POST" and form.is_valid():
        row = _kept(form, actions.change_recipient, request.actor, recipient_id=recipient_id, now=at)
        if row is not None:
            messages.success(request, _("Lagret."))
            return redirect("people:card", recipient_id)
    return render(request, "people/change.html", {"form": form, "recipient_id": recipient_id})


def _kept(form: own.RecipientForm, save: Callable[..., Any], actor: Any, **more: Any) -> Any:
    """The saved row; None, with why in the form, when somebody else has the number."""
    try:
        return save(actor, values=form.values(), **more)
    except actions.AlreadyRegistered:
        form.add_error("national_id", _("Kommunen har alt en tjenestemottaker med dette nummeret."))
    return None


@never_cache
@sensitive_post_parameters()
def part(request: Any, recipient_id: UUID, slug: str, row_id: UUID | None = None) -> HttpResponse:
    at, kind = now(), PARTS[slug]
    if not request.actor.may(kind.permission):
        raise PermissionDenied
    form = _form(request, kind, recipient_id, row_id)
    if request.method == "POST" and form.is_valid():
        keys = {"recipient_id": recipient_id, "row_id": row_id}
        try:
            kind.save(request.actor, **keys, values=form.values(), now=at)
            _thank(request, form)
            return redirect("people:card", recipient_id)
        except actions.RiskRefused as refused:
            form.refuse(refused.problems)
    context = {"form": form, "title": kind.change if row_id else kind.new, "recipient_id": recipient_id}
    return render(request, "people/part.html", context)


def _form(request: Any, kind: Part, recipient_id: UUID, row_id: UUID | None) -> Any:
    at, actor = now(), request.actor
    today = local(at).date()
    held = {
        "starts_on": today,
        "set_on": today,
        "observed_on": today,
        "review_due_on": risk_rules.default_review(today),
    }
    if row_id is not None:
        held = kind.values(actor, recipient_id=recipient_id, row_id=row_id, now=at)
    more = {}
    if kind.form is own.VisitForm:
        more["units"] = queries.visiting_units(actor, recipient_id=recipient_id, now=at)
    return kind.form(request.POST or None, initial=held, **more)


def _thank(request: Any, form: forms.Form) -> None:
    """A word that judges is pointed out, and never refused."""
    messages.success(request, _("Lagret."))
    found = risk_rules.judging_words(form.cleaned_data["text"]) if isinstance(form, own.RiskForm) else []
    if found:
        words = {"words": ", ".join(found)}
        messages.warning(request, _("Teksten dømmer: %(words)s. Skriv heller hva som skjedde.") % words)


@never_cache
@require_POST
def end_part(request: Any, recipient_id: UUID, slug: str, row_id: UUID) -> HttpResponse:
    end = PARTS[slug].end
    if end is None:
        raise Http404
    end(request.actor, recipient_id=recipient_id, row_id=row_id, now=now())
    messages.success(request, _("Avsluttet. Det står fortsatt i historikken."))
    return redirect("people:card", recipient_id)


@never_cache
@require_POST
def review_risk(request: Any, recipient_id: UUID, row_id: UUID) -> HttpResponse:
    actions.review_risk(request.actor, recipient_id=recipient_id, row_id=row_id, now=now())
    messages.success(request, _("Risikoen gjelder fortsatt. Neste gjennomgang er om et halvt år."))
    return redirect("people:card", recipient_id)


@never_cache
def end(request: Any, recipient_id: UUID) -> HttpResponse:
    at = now()
    held = queries.recipient_values(request.actor, recipient_id=recipient_id, now=at)
    form = own.EndForm(request.POST or None, initial=held, today=local(at).date())
    if request.method == "POST" and form.is_valid():
        actions.end_recipient(request.actor, recipient_id=recipient_id, **form.cleaned_data, now=at)
        messages.success(request, _("Lagret."))
        return redirect("people:card", recipient_id)
    return render(request, "people/end.html", {"form": form, "recipient_id": recipient_id})
