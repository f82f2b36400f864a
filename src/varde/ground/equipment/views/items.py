"""One item: where it is and has been, what was done with it, and what may be done now."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from varde.ground.equipment import actions, queries
from varde.ground.equipment.forms.handling import PlacingForm, ToStoreForm
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.equipment.queries.words import MOVES, ORDER_STATES
from varde.ground.equipment.rules import lifecycle, ownership
from varde.ground.equipment.rules.lifecycle import Move
from varde.ground.equipment.rules.networks import silent_after
from varde.ground.equipment.rules.orders import OrderState
from varde.ground.equipment.rules.ownership import Who
from varde.ground.equipment.views.shown import MARKS, Act, acted, names_of, on_item, people_to_choose, posted
from varde.ground.people.rules.panels import Line, Panel
from varde.kernel.actor import Actor
from varde.kernel.clock import local, now

ICONS = {
    Move.PLACE: "HouseHeart", Move.COLLECT: "ArrowUndo", Move.WIPE: "ShieldCheckmark", Move.WASH: "ArrowsCirclepath",
    Move.SEND_TO_REPAIR: "Wrench", Move.LOSE: "ExclamationmarkTriangle", Move.FIND: "MagnifyingGlass",
    Move.RETIRE: "Trash", Move.GIVE_BACK: "ArrowLeft", Move.HAND_OVER: "Handshake", Move.SEND: "Truck",
}  # fmt: skip


@never_cache
def item(request: Any, pk: UUID) -> HttpResponse:
    actor, at = request.actor, now()
    row = queries.item(actor, item_id=pk)
    context = {"row": row, "now": at, **_is(actor, row), **_places(actor, row, at), **_work(actor, row, at)}
    return render(request, "equipment/item.html", context)


def _is(actor: Actor, row: Any) -> dict[str, Any]:
    """What holds of the item itself."""
    return {
        "mark": MARKS[row.state],
        "twice": queries.claimed_twice(actor, item_id=row.pk),
        "wipe": queries.open_wipe(actor, item_id=row.pk),
        "silent_after": silent_after(row.product.networks, row.operator),
        "who": _who(row),
    }


def _who(row: Any) -> dict[str, str]:
    """Who washes, supports, and gets it back, in words."""
    named = {
        Who.OWN_STORE: _("Eget lager"),
        Who.OWN_SUPPORT: _("Egen support"),
        Who.SUPPLIER: row.product.supplier.name,
        Who.BHM: _("Behandlingshjelpemidler (BHM)"),
        Who.NAV: _("NAV Hjelpemiddelsentral"),
        Who.PARTNER: row.belongs_to.name if row.belongs_to else _("En annen virksomhet"),
        Who.RECIPIENT: _("Tjenestemottakeren selv"),
    }
    held = ownership.terms(row.standing.ownership)
    back = named[held.goes_to] if held.goes_to else _("Blir hos oss")
    return {"wash": named[held.wash], "support": named[held.support], "back": back}


def _places(actor: Actor, row: Any, at: datetime) -> dict[str, Any]:
    """Each placement with the names that the actor may know, and whether the one that is open counts."""
    found = list(queries.placements_of(actor, item_id=row.pk))
    people = {one.recipient_id for place in found for one in place.sharings.all()}
    names = names_of(actor, people, at)
    shown = [
        {
            "row": place,
            "people": [
                {"key": one.recipient_id, "name": names.get(one.recipient_id, ""), "left": one.ends_at}
                for one in place.sharings.all()
            ],
        }
        for place in found
    ]
    here = next((place for place in found if place.ends_at is None), None)
    return {"placements": shown, "here": here}


def _work(actor: Actor, row: Any, at: datetime) -> dict[str, Any]:
    """What may be done now, the tasks that follow the item, and everything that was done, newest first."""
    moves = [
        {"move": move.value, "word": MOVES[move], "url": reverse("equipment:move", args=[row.pk, move.value])}
        for move in lifecycle.open_moves(row.standing)
        if move in actions.BY_THE_STORE
    ]
    return {
        "moves": moves if actor.may(P.STORE, row.owner_id) else [],
        "may_place": actor.may(P.PLACE, row.owner_id),
        "may_wipe": actor.may(P.WIPE, row.owner_id),
        "may_manage": actor.may(P.MANAGE, row.owner_id),
        "may_maintain": actor.may(P.MAINTAIN, row.owner_id),
        "placeable": lifecycle.may(row.standing, Move.PLACE),
        "tasks": queries.tasks_of(actor, item_id=row.pk),
        "today": local(at).date(),
        "happened": _happened(actor, row.pk),
        "swap_url": _optional("equipment:swap", row),
    }


def _optional(name: str, row: Any) -> str:
    try:
        return f"{reverse(name)}?gammel={row.code or row.serial}"
    except NoReverseMatch:
        return ""


def _happened(actor: Actor, key: UUID) -> list[dict[str, Any]]:
    moves = [
        {
            "at": one.at,
            "title": MOVES[Move(one.move)],
            "who": one.by_name,
            "text": one.why,
            "icon": ICONS.get(Move(one.move), "Package"),
        }
        for one in queries.story(actor, item_id=key)
    ]
    tests = [
        {
            "at": one.at,
            "title": _("Prøvd: navn og adresse ble lest opp") if one.read_back else _("Prøvd: ikke lest opp"),
            "who": one.signed_by_name,
            "text": one.note,
            "icon": "PersonHeadset",
            "color": "success" if one.read_back else "warning",
        }
        for one in queries.tests_of(actor, item_id=key)
    ]
    kept = [
        {
            "at": one.at,
            "title": one.get_task_display() if one.is_ok else _failed(one.get_task_display()),
            "who": one.by_name,
            "text": one.note,
            "icon": "Wrench",
            "color": "neutral" if one.is_ok else "danger",
        }
        for one in queries.maintained(actor, item_id=key)
    ]
    return sorted(moves + tests + kept, key=lambda one: one["at"], reverse=True)


def _failed(task: str) -> str:
    return _("%(task)s: virker ikke") % {"task": task}


def held(request: Any, pk: UUID, permission: P) -> Any:
    """The item, for somebody who may do this with it; 404 for another's, 403 without the permission."""
    row = queries.item(request.actor, item_id=pk)
    if not request.actor.may(permission, row.owner_id):
        raise PermissionDenied
    return row


