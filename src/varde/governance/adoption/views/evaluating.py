"""Evaluations: the list, a new one, one of them, and two side by side."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from varde.foundation.ui.components.formats import day, number, said
from varde.governance.adoption import actions, queries
from varde.governance.adoption.forms import EvaluationForm
from varde.governance.adoption.forms.evaluating import NOT_RELEVANT
from varde.governance.adoption.forms.leading import EVALUATE_EVERY
from varde.governance.adoption.permissions import AdoptionPermission as P
from varde.governance.adoption.rules.codes import DIMENSION_NAMES, Dimension
from varde.governance.adoption.rules.lifecycle import NotAllowed, State, Verb, may
from varde.governance.adoption.views.shown import PER_PAGE, actor_of, file, page
from varde.kernel.clock import local
from varde.kernel.clock import now as clock_now


def may_evaluate(request: HttpRequest, row: Any) -> bool:
    return actor_of(request).may(P.CONTRIBUTE, row.owner_id) and may(State(row.state), Verb.EVALUATE)


def _named(sides: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The same tuples with the dimension's name for its code."""
    return [(_(DIMENSION_NAMES[side]), *rest) for side, *rest in sides]


def lines_of(seen: Iterable[queries.EvaluationSeen]) -> list[dict[str, Any]]:
    """Each evaluation with its averages, by the dimension's name."""
    return [
        {"row": one.row, "columns": [(_(DIMENSION_NAMES[side]), one.means[side]) for side in Dimension]}
        for one in seen
    ]


@require_GET
@never_cache
def evaluations(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    row = queries.introduction(actor, introduction_id=pk)
    every = queries.evaluations(actor, introduction_id=pk)
    shown = Paginator(lines_of(every), PER_PAGE).get_page(request.GET.get("side"))
    given = {"row": row, "page": shown, "may_compare": len(every) > 1}
    given |= {
        "names": [_(name) for name in DIMENSION_NAMES.values()],
        "may_evaluate": may_evaluate(request, row),
    }
    return page(request, "evaluations", "introductions", given)


@require_GET
@never_cache
def evaluation(request: HttpRequest, pk: UUID) -> HttpResponse:
    seen = queries.evaluation(actor_of(request), evaluation_id=pk)
    row = seen.row.introduction
    given = {"row": row, "seen": seen, "sides": _named(seen.sides), "weak": _named(seen.weak)}
    given["unit"] = seen.row.unit.name if seen.row.unit else _("Hele innføringen")
    given["may_mend"] = may_evaluate(request, row) and seen.newer_id is None
    return page(request, "evaluation", "introductions", given)


@require_GET
@never_cache
def compare(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The two asked for, or the two newest of the same unit."""
    actor = actor_of(request)
    row = queries.introduction(actor, introduction_id=pk)
    every = queries.evaluations(actor, introduction_id=pk)
    pair = _pair(request, [one.row for one in every])
    found = queries.comparison(actor, before_id=pair[0], after_id=pair[1]) if pair else None
    given = {"row": row, "every": every, "found": found, "sides": _named(found.sides) if found else []}
    return page(request, "compare", "introductions", given)


def _pair(request: HttpRequest, rows: list[Any]) -> tuple[UUID, UUID] | None:
    """The older first."""
    asked = [one for one in rows if str(one.pk) in (request.GET.get("a"), request.GET.get("b"))]
    if len(asked) != 2:
        newest = rows[:1]
        asked = [*newest, *(one for one in rows[1:] if one.unit_id == newest[0].unit_id)][:2]
    if len(asked) != 2:
        asked = rows[:2]
    return (asked[1].pk, asked[0].pk) if len(asked) == 2 else None


@never_cache
def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = queries.introduction(actor_of(request), introduction_id=pk)
    return _form_page(request, row, None)


@never_cache
def mend(request: HttpRequest, pk: UUID) -> HttpResponse:
    seen = queries.evaluation(actor_of(request), evaluation_id=pk)
    return _form_page(request, seen.row.introduction, seen)


def _form_page(request: HttpRequest, row: Any, before: queries.EvaluationPage | None) -> HttpResponse:
    if not actor_of(request).may(P.CONTRIBUTE, row.owner_id):
        raise PermissionDenied
    form = _form(request, row, before)
    if request.method == "POST" and form.is_valid():
        made = _evaluated(request, row, form, before)
        return redirect("adoption:evaluation", made) if made else redirect("adoption:evaluations", row.pk)
    given = {"row": row, "form": form, "before": before}
    given["sides"] = [(_(DIMENSION_NAMES[side]), form.side(side)) for side in Dimension]
    return page(request, "evaluate", "introductions", given, 422 if form.is_bound else 200)


def _form(request: HttpRequest, row: Any, before: queries.EvaluationPage | None) -> EvaluationForm:
    actor, today = actor_of(request), local(clock_now()).date()
    seen = queries.introduction_page(actor, introduction_id=row.pk)
    return EvaluationForm(
        request.POST if request.method == "POST" else None,
        factors=queries.factors(actor, edition=row.edition),
        units=[(one.row.pk, one.row.name) for one in seen.units if one.row.started_on],
        today=today,
        initial=_start(row, before, today),
    )


def _start(row: Any, before: queries.EvaluationPage | None, today: Any) -> dict[str, Any]:
    """A new one begins empty; one that mends another begins with what that one said."""
    if before is None:
        due = row.evaluate_on if row.evaluate_on and row.evaluate_on > today else today + EVALUATE_EVERY
        return {"held_on": today, "next_on": due}
    one = before.row
    start = {"unit": str(one.unit_id or ""), "held_on": one.held_on, "who": one.who, "summary": one.summary}
    for _side, _mean, factors in before.sides:
        for judged in factors:
            if judged.is_judged:
                value = NOT_RELEVANT if judged.value is None else str(judged.value)
                start |= {f"r_{judged.code}": value, f"c_{judged.code}": judged.comment}
    return {**start, "next_on": row.evaluate_on}


def _evaluated(
    request: HttpRequest, row: Any, form: EvaluationForm, before: queries.EvaluationPage | None
) -> UUID | None:
    """The key of the new evaluation; None where the introduction was stopped meanwhile."""
    given, key = form.cleaned_data, before.row.pk if before else None
    one = {"values": given, "ratings": given["ratings"], "replaces": key}
    try:
        made = actions.evaluate(actor_of(request), introduction_id=row.pk, now=clock_now(), **one)
    except NotAllowed:
        messages.error(request, _("Innføringen er stanset. Ta den opp igjen før dere evaluerer."))
        return None
    messages.success(request, _("Evalueringen er lagret."))
    return made.pk


@require_GET
def export(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every factor of every evaluation, one on each line."""
    heads = [
        _("Holdt"), _("Gjelder"), _("Hvem var med?"), _("Område"), _("Faktor"), _("Vurdering"), _("Kommentar"),
    ]  # fmt: skip
    found = queries.ratings(actor_of(request), introduction_id=pk)
    return file(request, "mto-evalueringer", heads, (_line(*one) for one in found))


def _line(row: Any, side: Dimension, words: Any, one: Any) -> list[str]:
    value = "" if one is None else _("Ikke aktuelt") if one.value is None else number(one.value)
    unit = row.unit.name if row.unit else _("Hele innføringen")
    told = [day(row.held_on), unit, row.who, _(DIMENSION_NAMES[side]), said(words), value]
    return [*told, one.comment if one else ""]
