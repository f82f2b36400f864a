"""What the pages share: the words of a refusal, the page of one act, names of people one may know."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from varde.foundation.ui.marks import Mark
from varde.ground.equipment import actions
from varde.ground.equipment.queries.words import STATES
from varde.ground.equipment.rules.lifecycle import MoveRefused, NotOurs, State, WipePending
from varde.ground.equipment.rules.orders import OrderRefused
from varde.ground.equipment.rules.wiping import SignedTooEarly
from varde.ground.people.permissions import PeoplePermission
from varde.ground.people.queries import recipients
from varde.kernel.actor import Actor

REFUSALS: Final[Mapping[type[Exception], str | Promise]] = {
    WipePending: _("Apparatet kan inneholde personopplysninger. Nullstill det og bekreft slettingen først."),
    NotOurs: _("Dette kan ikke gjøres med utstyr som har denne eieren."),
    MoveRefused: _("Det går ikke slik apparatet står nå. Se historikken på apparatets side."),
    OrderRefused: _("Bestillingen er kommet lenger. Se den på nytt."),
    SignedTooEarly: _("Nullstill apparatet før du bekrefter."),
    actions.AlreadyPlaced: _("Utstyret er alt utplassert. Ta det inn først."),
    actions.NotPlaced: _("Utstyret er ikke utplassert."),
    actions.NowhereToPlace: _("Velg en tjenestemottaker, eller skriv hvilket rom utstyret står i."),
    actions.LastOne: _("Ingen andre bruker apparatet. Ta det inn i stedet."),
    actions.SetAsideForAnother: _("Apparatet er satt av til en annen tjenestemottaker."),
    actions.NoReason: _("Skriv hvorfor."),
    actions.NobodyAnswered: _("Skriv hvem som svarte."),
    actions.KitNotReady: _("Hele settet må stå klart på lager før det kan settes ut."),
    actions.NotForKit: _("Bare utstyr som står klart på lager, kan legges i et sett eller tas ut av det."),
    actions.WrongPick: _("Hver linje må ha et apparat av rett slag som står klart på lager."),
    actions.WrongTime: _("Tidspunktet kan ikke stemme."),
}
_NAMED: Final = tuple(REFUSALS)

MARKS: Final[dict[object, Mark]] = {
    State.ORDERED: Mark(STATES[State.ORDERED], "Clock", "neutral"),
    State.IN_STORE: Mark(STATES[State.IN_STORE], "CheckmarkCircle", "success"),
    State.RESERVED: Mark(STATES[State.RESERVED], "Package", "info"),
    State.WITH_INSTALLER: Mark(STATES[State.WITH_INSTALLER], "Person", "info"),
    State.PLACED: Mark(STATES[State.PLACED], "HouseHeart", "success"),
    State.COLLECTED: Mark(STATES[State.COLLECTED], "ArrowUndo", "warning"),
    State.IN_WASH: Mark(STATES[State.IN_WASH], "ArrowsCirclepath", "info"),
    State.PENDING_WIPE: Mark(STATES[State.PENDING_WIPE], "ShieldLock", "warning"),
    State.IN_REPAIR: Mark(STATES[State.IN_REPAIR], "Wrench", "warning"),
    State.LENT_TO_SUPPLIER: Mark(STATES[State.LENT_TO_SUPPLIER], "Buildings3", "info"),
    State.IN_TRANSIT: Mark(STATES[State.IN_TRANSIT], "Truck", "info"),
    State.TO_RETURN: Mark(STATES[State.TO_RETURN], "ArrowLeft", "info"),
    State.LOST: Mark(STATES[State.LOST], "ExclamationmarkTriangle", "danger"),
    State.RETURNED: Mark(STATES[State.RETURNED], "Archive", "neutral"),
    State.RETIRED: Mark(STATES[State.RETIRED], "Trash", "neutral"),
    State.HANDED_OVER: Mark(STATES[State.HANDED_OVER], "Handshake", "neutral"),
}


def word_of(fault: Exception) -> str:
    return str(next(word for kind, word in REFUSALS.items() if isinstance(fault, kind)))


@dataclass(frozen=True, slots=True)
class Act:
    """A page with one form and one button. `back`: where it leads when it is done, and where "Avbryt" goes."""

    title: str
    button: str
    icon: str
    back: str
    done: str
    lead: str = ""


def on_item(row: Any, title: str, button: str, icon: str, done: str, lead: str = "") -> Act:
    """An act on one item; `title` holds %(item)s. Leads back to the item's page."""
    back = reverse("equipment:item", args=[row.pk])
    return Act(title % {"item": row}, button, icon, back, done, lead)


def posted(request: Any) -> Any:
    """What was sent, also when that is an empty form."""
    return request.POST if request.method == "POST" else None


def acted(request: Any, form: forms.Form, act: Act, do: Callable[[], object]) -> HttpResponse:
    """Shows the form; when it holds, does what it asks, or says in it why that was refused."""
    if request.method == "POST" and form.is_valid():
        try:
            do()
        except _NAMED as fault:
            form.add_error(None, word_of(fault))
        else:
            messages.success(request, act.done)
            return redirect(act.back)
    return render(request, "equipment/act.html", {"form": form, "act": act})


def pressed(request: Any, do: Callable[[], object], *, done: str, back: str) -> HttpResponse:
    """A single button: done, or why not."""
    try:
        do()
        messages.success(request, done)
    except _NAMED as fault:
        messages.error(request, word_of(fault))
    return redirect(back)


def people_to_choose(actor: Actor, owner_id: UUID, at: datetime) -> list[tuple[UUID, str]]:
    """Those the actor has a care relation to, in one organisation."""
    if not actor.may(PeoplePermission.VIEW, owner_id):
        return []
    near = recipients(actor, now=at).filter(owner=owner_id, died_on=None, moved_on=None)
    return [(row.pk, row.name) for row in near]


def names_of(actor: Actor, keys: Collection[UUID], at: datetime) -> dict[UUID, str]:
    """Names of those among them whom the actor has a relation to; the others stay without a name."""
    if not keys or not actor.may(PeoplePermission.VIEW):
        return {}
    return {row.pk: row.name for row in recipients(actor, now=at).filter(pk__in=list(keys))}