@never_cache
def place(request: Any, pk: UUID) -> HttpResponse:
    """Only people the actor has a care relation to can be chosen, and only those of the item's owner."""
    row, at = held(request, pk, P.PLACE), now()
    people = people_to_choose(request.actor, row.owner_id, at)
    form = PlacingForm(posted(request), people=people, actor=request.actor, owner_id=row.owner_id)
    done = _("Utstyret er utplassert. Prøv det, og skriv under på prøven.")
    act = on_item(row, _("Utplasser %(item)s"), _("Utplasser"), "HouseHeart", done, whom())
    return acted(
        request, form, act, lambda: actions.place_item(request.actor, item_id=pk, place=form.place(), now=at)
    )


def whom() -> str:
    return _(
        "Du kan velge blant dem du har ansvar for. Finner du ikke personen, åpne kortet med begrunnelse først."
    )


@never_cache
def collect(request: Any, pk: UUID) -> HttpResponse:
    row, at = held(request, pk, P.PLACE), now()
    form = ToStoreForm(posted(request), actor=request.actor, owner_id=row.owner_id)
    done = _("Utstyret er innhentet. Nå må det nullstilles og slettes.")
    lead = _("Fra nå av varsler apparatet ikke for noen. Det kan ikke settes ut igjen før det er slettet.")
    act = on_item(row, _("Ta inn %(item)s"), _("Ta inn"), "ArrowUndo", done, lead)
    return acted(
        request, form, act, lambda: actions.collect_item(request.actor, item_id=pk, told=form.told(), now=at)
    )


@never_cache
def move(request: Any, pk: UUID, move: str) -> HttpResponse:
    if move not in actions.BY_THE_STORE:
        raise Http404
    row, at, chosen = held(request, pk, P.STORE), now(), Move(move)
    form = ToStoreForm(posted(request), actor=request.actor, owner_id=row.owner_id, move=chosen)
    back = reverse("equipment:item", args=[pk])
    title = _("%(move)s: %(item)s") % {"move": MOVES[chosen], "item": row}
    act = Act(title, str(MOVES[chosen]), ICONS.get(chosen, "Package"), back, _("Lagret."))
    return acted(
        request,
        form,
        act,
        lambda: actions.move_item(request.actor, item_id=pk, move=chosen, told=form.told(), now=at),
    )


def panel(actor: Actor, recipient_id: UUID, at: datetime) -> Panel | None:
    """What the recipient has at home, for their page."""
    if not actor.may(P.VIEW):
        return None
    rows = queries.placed_with(actor, recipient_id=recipient_id, now=at)
    lines = [
        Line(str(row.item.product), row.item.serial, reverse("equipment:item", args=[row.item_id]))
        for row in rows
    ]
    if actor.may(P.ORDER):
        lines += _on_order(actor, recipient_id)
    return Panel(_("Utstyr"), "Package", tuple(lines), _("Ingen ting er utplassert her."))


def _on_order(actor: Actor, recipient_id: UUID) -> list[Line]:
    """What is on its way to the recipient, with how far it has come."""
    rows = queries.orders_under_way(actor).filter(recipient=recipient_id)
    title = _("Bestilling fra %(store)s")
    return [
        Line(
            title % {"store": row.store.name},
            str(ORDER_STATES[OrderState(row.state)]),
            reverse("equipment:order", args=[row.pk]),
        )
        for row in rows
    ]
