"""The case page: what is missing now and who owns it on top; then everything a person needs, without a second tab."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from varde.care.pathways import queries
from varde.care.pathways.queries.shipped import shipped_grounds
from varde.care.pathways.rules.lifecycle import Status
from varde.care.pathways.rules.pause import Stops
from varde.care.pathways.rules.places import FOLLOWS, STOPS, Follows
from varde.care.pathways.rules.responsibility import is_aged
from varde.care.pathways.rules.template import AUDIENCES, STAGES, Audience
from varde.care.pathways.views.beside import equipment_out, forms_answered
from varde.care.pathways.views.door import opened
from varde.care.pathways.views.missing import WEIGHTS, missing, parted
from varde.care.pathways.views.offered import offered
from varde.care.pathways.views.refusals import gate_row
from varde.care.pathways.views.shown import steps_by_code
from varde.care.pathways.views.story import earlier, lines, wanted
from varde.care.pathways.views.words import KINDS, LETTER, STATUS, VERDICT, said
from varde.foundation.accounts.http import StaffRequest
from varde.kernel.actor import Actor
from varde.kernel.clock import local, now


@opened
@require_safe
def case(request: StaffRequest, case_id: UUID) -> HttpResponse:
    at = now()
    page = queries.case_page(request.actor, case_id=case_id, now=at)
    context = top(request.actor, page, at) | around(request, page, at)
    return render(
        request,
        "pathways/case.html",
        context | {"person": page.person, "age": age(page.person.birth_date, at)},
    )


def top(actor: Actor, page: queries.CasePage, at: datetime) -> dict[str, Any]:
    """What is missing, who is responsible, where the case is, and the moves that lead on."""
    row, steps = page.case, steps_by_code(page.case)
    may = frozenset(one for one in ("pathways.work", "pathways.except") if actor.may(one, row.owner_id))
    in_the_way, coming = parted(missing(page, steps, may, at))
    return {
        "case": row,
        "page": page,
        "now": at,
        "status": STATUS[Status(row.status)],
        "road": road(page),
        "in_the_way": in_the_way,
        "coming": coming,
        "gates": [gate_row(one) for one in page.gates],
        "acts": offered(actor, page),
        "weights": WEIGHTS,
        "verdicts": VERDICT,
    }


def road(page: queries.CasePage) -> list[dict[str, str]]:
    """The eight stages, and where we are."""
    codes = [code.value for code in STAGES]
    here = codes.index(page.case.stage)
    over = page.case.status in (Status.ENDED, Status.REJECTED)
    states = [
        "done" if nr < here or (over and nr == here) else "current" if nr == here else "ahead"
        for nr in range(len(codes))
    ]
    return [
        {"title": said(words), "state": state} for words, state in zip(STAGES.values(), states, strict=True)
    ]


def around(request: StaffRequest, page: queries.CasePage, at: datetime) -> dict[str, Any]:
    """What stands around the case, and its story."""
    kind = request.GET.get("slag", "")
    told = lines(page, kind) if not wanted(request) else earlier(request, page.case.pk, kind, at)
    shows_forms = "skjemaer" in request.GET
    return beside_of(request.actor, page, at) | {
        "shows_forms": shows_forms,
        "forms": forms_answered(request.actor, page.case, at) if shows_forms else [],
        "story": told,
        "kinds": KINDS,
        "kind": kind,
    }


def beside_of(actor: Actor, page: queries.CasePage, at: datetime) -> dict[str, Any]:
    ground = shipped_grounds().get(page.ground.code) if page.ground else None
    held = page.pause
    return {
        "letters": [(one, said(AUDIENCES[Audience(one.to)])) for one in page.letters],
        "letter_marks": LETTER,
        "equipment": equipment_out(actor, page.case, at),
        "consents": page.consents,
        "medical": page.medical,
        "ground_title": said(ground.name) if ground else page.ground.code if page.ground else "",
        "stops": [said(STOPS[Stops(one)]).lower() for one in held.stops] if held else [],
        "follows": [said(FOLLOWS[Follows(one)]).lower() for one in held.follows] if held else [],
        "is_aged": page.hand_over is not None and is_aged(page.hand_over.offered_at, at),
        "allocation": f"{page.case.get_given_display()} {page.case.allocation_ref}".strip(),
    }


def age(born: Any, at: datetime) -> int | None:
    today = local(at).date()
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day)) if born else None
