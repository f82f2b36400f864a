"""Ready values for the pages: how a state is shown, the tabs, and how a ticket stands with its supplier."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from varde.foundation.ui.marks import Mark
from varde.governance.support.permissions import SupportPermission as P
from varde.governance.support.rules.codes import CRITICALITY_NAMES, Criticality
from varde.governance.support.rules.lifecycle import STATE_NAMES, State
from varde.governance.support.rules.promise import Standing, standing
from varde.kernel.actor import Actor

STATES: Mapping[object, Mark] = {
    State.NEW: Mark(_(STATE_NAMES[State.NEW]), "Inbox", "warning"),
    State.ASSIGNED: Mark(_(STATE_NAMES[State.ASSIGNED]), "Person", "info"),
    State.WAITING: Mark(_(STATE_NAMES[State.WAITING]), "Hourglass", "info"),
    State.SOLVED: Mark(_(STATE_NAMES[State.SOLVED]), "Checkmark", "success"),
    State.CLOSED: Mark(_(STATE_NAMES[State.CLOSED]), "CheckmarkCircle", "neutral"),
    State.REOPENED: Mark(_(STATE_NAMES[State.REOPENED]), "ArrowUndo", "warning"),
}
CRITICALITIES: Mapping[object, Mark] = {
    Criticality.CRITICAL: Mark(_(CRITICALITY_NAMES[Criticality.CRITICAL]), "XMarkOctagonFill", "danger"),
    Criticality.SERIOUS: Mark(
        _(CRITICALITY_NAMES[Criticality.SERIOUS]), "ExclamationmarkTriangleFill", "warning"
    ),
    Criticality.MODERATE: Mark(_(CRITICALITY_NAMES[Criticality.MODERATE]), "InformationSquare", "info"),
    Criticality.NORMAL: Mark(_(CRITICALITY_NAMES[Criticality.NORMAL]), "Circle", "neutral"),
}
STANDINGS: Mapping[object, Mark] = {
    Standing.RUNNING: Mark(_("Innen fristen"), "Timer", "success"),
    Standing.NEAR: Mark(_("Fristen nærmer seg"), "ExclamationmarkTriangle", "warning"),
    Standing.BREACHED: Mark(_("Fristen er brutt"), "XMarkOctagonFill", "danger"),
    Standing.PAUSED: Mark(_("Klokka står"), "Pause", "neutral"),
    Standing.KEPT: Mark(_("Løst innen fristen"), "CheckmarkCircle", "success"),
    Standing.BROKEN: Mark(_("Løst etter fristen"), "XMarkOctagon", "danger"),
    Standing.NONE: Mark(_("Ingen frist avtalt"), "MinusCircle", "neutral"),
}


def actor_of(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined]


def stands(row: Any, now: datetime) -> Standing:
    """How a ticket, or a supplier's sight of it, stands against what was promised."""
    return standing(
        is_waiting=row.state == State.WAITING,
        is_done=row.state in (State.SOLVED, State.CLOSED),
        was_late=row.was_late,
        near_at=row.near_at,
        solve_at=row.solve_at,
        now=now,
    )


def tabs(actor: Actor, current: str) -> list[dict[str, Any]]:
    every = (
        ("list", gettext("Saker"), "support:list", P.REPORT, "Tasklist"),
        ("ask", gettext("Hvem svarer?"), "support:ask", P.LOOK_UP, "Phone"),
        ("supplied", gettext("Saker fra kommunene"), "support:supplied", P.SUPPLY, "Inbox"),
        ("overview", gettext("Lederens oversikt"), "support:overview", P.OVERSEE, "BarChart"),
        ("deviations", gettext("Avvik"), "support:deviations", P.OVERSEE, "ExclamationmarkTriangle"),
        ("levels", gettext("Supportavtaler"), "support:supportavtaler:list", P.MANAGE, "Handshake"),
    )
    return [
        {"title": title, "url": reverse(url), "current": key == current, "icon": icon}
        for key, title, url, may, icon in every
        if actor.may(may)
    ]


def page(
    request: HttpRequest, template: str, current: str, given: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page of support with its tabs and marks."""
    shown = {"tabs": tabs(actor_of(request), current), "states": STATES, "criticalities": CRITICALITIES}
    return render(
        request, f"support/{template}.html", {**shown, "standings": STANDINGS, **given}, status=status
    )
