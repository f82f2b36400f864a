"""Testing, wiping, sharing and looking after one item; kits; units that will fall silent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from varde.ground.equipment import actions, queries
from varde.ground.equipment.forms.handling import (
    PlacingForm,
    SerialForm,
    ShareForm,
    TestForm,
    ToStoreForm,
    UpkeepForm,
    WipeForm,
)
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.equipment.queries.words import OPERATORS
from varde.ground.equipment.rules import lifecycle
from varde.ground.equipment.rules.lifecycle import Move, State
from varde.ground.equipment.rules.marks import mark_key
from varde.ground.equipment.views.items import held
from varde.ground.equipment.views.shown import MARKS, Act, acted, on_item, people_to_choose, posted, pressed
from varde.kernel.actor import Actor
from varde.kernel.clock import local, now

AHEAD = timedelta(days=14)
SILENT_WITHIN = timedelta(days=3 * 365)


@never_cache
def test(request: Any, pk: UUID) -> HttpResponse:
    row, at = held(request, pk, P.PLACE), now()
    here, form = _here(request, pk), TestForm(posted(request))
    lead = _("Utløs en alarm der apparatet står, og be operatøren lese opp navn og adresse.")
    done, button = _("Prøven er lagret med navnet ditt."), _("Skriv under på prøven")
    act = on_item(row, _("Prøv %(item)s"), button, "PersonHeadset", done, lead)

    def do() -> object:
        return actions.record_test(request.actor, placement_id=here.pk, call=form.call(), now=at)

    return acted(request, form, act, do)


def _here(request: Any, pk: UUID) -> Any:
    """Where the item is placed now; 404 where it is not."""
    row = queries.placement_now(request.actor, item_id=pk)
    if row is None:
        raise Http404
    return row


@never_cache
def wipe(request: Any, pk: UUID) -> HttpResponse:
    row, at = held(request, pk, P.WIPE), now()
    left = queries.open_wipe(request.actor, item_id=pk)
    if left is None:
        raise Http404
    form, done = WipeForm(posted(request), wipe=left), _("Lagret med navnet ditt.")
    lead = _("Apparatet kan ikke settes ut eller leveres tilbake før alt dette er gjort.")
    act = on_item(row, _("Slett %(item)s"), _("Skriv under"), "ShieldCheckmark", done, lead)
    return acted(
        request, form, act, lambda: actions.record_wipe(request.actor, item_id=pk, done=form.done(), now=at)
    )


@never_cache
def share(request: Any, pk: UUID) -> HttpResponse:
    row, at = held(request, pk, P.PLACE), now()
    here, people = _here(request, pk), people_to_choose(request.actor, row.owner_id, at)
    form = ShareForm(posted(request), people=people)
    act = on_item(row, _("En til bruker %(item)s"), _("Legg til"), "PersonPlus", _("Lagret."))

    def do() -> object:
        who = form.cleaned_data["recipient"]
        return actions.share_item(request.actor, placement_id=here.pk, recipient_id=who, now=at)

    return acted(request, form, act, do)


@require_POST
def leave(request: Any, pk: UUID, recipient: UUID) -> HttpResponse:
    held(request, pk, P.PLACE)
    here = _here(request, pk)
    return pressed(
        request,
        lambda: actions.leave_item(request.actor, placement_id=here.pk, recipient_id=recipient, now=now()),
        done=_("Personen bruker ikke lenger apparatet. De andre er ikke berørt."),
        back=reverse("equipment:item", args=[pk]),
    )


@require_GET
@never_cache
def wipes(request: Any) -> HttpResponse:
    page = Paginator(queries.wipes_pending(request.actor), 50).get_page(request.GET.get("side"))
    given = {"page": page, "marks": MARKS, "may_wipe": request.actor.where(P.WIPE), "now": now()}
    return render(request, "equipment/wipes.html", given)


@require_GET
@never_cache
def upkeep(request: Any) -> HttpResponse:
    """What must be looked after in the coming two weeks, those that are late on top."""
    today = local(now()).date()
    rows = queries.maintenance_due(request.actor, until=today + AHEAD)
    page = Paginator(rows, 50).get_page(request.GET.get("side"))
    given = {"page": page, "today": today}
    given["may"] = request.actor.where(P.MAINTAIN)
    return render(request, "equipment/upkeep.html", given)


@never_cache
def keep(request: Any, pk: UUID) -> HttpResponse:
    task = queries.task(request.actor, task_id=pk)
    if not request.actor.may(P.MAINTAIN, task.owner_id):
        raise PermissionDenied
    form = UpkeepForm(posted(request), task=task)
    title = _("%(task)s: %(item)s") % {"task": task.rule.get_task_display(), "item": task.item}
    back = reverse("equipment:upkeep")
    act = Act(title, _("Skriv under"), "Wrench", back, _("Lagret med navnet ditt."), task.rule.how)
    return acted(
        request,
        form,
        act,
        lambda: actions.record_maintenance(request.actor, task_id=pk, report=form.report(), now=now()),
    )


@require_GET
def silent(request: Any) -> HttpResponse:
    """Units that lose their last network within three years."""
    today = local(now()).date()
    rows = queries.falling_silent(request.actor, by=today + SILENT_WITHIN)
    return render(request, "equipment/silent.html", {"rows": rows, "today": today, "operators": OPERATORS})


def _kit(request: Any, pk: UUID, permission: P) -> Any:
    row: Any = get_object_or_404(queries.kits(request.actor), pk=pk)
    if not request.actor.may(permission, row.owner_id):
        raise PermissionDenied
    return row


@never_cache
def kit(request: Any, pk: UUID) -> HttpResponse:
    """What is in the kit; one more is put in by its serial."""
    row = _kit(request, pk, P.VIEW)
    items = list(queries.kit_items(request.actor, kit_id=pk))
    may = {name: request.actor.may(p, row.owner_id) for name, p in (("place", P.PLACE), ("manage", P.MANAGE))}
    states = {State(one.state) for one in items}
    given = {"row": row, "items": items, "marks": MARKS, "may": may, "form": SerialForm()}
    given["is_out"] = State.PLACED in states
    given["is_ready"] = bool(items) and all(lifecycle.may(one.standing, Move.PLACE) for one in items)
    return render(request, "equipment/kit.html", given)


@require_POST
def put_in_kit(request: Any, pk: UUID) -> HttpResponse:
    row, actor = _kit(request, pk, P.MANAGE), request.actor
    held_now = {one.pk for one in queries.kit_items(actor, kit_id=pk)}
    wanted = held_now | _with_serial(actor, row, request.POST.get("serial", ""))
    new = wanted != held_now
    done = _("Lagt i settet.") if new else _("Fant ikke et apparat som står klart på lager.")
    return pressed(
        request,
        lambda: actions.fill_kit(actor, kit_id=pk, item_ids=wanted, now=now()),
        done=done,
        back=reverse("equipment:kit", args=[pk]),
    )


def _with_serial(actor: Actor, row: Any, text: str) -> set[UUID]:
    """The one item that is ready and has this serial."""
    rows = queries.ready(actor).filter(owner=row.owner_id, serial_key=mark_key(text))
    return {one.pk for one in rows[:1]} if mark_key(text) else set()


@require_POST
def take_from_kit(request: Any, pk: UUID, item: UUID) -> HttpResponse:
    _kit(request, pk, P.MANAGE)
    left = {one.pk for one in queries.kit_items(request.actor, kit_id=pk)} - {item}
    back = reverse("equipment:kit", args=[pk])
    return pressed(
        request,
        lambda: actions.fill_kit(request.actor, kit_id=pk, item_ids=left, now=now()),
        done=_("Tatt ut av settet."),
        back=back,
    )


@never_cache
def place_kit(request: Any, pk: UUID) -> HttpResponse:
    row, at = _kit(request, pk, P.PLACE), now()
    people = people_to_choose(request.actor, row.owner_id, at)
    form = PlacingForm(posted(request), people=people, actor=request.actor, owner_id=row.owner_id)
    back = reverse("equipment:kit", args=[pk])
    done = _("Hele settet er utplassert. Prøv hvert apparat.")
    act = Act(_("Utplasser %(item)s") % {"item": row}, _("Utplasser hele settet"), "HouseHeart", back, done)
    return acted(
        request, form, act, lambda: actions.place_kit(request.actor, kit_id=pk, place=form.place(), now=at)
    )


@never_cache
def collect_kit(request: Any, pk: UUID) -> HttpResponse:
    row, at = _kit(request, pk, P.PLACE), now()
    form = ToStoreForm(posted(request), actor=request.actor, owner_id=row.owner_id)
    back = reverse("equipment:kit", args=[pk])
    done = _("Settet er innhentet. Hvert apparat må slettes.")
    act = Act(_("Ta inn %(item)s") % {"item": row}, _("Ta inn hele settet"), "ArrowUndo", back, done)
    return acted(
        request, form, act, lambda: actions.collect_kit(request.actor, kit_id=pk, told=form.told(), now=at)
    )
