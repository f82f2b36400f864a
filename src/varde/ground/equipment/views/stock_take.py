"""Counting a store by scanner: one by one or pasted, then the differences."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from varde.ground.equipment import actions, queries
from varde.ground.equipment.forms.stock import CodeForm, CodesForm, StoreForm, difference_form
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.equipment.queries.stock_takes import with_differences
from varde.ground.equipment.rules.stock import Difference, Settled
from varde.ground.equipment.views.stock import shown
from varde.kernel.clock import now

PER_PAGE, LATEST = 50, 10


@never_cache
def takes(request: Any) -> HttpResponse:
    form = StoreForm(request.actor, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.start_stock_take(request.actor, store_id=form.cleaned_data["store"].pk, now=now())
            return redirect("equipment:take", row.pk)
        except actions.AlreadyCounting:
            form.add_error("store", _("Dette lageret telles alt. Fortsett den tellingen."))
    page = Paginator(queries.stock_takes(request.actor), 25).get_page(request.GET.get("side"))
    return shown(request, "takes", form=form, page=page, may_store=request.actor.may(P.STORE))


@never_cache
def take(request: Any, pk: UUID) -> HttpResponse:
    """Scan into the field; each press of Enter counts one."""
    row = get_object_or_404(queries.stock_takes(request.actor), pk=pk)
    many = "codes" in request.POST
    form, paste = CodeForm(None if many else request.POST or None), CodesForm(request.POST if many else None)
    sent = paste if many else form
    if request.method == "POST" and sent.is_valid():
        codes = sent.cleaned_data["codes"] if many else [sent.cleaned_data["code"]]
        _told(request, actions.count_codes(request.actor, take_id=pk, codes=codes, now=now()))
        return redirect("equipment:take", pk)
    forms: dict[str, Any] = {"form": form, "paste": paste, "paste_open": bool(paste.errors)}
    return shown(request, "take", **_standing(request, row), **forms, tab="equipment:takes")


def _standing(request: Any, row: Any) -> dict[str, Any]:
    differences = queries.differences(request.actor, take_id=row.pk)
    page = Paginator(differences, PER_PAGE).get_page(request.GET.get("side"))
    return {
        "row": row,
        "counted": queries.counted_so_far(request.actor, take_id=row.pk),
        "latest": queries.lines_seen(request.actor, take_id=row.pk)[:LATEST],
        "page": page,
        "lines": with_differences(page),
        "kinds": _kinds(),
        "may": request.actor.may(P.STORE, row.owner_id) and row.closed_at is None,
    }


def _kinds() -> dict[str, str]:
    return {
        Difference.MISSING: _("Mangler"),
        Difference.MOVED: _("Flyttet etter at tellingen begynte"),
        Difference.UNEXPECTED: _("Skulle ikke stå her"),
        Difference.UNKNOWN: _("Ukjent kode"),
        Difference.NONE: _("Stemmer"),
    }


def _told(request: Any, lines: list[Any]) -> None:
    for line in lines[:1] if len(lines) == 1 else ():
        what = line.item or line.code
        if line.expected:
            messages.success(request, _("%(what)s stemmer.") % {"what": what})
        else:
            messages.warning(request, _("%(what)s skulle ikke stå her.") % {"what": what})
    if len(lines) > 1:
        words = ngettext("%(n)d kode er talt.", "%(n)d koder er talt.", len(lines))
        messages.success(request, words % {"n": len(lines)})


@never_cache
def settle_difference(request: Any, pk: UUID, line: UUID) -> HttpResponse:
    row = get_object_or_404(queries.stock_takes(request.actor), pk=pk)
    one = get_object_or_404(queries.differences(request.actor, take_id=pk), pk=line)
    form = difference_form(one, request.POST or None)
    if request.method == "POST" and form.is_valid():
        how, why = Settled(form.cleaned_data["how"]), form.cleaned_data["why"]
        try:
            actions.settle_difference(request.actor, line_id=one.pk, settled=how, why=why, now=now())
            return redirect("equipment:take", pk)
        except actions.CannotSettle:
            form.add_error("how", _("Det går ikke slik utstyret står nå. Se på siden for utstyret."))
    return shown(request, "settle", row=row, item=one.item or one.code, form=form, tab="equipment:takes")


@require_POST
def close_take(request: Any, pk: UUID) -> HttpResponse:
    try:
        actions.close_stock_take(request.actor, take_id=pk, now=now())
        messages.success(request, _("Tellingen er avsluttet."))
    except actions.StillDifferent:
        messages.warning(request, _("Noen avvik i tellingen er ikke avklart."))
    return redirect("equipment:take", pk)
