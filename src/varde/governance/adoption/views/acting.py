"""The page of one act on an introduction, or on one of its units."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from varde.governance.adoption import actions, queries
from varde.governance.adoption.rules.lifecycle import NotAllowed
from varde.governance.adoption.rules.turns import Refused
from varde.governance.adoption.views.acts import ACTS, UNIT_ACTS, Act, At
from varde.governance.adoption.views.shown import actor_of, in_words, page
from varde.kernel.clock import now as clock_now


@never_cache
def act(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    actor = actor_of(request)
    row = queries.introduction(actor, introduction_id=pk)
    return _act(request, _of(ACTS, name), At(actor, row, None, clock_now()))


@never_cache
def unit_act(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    actor = actor_of(request)
    unit = queries.unit(actor, unit_id=pk)
    one = _of(UNIT_ACTS, name)
    if unit.fact.stand not in one.stands:
        messages.error(request, _("Enheten står ikke slik lenger. Se hvordan den står nå."))
        return redirect("adoption:introduction", unit.introduction_id)
    return _act(request, one, At(actor, unit.introduction, unit, clock_now()))


def _of(acts: Mapping[str, Act], name: str) -> Act:
    if name not in acts:
        raise Http404
    return acts[name]


def _act(request: HttpRequest, one: Act, at: At) -> HttpResponse:
    if not at.actor.may(one.permission, at.row.owner_id):
        raise PermissionDenied
    form = one.form(request.POST if request.method == "POST" else None, at)
    refused: list[str] = []
    if request.method == "POST" and form.is_valid() and _done(request, one, at, form, refused):
        return redirect("adoption:introduction", at.row.pk)
    given = {"row": at.row, "unit": at.unit, "act": one, "form": form, "refused": refused}
    return page(request, "act", "introductions", given, 422 if form.is_bound else 200)


def _done(request: HttpRequest, one: Act, at: At, form: Any, refused: list[str]) -> bool:
    """Whether the page of the act is left. Otherwise the form, or `refused`, says what is wrong."""
    try:
        one.perform(at, form.cleaned_data)
    except Refused as no:
        refused += in_words(no.missing)
        return False
    except NotAllowed:
        messages.error(request, _("Noen andre har flyttet innføringen imens. Se hvordan den står nå."))
        return True
    except (actions.AlreadyThere, actions.AlreadyOpen) as no:
        form.add_error(*_fault(no))
        return False
    messages.success(request, str(one.done))
    return True


def _fault(no: Exception) -> tuple[str | None, forms.ValidationError]:
    """Where the fault stands in the form, and its words."""
    if isinstance(no, actions.AlreadyThere):
        return "name", forms.ValidationError(_("Innføringen har en enhet med dette navnet fra før."))
    words = _("Dere har en annen innføring av denne teknologien i gang. Avslutt eller stans den først.")
    return None, forms.ValidationError(words)
