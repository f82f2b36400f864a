"""Forms of the plan: pools, patterns, shifts and contact methods."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from varde.care.rota import actions, queries
from varde.care.rota.forms import ContactMethodForm, PatternForm, PoolForm, ShiftForm
from varde.care.rota.views.now import PER_PAGE, pool_row
from varde.care.rota.views.show import actor_of
from varde.kernel.clock import now as clock_now

form_methods = require_http_methods(["GET", "POST"])


def _fields(row: Any, form: type[Form]) -> dict[str, Any] | None:
    return {name: getattr(row, name) for name in form.base_fields} if row is not None else None


def _page(
    request: HttpRequest, form: Form, title: str, back: str, save: Callable[[dict[str, Any]], object]
) -> HttpResponse:
    """Shows the form, or saves it and goes back."""
    if request.method == "POST" and form.is_valid():
        try:
            save(form.cleaned_data)
        except actions.ShiftHasEnded:
            form.add_error(None, _("Vakten er over og kan ikke endres."))
        else:
            messages.success(request, _("Lagret."))
            return redirect(back)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "rota/form.html", {"form": form, "title": title, "back": back}, status=status)


@form_methods
def pool_form(request: HttpRequest, pool_id: UUID | None = None) -> HttpResponse:
    actor = actor_of(request)
    row = pool_row(request, pool_id) if pool_id else None
    form = PoolForm(request.POST or None, actor=actor, row=row, initial=_fields(row, PoolForm))
    back = reverse("rota:pool", args=[pool_id]) if pool_id else reverse("rota:home")
    title = _("Endre vaktlaget") if row else _("Nytt vaktlag")
    return _page(request, form, title, back, lambda v: actions.save_pool(actor, row=row, values=v))


@form_methods
def new_pattern(request: HttpRequest, pool_id: UUID) -> HttpResponse:
    return _pattern(request, pool_row(request, pool_id), None)


@form_methods
def edit_pattern(request: HttpRequest, pattern_id: UUID) -> HttpResponse:
    row = get_object_or_404(queries.managed_patterns(actor_of(request)), pk=pattern_id)
    return _pattern(request, row.pool, row)


def _pattern(request: HttpRequest, pool: Any, row: Any) -> HttpResponse:
    actor, now = actor_of(request), clock_now()
    form = PatternForm(request.POST or None, actor=actor, now=now, initial=_fields(row, PatternForm))
    title = _("Fast vakt i %(pool)s") % {"pool": pool.name}

    def save(values: dict[str, Any]) -> object:
        return actions.save_pattern(actor, row=row, values={**values, "pool": pool}, now=now)

    return _page(request, form, title, reverse("rota:pool", args=[pool.pk]), save)


@form_methods
def new_shift(request: HttpRequest, pool_id: UUID) -> HttpResponse:
    return _shift(request, pool_row(request, pool_id), None)


@form_methods
def edit_shift(request: HttpRequest, shift_id: UUID) -> HttpResponse:
    row = get_object_or_404(queries.managed_shifts(actor_of(request)), pk=shift_id)
    return _shift(request, row.pool, row)


def _shift(request: HttpRequest, pool: Any, row: Any) -> HttpResponse:
    actor, now = actor_of(request), clock_now()
    form = ShiftForm(request.POST or None, actor=actor, now=now, initial=_fields(row, ShiftForm))
    title = _("Vakt i %(pool)s") % {"pool": pool.name}

    def save(values: dict[str, Any]) -> object:
        return actions.save_shift(actor, row=row, values={**values, "pool": pool}, now=now)

    return _page(request, form, title, reverse("rota:pool", args=[pool.pk]), save)


@require_POST
def remove_shift(request: HttpRequest, shift_id: UUID) -> HttpResponse:
    try:
        row = actions.remove_shift(actor_of(request), shift_id=shift_id, now=clock_now())
    except actions.ShiftHasEnded:
        messages.error(request, _("Vakten er over og kan ikke endres."))
        return redirect("rota:shifts")
    messages.success(request, _("Vakten er fjernet."))
    return redirect("rota:pool", pool_id=row.pool_id)


@require_GET
def contacts(request: HttpRequest) -> HttpResponse:
    rows = queries.contact_methods(actor_of(request))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("side"))
    return render(request, "rota/contacts.html", {"page": page})


@form_methods
def contact(request: HttpRequest, contact_id: UUID | None = None) -> HttpResponse:
    actor, now = actor_of(request), clock_now()
    row = get_object_or_404(queries.contact_methods(actor), pk=contact_id) if contact_id else None
    start = _fields(row, ContactMethodForm)
    form = ContactMethodForm(request.POST or None, actor=actor, now=now, is_new=row is None, initial=start)
    title = _("Endre kontaktmåten") if row else _("Ny kontaktmåte")

    def save(values: dict[str, Any]) -> object:
        return actions.save_contact_method(actor, row=row, values=values, now=now)

    return _page(request, form, title, reverse("rota:contacts"), save)
