"""The orders board for the store, and the page of one order."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from varde.foundation.ui.marks import Mark
from varde.ground.equipment import actions, queries
from varde.ground.equipment.forms.orders import InstallerForm, OrderForm, PickForm, WhyForm
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.equipment.queries.words import ORDER_STATES
from varde.ground.equipment.rules.orders import OrderState
from varde.ground.equipment.views.shown import Act, acted, names_of, people_to_choose, posted, pressed
from varde.ground.organisations.queries import holders_of, staff
from varde.kernel.actor import Actor
from varde.kernel.clock import local, now

MARKS = {
    OrderState.ORDERED: Mark(ORDER_STATES[OrderState.ORDERED], "Clock", "warning"),
    OrderState.PICKED: Mark(ORDER_STATES[OrderState.PICKED], "Package", "info"),
    OrderState.HANDED_OUT: Mark(ORDER_STATES[OrderState.HANDED_OUT], "Person", "info"),
    OrderState.INSTALLED: Mark(ORDER_STATES[OrderState.INSTALLED], "HouseHeart", "success"),
    OrderState.CANCELLED: Mark(ORDER_STATES[OrderState.CANCELLED], "MinusCircle", "neutral"),
}
UNDER_WAY = (OrderState.ORDERED, OrderState.PICKED, OrderState.HANDED_OUT)


@require_GET
@never_cache
def orders(request: Any) -> HttpResponse:
    """Under way, one column for each state, wanted first on top. Who it is for is shown to those who may know."""
    actor, at = request.actor, now()
    rows = list(queries.orders_under_way(actor)[:300])
    lines: dict[UUID, list[str]] = {}
    for line in queries.order_lines(actor, order_ids=[row.pk for row in rows]):
        lines.setdefault(line.order_id, []).append(str(line.product or line.kit))
    names = names_of(actor, {row.recipient_id for row in rows}, at)
    cards: list[dict[str, Any]] = [
        {"row": row, "what": lines.get(row.pk, []), "name": names.get(row.recipient_id, "")} for row in rows
    ]
    columns = [(MARKS[state], [card for card in cards if card["row"].state == state]) for state in UNDER_WAY]
    given = {"columns": columns, "today": local(at).date()}
    return render(request, "equipment/orders.html", given)


def _order(request: Any, pk: UUID, permission: P = P.ORDER) -> Any:
    row = queries.order(request.actor, order_id=pk, now=now())
    if not request.actor.may(permission, row.owner_id):
        raise PermissionDenied
    return row


@require_GET
@never_cache
def order(request: Any, pk: UUID) -> HttpResponse:
    row, actor = _order(request, pk), request.actor
    events = [
        {"at": one.at, "title": ORDER_STATES[OrderState(one.after)], "who": one.by_name, "text": one.why}
        for one in queries.order_events(actor, order_id=pk)
    ]
    given = {
        "row": row,
        "mark": MARKS[OrderState(row.state)],
        "lines": queries.order_lines(actor, order_ids=[pk]),
        "name": names_of(actor, {row.recipient_id}, now()).get(row.recipient_id, ""),
        "events": events[::-1],
        "may": {one.name.lower(): actor.may(one, row.owner_id) for one in (P.STORE, P.PLACE, P.ORDER)},
    }
    return render(request, "equipment/order.html", given)


@never_cache
def new_order(request: Any) -> HttpResponse:
    """From a case (`forlop` in the address) the order carries the reason for the allocation."""
    actor, at = request.actor, now()
    owners = actor.where(P.ORDER)
    if not owners:
        raise PermissionDenied
    case = _of_case(request, at)
    people = {owner: people_to_choose(actor, owner, at) for owner in sorted(owners)}
    form = OrderForm(posted(request), actor=actor, people=people, case=case, initial=_start(case, at))
    back, done = case.back if case else reverse("equipment:orders"), _("Lageret har fått bestillingen.")
    act = Act(_("Ny bestilling"), _("Bestill"), "Plus", back, done)
    return acted(request, form, act, lambda: actions.place_order(actor, order=form.order(), now=at))


def _of_case(request: Any, at: datetime) -> queries.Wanted | None:
    given = request.GET.get("forlop")
    if not given:
        return None
    try:
        return queries.wanted(request.actor, case_id=UUID(given), now=at)
    except ValueError:
        raise Http404 from None


def _start(case: queries.Wanted | None, at: datetime) -> dict[str, Any]:
    start: dict[str, Any] = {"wanted_on": local(at).date()}
    if case is not None:
        start |= {"recipient": case.recipient_id, "reason": case.reason, "adaptations": case.adaptations}
    return start


@never_cache
def pick(request: Any, pk: UUID) -> HttpResponse:
    row, actor = _order(request, pk, P.STORE), request.actor
    lines = list(queries.order_lines(actor, order_ids=[pk]))
    wanted = tuple({line.product_id for line in lines if line.product_id})
    ready: dict[UUID, dict[str, UUID]] = {}
    for one in queries.ready(actor, product_ids=wanted).filter(owner=row.owner_id) if wanted else ():
        ready.setdefault(one.product_id, {})[one.serial] = one.pk
    form = PickForm(posted(request), lines=lines, ready=ready)
    back = reverse("equipment:order", args=[pk])
    act = Act(_("Plukk bestillingen"), _("Sett av"), "Package", back, _("Utstyret er satt av."), _pick_lead())
    return acted(
        request, form, act, lambda: actions.pick_order(actor, order_id=pk, picked=form.picked, now=now())
    )


def _pick_lead() -> str:
    return _(
        "Vi foreslår det første som står klart. Skann eller skriv et annet serienummer om du tar et annet."
    )


@never_cache
def hand_out(request: Any, pk: UUID) -> HttpResponse:
    row, actor, at = _order(request, pk, P.STORE), request.actor, now()
    form = InstallerForm(posted(request), staff=_installers(actor, row.owner_id, at))
    back, done = (
        reverse("equipment:order", args=[pk]),
        _("Montøren har utstyret, og kan åpne kortet i en uke."),
    )
    act = Act(_("Gi til montør"), _("Gi til montør"), "Person", back, done)

    def do() -> object:
        key, name = form.chosen()
        return actions.hand_out_order(actor, order_id=pk, installer_id=key, installer_name=name, now=at)

    return acted(request, form, act, do)


def _installers(actor: Actor, owner_id: UUID, at: datetime) -> list[tuple[UUID, str]]:
    """Those who may place equipment in that organisation."""
    may = holders_of(actor, permission=P.PLACE, organisation_id=owner_id, now=at)
    return [(one.pk, one.name) for one in staff(actor, now=at).filter(pk__in=may)]


@require_POST
def install(request: Any, pk: UUID) -> HttpResponse:
    _order(request, pk, P.PLACE)
    return pressed(
        request,
        lambda: actions.install_order(request.actor, order_id=pk, now=now()),
        done=_("Utstyret er utplassert. Prøv det, og skriv under på prøven."),
        back=reverse("equipment:order", args=[pk]),
    )


@never_cache
def take_back(request: Any, pk: UUID) -> HttpResponse:
    _order(request, pk, P.STORE)
    form, back = WhyForm(posted(request)), reverse("equipment:order", args=[pk])
    title = _("Ta utstyret tilbake til lageret")
    act = Act(
        title, _("Ta tilbake"), "ArrowUndo", back, _("Utstyret er fritt, og bestillingen venter igjen.")
    )
    return acted(
        request,
        form,
        act,
        lambda: actions.take_back_order(request.actor, order_id=pk, why=form.cleaned_data["why"], now=now()),
    )


@never_cache
def cancel(request: Any, pk: UUID) -> HttpResponse:
    _order(request, pk)
    form, back = WhyForm(posted(request)), reverse("equipment:order", args=[pk])
    act = Act(_("Avlys bestillingen"), _("Avlys"), "MinusCircle", back, _("Bestillingen er avlyst."))
    return acted(
        request,
        form,
        act,
        lambda: actions.cancel_order(request.actor, order_id=pk, why=form.cleaned_data["why"], now=now()),
    )
