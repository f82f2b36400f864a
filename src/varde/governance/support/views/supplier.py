"""What a supplier's people see and do."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from varde.governance.support import actions, queries
from varde.governance.support.forms import SupplierSolveForm, TextForm
from varde.governance.support.rules.codes import PROBLEM_NAMES, TECHNOLOGY_NAMES, Cause, Problem, Technology
from varde.governance.support.rules.lifecycle import VERB_NAMES, Verb
from varde.governance.support.views.shown import actor_of, page, stands
from varde.kernel.clock import now as clock_now

PER_PAGE = 25


def _words(row: queries.Supplied) -> str:
    return f"{_(TECHNOLOGY_NAMES[Technology(row.technology)])}: {_(PROBLEM_NAMES[Problem(row.problem)])}"


@require_GET
@never_cache
def supplied(request: HttpRequest) -> HttpResponse:
    now = clock_now()
    shown = Paginator(queries.supplied(actor_of(request), now=now), PER_PAGE).get_page(
        request.GET.get("side")
    )
    lines = [(row, stands(row, now), _words(row)) for row in shown]
    return page(request, "supplied", "supplied", {"page": shown, "lines": lines, "now": now})


@require_GET
@never_cache
def supplied_ticket(request: HttpRequest, pk: UUID) -> HttpResponse:
    now = clock_now()
    row = queries.supplied_ticket(actor_of(request), ticket_id=pk, now=now)
    said = [
        {"at": one.at, "title": _(VERB_NAMES[Verb(one.verb)]), "who": one.who, "text": one.text}
        for one in row.said
    ]
    given = {"row": row, "said": said, "standing": stands(row, now), "words": _words(row), "now": now}
    return page(request, "supplied_ticket", "supplied", given)


@never_cache
def supplier_act(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """`svar` or `los`, for a ticket that waits for the actor's organisation."""
    actor, now = actor_of(request), clock_now()
    row = queries.supplied_ticket(actor, ticket_id=pk, now=now)
    if not row.is_open or name not in ("svar", "los"):
        raise Http404
    form = (SupplierSolveForm if name == "los" else TextForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _perform(request, pk, name, form.cleaned_data)
        return redirect("support:supplied_ticket", pk)
    title = _("Meld at feilen er rettet") if name == "los" else _("Svar kommunen")
    return page(request, "supplier_act", "supplied", {"row": row, "form": form, "title": title})


def _perform(request: HttpRequest, pk: UUID, name: str, given: dict[str, str]) -> None:
    actor, now, text = actor_of(request), clock_now(), given["text"]
    if name == "los":
        actions.solve_as_supplier(actor, ticket_id=pk, cause=Cause(given["cause"]), text=text, now=now)
        messages.success(request, _("Kommunen får beskjed og bekrefter."))
    else:
        actions.answer_as_supplier(actor, ticket_id=pk, text=text, now=now)
        messages.success(request, _("Svaret er sendt."))
