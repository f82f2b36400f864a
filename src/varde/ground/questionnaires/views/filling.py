"""Filling in a response: the page, saving it as a draft, saving while one writes, and completing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from varde.ground.questionnaires import actions, queries
from varde.ground.questionnaires.forms import Filled, errors_of, filled
from varde.ground.questionnaires.permissions import QuestionnairePermission as P
from varde.ground.questionnaires.queries import WholeResponse
from varde.ground.questionnaires.rules.checking import Faulty, incomplete, progress
from varde.ground.questionnaires.rules.enabled import enabled
from varde.ground.questionnaires.rules.entry import faults_in
from varde.ground.questionnaires.rules.lifecycle import NotNow, State
from varde.ground.questionnaires.rules.page import Field, Told, flat, page
from varde.ground.questionnaires.rules.scores import results
from varde.ground.questionnaires.rules.values import Answers
from varde.ground.questionnaires.rules.words import all_written, number
from varde.kernel.clock import local, now


@dataclass(frozen=True, slots=True)
class Standing:
    """What is shown of a response while it is filled in."""

    answers: Answers
    revision: int
    faults: tuple[Faulty, ...] = ()


@never_cache
@sensitive_post_parameters()
def fill(request: Any, response_id: UUID) -> HttpResponse:
    at = now()
    whole = queries.response(request.actor, response_id=response_id, now=at)
    if request.method == "POST":
        return _taken(request, whole, at)
    if whole.line.state is not State.IN_PROGRESS or not request.actor.may(P.ANSWER, whole.owner_id):
        return redirect("questionnaires:show", response_id)
    faults = faults_in(whole.definition.asked, whole.answers)
    return _page(request, whole, Standing(whole.answers, whole.revision, faults))


@never_cache
@require_POST
@sensitive_post_parameters()
def autosave(request: Any, response_id: UUID) -> HttpResponse:
    """Keeps what is written, and sends back what it changes on the page: questions, messages, scores."""
    at = now()
    whole = queries.response(request.actor, response_id=response_id, now=at)
    sent = filled(whole.definition, request.POST)
    try:
        saved = _saved(request, whole, sent, at)
    except NotNow:
        return render(request, "questionnaires/_saved.html", {"too_late": True})
    faults = (*_clashes(whole, saved), *sent.faults)
    revision = (
        sent.revision if saved.clashes else saved.revision
    )  # a clash is settled by pressing, not by this
    standing = Standing({**saved.answers, **sent.given}, revision, faults)
    shown = set(request.POST.getlist("on"))
    return render(request, "questionnaires/_saved.html", _fragment(request, whole, standing, shown, at))


def _taken(request: Any, whole: WholeResponse, at: datetime) -> HttpResponse:
    sent = filled(whole.definition, request.POST)
    try:
        saved = _saved(request, whole, sent, at)
        clashes, completes = _clashes(whole, saved), request.POST.get("do") == "complete"
        faults = _faults(whole, saved.answers, sent, clashes, completes)
        if completes and not faults:
            return _completed(request, whole, at)
    except NotNow:
        return _too_late(request, whole, sent)
    if faults:
        mine = {one.link_id: sent.given.get(one.link_id, ()) for one in clashes}
        return _page(request, whole, Standing({**saved.answers, **mine}, saved.revision, faults))
    messages.success(request, _("Kladden er lagret. Du kan fortsette senere."))
    return redirect(f"{request.path}?{request.GET.urlencode()}" if request.GET else request.path)


def _saved(request: Any, whole: WholeResponse, sent: Filled, at: datetime) -> actions.Saved:
    return actions.save_answers(
        request.actor,
        recipient_id=whole.line.recipient_id,
        response_id=whole.line.id,
        given=sent.given,
        shown=sent.shown,
        revision=sent.revision,
        now=at,
    )


def _clashes(whole: WholeResponse, saved: actions.Saved) -> tuple[Faulty, ...]:
    """With what stands, in words."""
    told = []
    for one in saved.clashes:
        stands = saved.answers.get(one.link_id, ())
        words = all_written(whole.definition.by_link[one.link_id], stands, get_language() or "nb")
        told.append(Faulty(one.link_id, one.fault, words or "–", one.who))
    return tuple(told)


def _faults(
    whole: WholeResponse, answers: Answers, sent: Filled, clashes: tuple[Faulty, ...], completes: bool
) -> tuple[Faulty, ...]:
    """What to say at which field; of a question that is not put any more, nothing. One message at each field."""
    on = enabled(whole.definition, answers)
    found = [*clashes, *sent.faults, *faults_in(whole.definition.asked, answers)]
    found += incomplete(whole.definition, answers) if completes else ()
    first: dict[str, Faulty] = {}
    for one in found:
        if one.link_id in on:
            first.setdefault(one.link_id, one)
    return tuple(first[item.link_id] for item in whole.definition.asked if item.link_id in first)


def _completed(request: Any, whole: WholeResponse, at: datetime) -> HttpResponse:
    actions.complete_response(
        request.actor, recipient_id=whole.line.recipient_id, response_id=whole.line.id, now=at
    )
    messages.success(request, _("Skjemaet er fullført."))
    return redirect(_next(request) or redirect("questionnaires:show", whole.line.id).url)


def _next(request: Any) -> str:
    """Where to go afterwards, if it is a page of ours."""
    wanted = request.GET.get("neste", "")
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    return wanted if ours else ""


def _too_late(request: Any, whole: WholeResponse, sent: Filled) -> HttpResponse:
    """Somebody completed the form meanwhile. What was typed is shown, so that it can be taken care of."""
    language = get_language() or "nb"
    lines = [
        (item.text.said(language), all_written(item, sent.given[item.link_id], language))
        for item in whole.definition.asked
        if item.link_id in sent.given and sent.given[item.link_id] != whole.answers.get(item.link_id, ())
    ]
    context = {"whole": whole, "title": whole.line.title.said(language), "lines": lines}
    return render(request, "questionnaires/too_late.html", context, status=409)


def _fields(request: Any, whole: WholeResponse, standing: Standing) -> tuple[Field, ...]:
    others = {
        link: Told(by.who, by.at) for link, by in whole.answered_by.items() if by.by != request.actor.id
    }
    return page(
        whole.definition,
        standing.answers,
        language=get_language() or "nb",
        errors=errors_of(standing.faults),
        told=others,
    )


def _figures(whole: WholeResponse, standing: Standing) -> dict[str, Any]:
    answered, asked = progress(whole.definition, standing.answers)
    return {
        "revision": standing.revision,
        "answered": answered,
        "asked": asked,
        "scores": score_lines(results(whole.definition, standing.answers)),
    }


def score_lines(found: Any) -> list[dict[str, Any]]:
    """Scores in words. One without any points, because none of its questions was put, is left out."""
    language = get_language() or "nb"
    return [
        {
            "title": one.title.said(language),
            "value": "" if one.value is None else number(one.value),
            "missing": len(one.missing),
            "band": one.band.said(language) if one.band else "",
        }
        for one in found
        if one.value is not None or one.missing
    ]


def _page(request: Any, whole: WholeResponse, standing: Standing) -> HttpResponse:
    fields, language = _fields(request, whole, standing), get_language() or "nb"
    context = {
        "whole": whole,
        "title": whole.line.title.said(language),
        "about": whole.definition.description.said(language),
        "fields": fields,
        "faulty": [one for one in flat(fields) if one.errors and one.is_put],
        "next": _next(request),
        **_figures(whole, standing),
    }
    return render(request, "questionnaires/fill.html", context)


def _fragment(
    request: Any, whole: WholeResponse, standing: Standing, shown: set[str], at: datetime
) -> dict[str, Any]:
    """Questions that came or went (the outermost of them), and the messages at those that stayed."""
    moved, stayed = _since(_fields(request, whole, standing), shown)
    asked = [one for one in stayed if one.is_put and one.shape not in ("group", "display")]
    figures = _figures(whole, standing)
    return {"moved": moved, "stayed": asked, "at": local(at), "faults": len(standing.faults), **figures}


def _since(fields: tuple[Field, ...], shown: set[str]) -> tuple[list[Field], list[Field]]:
    """What came or went since the page was made, and what stayed; of what moved, only the outermost."""
    moved: list[Field] = []
    stayed: list[Field] = []
    for one in fields:
        if one.is_put is not (str(one.nr) in shown):
            moved.append(one)
            continue
        below = _since(one.fields, shown)
        moved += below[0]
        stayed += [one, *below[1]]
    return moved, stayed
