"""Transfers between stores: sent, received by scanning, discrepancies accounted for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from varde.ground.equipment import actions, queries
from varde.ground.equipment.forms.stock import CodeForm, SendForm, arrival_form
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.equipment.rules.stock import Arrival
from varde.ground.equipment.views.stock import shown
from varde.kernel.clock import now

PER_PAGE = 25


@never_cache
def transfers(request: Any) -> HttpResponse:
    page = Paginator(queries.transfers(request.actor), PER_PAGE).get_page(request.GET.get("side"))
    return shown(request, "transfers", page=page, may_store=request.actor.may(P.STORE))


@never_cache
def new_transfer(request: Any) -> HttpResponse:
    form = SendForm(request.actor, request.POST or None)
    if request.method == "POST" and form.is_valid() and (row := _sent(request, form)):
        messages.success(request, _("Sendt. Utstyret står som på vei til det er tatt imot."))
        return redirect("equipment:transfer", row.pk)
    return shown(request, "transfer_new", form=form, tab="equipment:transfers")


def _sent(request: Any, form: SendForm) -> Any:
    """The transfer, or None with what is wrong in the form."""
    given = form.cleaned_data
    here, there, codes = given["from_store"], given["to_store"], given["codes"]
    found = queries.items_by_codes(request.actor, owner_id=here.owner_id, codes=codes)
    if unknown := [code for code in codes if code not in found]:
        return form.add_error("codes", _("Ukjente koder: %(codes)s") % {"codes": ", ".join(unknown[:20])})
    route = {"from_id": here.pk, "to_id": there.pk, "item_ids": [found[code].pk for code in codes]}
    try:
        return actions.send_items(request.actor, **route, note=given["note"], now=now())
    except actions.CannotSend as refused:
        names = ", ".join(str(item) for item in refused.items[:20])
    return form.add_error("codes", _("Dette kan ikke sendes fra lageret nå: %(items)s") % {"items": names})


@never_cache
def transfer(request: Any, pk: UUID) -> HttpResponse:
    """What has come and what has not; a scan receives."""
    row = get_object_or_404(queries.transfers(request.actor), pk=pk)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _received(request, row, form):
        return redirect("equipment:transfer", pk)
    lines = queries.transfer_lines(request.actor, transfer_id=pk)
    may = request.actor.may(P.STORE, row.owner_id)
    return shown(request, "transfer", row=row, lines=lines, form=form, may=may, tab="equipment:transfers")


def _received(request: Any, row: Any, form: CodeForm) -> bool:
    code = form.cleaned_data["code"]
    item = queries.items_by_codes(request.actor, owner_id=row.owner_id, codes=[code]).get(code)
    if item is None:
        form.add_error("code", _("Ingen av utstyret vårt har denne koden."))
        return False
    try:
        line = actions.receive_item(request.actor, transfer_id=row.pk, item_id=item.pk, now=now())
    except actions.CannotArrive:
        form.add_error("code", _("%(item)s kan ikke tas imot her slik det står nå.") % {"item": item})
        return False
    _say(request, item, listed=line.arrival != Arrival.UNEXPECTED)
    return True


def _say(request: Any, item: Any, *, listed: bool) -> None:
    if listed:
        messages.success(request, _("%(item)s er tatt imot.") % {"item": item})
    else:
        messages.warning(request, _("%(item)s sto ikke på lista. Det er tatt inn likevel.") % {"item": item})


@never_cache
def settle_arrival(request: Any, pk: UUID, line: UUID) -> HttpResponse:
    row = get_object_or_404(queries.transfers(request.actor), pk=pk)
    one = get_object_or_404(queries.transfer_lines(request.actor, transfer_id=pk), pk=line)
    form = arrival_form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        how, why = Arrival(form.cleaned_data["how"]), form.cleaned_data["why"]
        actions.settle_line(request.actor, line_id=one.pk, arrival=how, why=why, now=now())
        return redirect("equipment:transfer", pk)
    return shown(request, "settle", row=row, item=one.item, form=form, tab="equipment:transfers")


@require_POST
def close_transfer(request: Any, pk: UUID) -> HttpResponse:
    try:
        actions.close_transfer(request.actor, transfer_id=pk, now=now())
        messages.success(request, _("Overføringen er avsluttet."))
    except actions.StillOpen:
        messages.warning(request, _("Noe av utstyret er ikke gjort rede for."))
    return redirect("equipment:transfer", pk)
