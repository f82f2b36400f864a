"""Ready values for the pages: how a light and a status are shown, the tabs, and which organisation it is about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from varde.foundation.ui.components.formats import day as format_day
from varde.foundation.ui.components.formats import duration
from varde.foundation.ui.marks import Mark
from varde.governance.servicemodel.forms import STATES, STATUSES, TECHNOLOGIES, AtForm, is_past
from varde.governance.servicemodel.permissions import ServiceModelPermission as P
from varde.governance.servicemodel.rules.codes import Status
from varde.governance.servicemodel.rules.proving import NOT_LOOKED, Why
from varde.governance.servicemodel.rules.standing import Light
from varde.ground.organisations import queries as organisations
from varde.kernel.actor import Actor
from varde.kernel.band import instant_at
from varde.kernel.clock import local

LIGHTS: Mapping[object, Mark] = {
    Light.GREEN: Mark(_("I orden"), "CheckmarkCircleFill", "success"),
    Light.AMBER: Mark(_("Følg opp"), "ExclamationmarkTriangleFill", "warning"),
    Light.RED: Mark(_("Mangler"), "XMarkOctagonFill", "danger"),
    Light.OPEN: Mark(_("Ikke svart"), "QuestionmarkDiamond", "info"),
    Light.GREY: Mark(_("Ikke aktuelt"), "MinusCircle", "neutral"),
}
SIGNS: Mapping[str, tuple[str, str]] = {
    Status.NOT_USED: ("MinusCircle", "neutral"),
    Status.NOT_STARTED: ("Circle", "neutral"),
    Status.UNDER_WAY: ("Hourglass", "info"),
    Status.SETTLED: ("CheckmarkCircle", "success"),
}
STATUS_MARKS: dict[object, Mark] = {code: Mark(name, *SIGNS[code]) for code, name in STATUSES}
STATUS_MARKS[""] = Mark(_("Ikke satt"), "QuestionmarkDiamond", "neutral")
STATE_NAMES = dict(STATES)


def actor_of(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined]


def places(actor: Actor) -> QuerySet[Any]:
    """The organisations whose model the person may see."""
    return organisations.organisations(actor).filter(pk__in=actor.where(P.VIEW))


def place_of(actor: Actor, owner_id: UUID) -> Any:
    return get_object_or_404(places(actor), pk=owner_id)


def to_the_place(request: HttpRequest, name: str) -> HttpResponse:
    """To the page of the person's organisation; who has several, chooses."""
    found = list(places(actor_of(request)))
    if len(found) == 1:
        return redirect(name, found[0].pk)
    rows = [(reverse(name, args=[one.pk]), one.name) for one in found]
    return page(request, "choose", "tasks" if name.endswith("overview") else "editions", {"rows": rows})


def statuses(found: Mapping[str, str], *, every: bool = False) -> list[tuple[str, Mark]]:
    """Technology and how far it has come; only those that are set and used unless `every`."""
    said = [(str(name), code, found.get(code, "")) for code, name in TECHNOLOGIES]
    return [
        (name, STATUS_MARKS[status])
        for name, _code, status in said
        if every or status not in ("", Status.NOT_USED)
    ]


def tabs(actor: Actor, current: str) -> list[dict[str, Any]]:
    every = (
        ("tasks", gettext("Oppgavene"), "servicemodel:home", P.VIEW, "ClipboardCheckmark"),
        ("unclear", gettext("Uavklart"), "servicemodel:unclear", P.VIEW, "QuestionmarkDiamond"),
        ("editions", gettext("Utgave"), "servicemodel:editions_home", P.VIEW, "Book"),
        ("region", gettext("Regionen"), "servicemodel:region", P.COMPARE, "Table"),
        ("differing", gettext("Forskjeller"), "servicemodel:differing", P.COMPARE, "ArrowRightLeft"),
    )
    return [
        {"title": title, "url": reverse(url), "current": key == current, "icon": icon}
        for key, title, url, may, icon in every
        if actor.may(may)
    ]


def page(
    request: HttpRequest, template: str, current: str, given: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """A page of the service model with its tabs and marks."""
    shown = {"tabs": tabs(actor_of(request), current), "lights": LIGHTS, "status_marks": STATUS_MARKS}
    return render(request, f"servicemodel/{template}.html", {**shown, **given}, status=status)


def past(form: AtForm, now: datetime) -> tuple[date | None, datetime | None]:
    """The day asked for and the instant it ended; nothing when it is today or no day at all."""
    day = form.cleaned_data.get("at") if form.is_bound and form.is_valid() else None
    if day is None or not is_past(day, local(now).date()):
        return None, None
    return day, instant_at(day + timedelta(days=1), time())


def words_of(why: Why) -> str:
    """The reason of a finding in the reader's language, with dates and durations as they are said."""
    if why == NOT_LOOKED:
        return gettext("Varde har ikke sjekket dette på over en time.")
    values = {name: _value(name, value) for name, value in why.values.items()}
    return gettext(why.text) % values if why.text else ""


def _value(name: str, value: str | int) -> str:
    if name.endswith("day"):
        return str(format_day(date.fromisoformat(str(value))))
    return duration(timedelta(minutes=int(value))) if name.endswith("hours") else str(value)
