"""Where an item is and has been; placing it and taking it back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from varde.ground.equipment import actions, queries
from varde.ground.equipment.forms import PlaceForm
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.people.permissions import PeoplePermission
from varde.ground.people.queries import recipients
from varde.ground.people.rules.panels import Line, Panel
from varde.kernel.actor import Actor
from varde.kernel.clock import now


@never_cache
def item(request: Any, pk: UUID) -> HttpResponse:
    row = get_object_or_404(queries.items(request.actor), pk=pk)
    context = {
        "row": row,
        "placements": queries.placements_of(request.actor, item_id=pk),
        "twice": row.device_key in queries.twice_claimed(request.actor),
        "may_place": request.actor.may(P.PLACE, row.owner_id),
        "may_manage": request.actor.may(P.MANAGE, row.owner_id),
    }
    return render(request, "equipment/item.html", context)


@never_cache
def place(request: Any, pk: UUID) -> HttpResponse:
    """Only people the actor has a care relation to can be chosen, and only those of the item's owner."""
    actor, at = request.actor, now()
    row = get_object_or_404(queries.items(actor), pk=pk)
    if not actor.may(P.PLACE, row.owner_id):
        raise PermissionDenied
    form = PlaceForm(request.POST or None, people=_people(actor, row.owner_id, at))
    if request.method == "POST" and form.is_valid() and _placed(request, form, pk, at):
        return redirect("equipment:item", pk)
    return render(request, "equipment/place.html", {"form": form, "row": row})


def _people(actor: Actor, owner_id: UUID, at: datetime) -> list[tuple[UUID, str]]:
    if not actor.may(PeoplePermission.VIEW, owner_id):
        return []
    near = recipients(actor, now=at).filter(owner=owner_id, died_on=None, moved_on=None)
    return [(row.pk, row.name) for row in near]


def _placed(request: Any, form: PlaceForm, item_id: UUID, at: datetime) -> bool:
    try:
        given = {"recipient_ids": form.recipients(), "room": form.cleaned_data["room"]}
        actions.place_item(request.actor, item_id=item_id, **given, now=at)
        messages.success(request, _("Utstyret er utplassert. Send en prøvealarm."))
        return True
    except actions.AlreadyPlaced:
        form.add_error(None, _("Utstyret er alt utplassert. Ta det inn først."))
    return False


@require_POST
def collect(request: Any, pk: UUID) -> HttpResponse:
    try:
        actions.collect_item(request.actor, item_id=pk, now=now())
        messages.success(request, _("Utstyret er innhentet."))
    except actions.NotPlaced:
        messages.info(request, _("Utstyret var ikke utplassert."))
    return redirect("equipment:item", pk)


def panel(actor: Actor, recipient_id: UUID, at: datetime) -> Panel | None:
    """What the recipient has at home, for their page."""
    if not actor.may(P.VIEW):
        return None
    rows = queries.placed_with(actor, recipient_id=recipient_id, now=at)
    lines = tuple(
        Line(str(row.item.product), row.item.serial, reverse("equipment:item", args=[row.item_id]))
        for row in rows
    )
    return Panel(_("Utstyr"), "Package", lines, _("Ingen ting er utplassert her."))
