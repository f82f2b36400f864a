"""Ready values for the pages: how states are shown, how much time is left, and the page itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from varde.foundation.ui.components.formats import duration
from varde.foundation.ui.marks import Mark
from varde.governance.improvement.rules.codes import EFFECT_NAMES, Effect
from varde.governance.improvement.rules.lifecycle import STANDING_NAMES, Standing
from varde.governance.improvement.rules.weighing import WEIGHT_NAMES, Weight, weight
from varde.kernel.actor import Actor

STANDINGS: Mapping[object, Mark] = {
    Standing.PLANNED: Mark(_(STANDING_NAMES[Standing.PLANNED]), "Calendar", "info"),
    Standing.RUNNING: Mark(_(STANDING_NAMES[Standing.RUNNING]), "Play", "success"),
    Standing.ENDED: Mark(_(STANDING_NAMES[Standing.ENDED]), "CheckmarkCircle", "neutral"),
    Standing.CALLED_OFF: Mark(_(STANDING_NAMES[Standing.CALLED_OFF]), "XMark", "neutral"),
}
EFFECTS: Mapping[object, Mark] = {
    Effect.HOPED: Mark(_(EFFECT_NAMES[Effect.HOPED]), "CheckmarkCircleFill", "success"),
    Effect.PARTLY: Mark(_(EFFECT_NAMES[Effect.PARTLY]), "ExclamationmarkTriangleFill", "warning"),
    Effect.NONE: Mark(_(EFFECT_NAMES[Effect.NONE]), "XMarkOctagonFill", "danger"),
}
WEIGHTS: Mapping[object, Mark] = {
    Weight.FIRST: Mark(_(WEIGHT_NAMES[Weight.FIRST]), "Star", "success"),
    Weight.PLAN: Mark(_(WEIGHT_NAMES[Weight.PLAN]), "Calendar", "info"),
    Weight.EASY: Mark(_(WEIGHT_NAMES[Weight.EASY]), "Checkmark", "neutral"),
    Weight.SPARE: Mark(_(WEIGHT_NAMES[Weight.SPARE]), "Archive", "neutral"),
}
MARKS = {"standings": STANDINGS, "effects": EFFECTS, "weights": WEIGHTS}


def actor_of(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined]


def weighed(row: Any) -> Weight | None:
    """What value and effort say together; None while one of them is missing."""
    return weight(row.value, row.effort) if row.value and row.effort else None


def time_left(row: Any, now: datetime) -> str:
    """In words, for a session that runs."""
    if row.started_at is None:
        return ""
    left = row.started_at + timedelta(minutes=row.minutes) - now
    if left <= timedelta():
        return gettext("Tida er ute")
    return gettext("%(time)s igjen") % {"time": duration(max(left, timedelta(minutes=1)))}


def page(
    request: HttpRequest, template: str, current: str, given: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """A page of improvement with its marks; `current` is the tab."""
    return render(
        request, f"improvement/{template}.html", {**MARKS, "current": current, **given}, status=status
    )
