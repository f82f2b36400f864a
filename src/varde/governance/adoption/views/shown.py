"""Ready values for the pages: how a status is shown, what is missing in words, the tabs, and files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from varde.foundation import spreadsheet
from varde.foundation.ui.components.formats import number, said
from varde.foundation.ui.marks import Mark
from varde.governance.adoption.permissions import AdoptionPermission as P
from varde.governance.adoption.rules.codes import (
    REACHED_NAMES,
    STATUS_NAMES,
    WORD_NAMES,
    Reached,
    Status,
    Word,
)
from varde.governance.adoption.rules.lifecycle import STATE_NAMES, State
from varde.governance.adoption.rules.mto import Change
from varde.governance.adoption.rules.spread import Number, Total
from varde.governance.adoption.rules.turns import Lack, Missing, Stand
from varde.kernel.actor import Actor

PER_PAGE = 25

STATES: Mapping[object, Mark] = {
    State.GROUNDWORK: Mark(_(STATE_NAMES[State.GROUNDWORK]), "Tasklist", "info"),
    State.INTRODUCING: Mark(_(STATE_NAMES[State.INTRODUCING]), "TrendUp", "info"),
    State.OPERATION: Mark(_(STATE_NAMES[State.OPERATION]), "CheckmarkCircleFill", "success"),
    State.STOPPED: Mark(_(STATE_NAMES[State.STOPPED]), "Stop", "neutral"),
}
STATUSES: Mapping[object, Mark] = {
    Status.CONSIDERING: Mark(_(STATUS_NAMES[Status.CONSIDERING]), "QuestionmarkDiamond", "info"),
    Status.INTRODUCING: Mark(_(STATUS_NAMES[Status.INTRODUCING]), "TrendUp", "warning"),
    Status.IN_OPERATION: Mark(_(STATUS_NAMES[Status.IN_OPERATION]), "CheckmarkCircleFill", "success"),
    Status.STOPPED: Mark(_(STATUS_NAMES[Status.STOPPED]), "Stop", "danger"),
    None: Mark(_("Ikke satt"), "MinusCircle", "neutral"),
}
STANDS: Mapping[object, Mark] = {
    Stand.PLANNED: Mark(_("Planlagt"), "Calendar", "neutral"),
    Stand.STARTED: Mark(_("I gang"), "Play", "info"),
    Stand.EVALUATED: Mark(_("Evaluert"), "CheckmarkCircleFill", "success"),
    Stand.DROPPED: Mark(_("Tatt ut"), "MinusCircle", "neutral"),
}
WORDS: Mapping[object, Mark] = {
    Word.YES: Mark(_(WORD_NAMES[Word.YES]), "CheckmarkCircleFill", "success"),
    Word.PARTLY: Mark(_(WORD_NAMES[Word.PARTLY]), "ExclamationmarkTriangle", "warning"),
    Word.NO: Mark(_(WORD_NAMES[Word.NO]), "XMarkOctagon", "danger"),
    "": Mark(_("Ikke svart"), "QuestionmarkDiamond", "info"),
}
CHANGES: Mapping[object, Mark] = {
    Change.BETTER: Mark(_("Bedre"), "SortUp", "success"),
    Change.SAME: Mark(_("Uendret"), "MinusCircle", "neutral"),
    Change.WORSE: Mark(_("Dårligere"), "SortDown", "danger"),
    Change.UNKNOWN: Mark(_("Kan ikke sammenlignes"), "QuestionmarkDiamond", "info"),
}
REACHED: Mapping[object, Mark] = {
    Reached.NO: Mark(_(REACHED_NAMES[Reached.NO]), "Circle", "neutral"),
    Reached.PARTLY: Mark(_(REACHED_NAMES[Reached.PARTLY]), "Hourglass", "warning"),
    Reached.YES: Mark(_(REACHED_NAMES[Reached.YES]), "CheckmarkCircleFill", "success"),
}
MARKS = {
    "states": STATES, "statuses": STATUSES, "stands": STANDS, "words": WORDS, "changes": CHANGES, "reached": REACHED,
}  # fmt: skip

LACKS: Mapping[Lack, Any] = {
    Lack.GROUNDWORK: _("Forarbeidet: svar ja eller delvis på «%(about)s»"),
    Lack.LEARNING: _("%(about)s har startet. Skriv hva de lærte først."),
    Lack.NOT_STARTED: _("%(about)s har ikke startet. La enheten starte, eller ta den ut."),
    Lack.NO_UNIT: _("Ingen enhet har tatt løsningen i bruk ennå."),
    Lack.CRITERION: _("Kriteriet er ikke oppfylt: «%(about)s»"),
    Lack.EVIDENCE: _("Skriv hva som viser at dette er oppfylt: «%(about)s»"),
}


def in_words(missing: Iterable[Missing]) -> list[str]:
    """What stands in the way, each in one sentence."""
    return [
        LACKS[one.lack] % {"about": one.about if isinstance(one.about, str) else said(one.about)}
        for one in missing
    ]


def number_words(value: Number) -> str:
    """How many recipients; a small number outside one's own municipality is not said."""
    return gettext("færre enn 5") if value.value is None else number(value.value)


def total_words(value: Total) -> str:
    """Nothing where all that could be added up is hidden."""
    if value.is_least and not value.value:
        return ""
    return gettext("minst %(n)s") % {"n": number(value.value)} if value.is_least else number(value.value)


def actor_of(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined]


def tabs(actor: Actor, current: str) -> list[dict[str, Any]]:
    every = (
        ("introductions", gettext("Innføringer"), "adoption:introductions", P.VIEW, "TrendUp"),
        ("spread", gettext("Utbredelse"), "adoption:spread", P.COMPARE, "Table"),
        ("goals", gettext("Nasjonale mål"), "adoption:goals", P.COMPARE, "Star"),
        ("shared", gettext("Delte leveranser"), "adoption:shared", P.COMPARE, "Files"),
    )
    return [
        {"title": title, "url": reverse(url), "current": key == current, "icon": icon}
        for key, title, url, may, icon in every
        if actor.may(may)
    ]


def page(
    request: HttpRequest, template: str, current: str, given: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """A page of adoption with its tabs and marks."""
    shown = {"tabs": tabs(actor_of(request), current), **MARKS}
    return render(request, f"adoption/{template}.html", {**shown, **given}, status=status)


def file(request: HttpRequest, name: str, heads: list[str], lines: Iterable[list[str]]) -> HttpResponse:
    kind = "xlsx" if request.GET.get("format") == "xlsx" else "csv"
    response = HttpResponse(spreadsheet.written(heads, lines, kind))
    response.headers["Content-Type"] = spreadsheet.TYPES[kind]
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response
