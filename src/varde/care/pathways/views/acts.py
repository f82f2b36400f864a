"""Every move on a case through one page: shown, filled in, carried out, or refused in plain words with nothing lost."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from varde.care.pathways import queries
from varde.care.pathways.rules.lifecycle import allowed
from varde.care.pathways.views.deeds import ACTS
from varde.care.pathways.views.doing import Act, Beside, Looking, asked
from varde.care.pathways.views.door import opened
from varde.care.pathways.views.refusals import REFUSED, refusal
from varde.care.pathways.views.words import VERDICT
from varde.foundation.accounts.http import StaffRequest
from varde.kernel.clock import now


@opened
def act(request: StaffRequest, case_id: UUID, slug: str, row_id: UUID | None = None) -> HttpResponse:
    """GET shows the form, POST does it. A refusal keeps everything that was typed."""
    one, look = _looked(request, case_id, slug, row_id)
    beside, refused, status = one.beside(look), None, 200
    form = one.form(request.POST if request.method == "POST" else None, asked(look, beside))
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                one.run(look, form.values())
                messages.success(request, str(one.done))
                return redirect(request.path if one.stays else _back(case_id, one))
            except REFUSED as fault:
                refused, status = refusal(fault), 409
    return _shown(request, one, look, beside, form=form, refused=refused, status=status)


def _back(case_id: UUID, one: Act) -> str:
    return f"{reverse('pathways:case', args=[case_id])}{one.anchor}"


def _looked(request: StaffRequest, case_id: UUID, slug: str, row_id: UUID | None) -> tuple[Act, Looking]:
    one = ACTS.get(slug)
    if one is None:
        raise Http404
    at = now()
    case = queries.case(request.actor, case_id=case_id, now=at)
    if not request.actor.may(one.permission, case.owner_id):
        raise PermissionDenied
    return one, Looking(request.actor, case, row_id, at, request.GET)


def _shown(request: StaffRequest, one: Act, look: Looking, beside: Beside, **more: Any) -> HttpResponse:
    status = more.pop("status")
    leads_on = one.move is None or one.move in allowed(look.case.position)
    context = {"act": one, "case": look.case, "now": look.now, "leads_on": leads_on, "verdicts": VERDICT}
    return render(request, one.template, {**context, **beside.shown, **more}, status=status)
