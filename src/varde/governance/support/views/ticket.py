"""One ticket, and what can be done with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from varde.governance.support import actions, queries
from varde.governance.support.permissions import SupportPermission as P
from varde.governance.support.rules.codes import Verdict
from varde.governance.support.rules.lifecycle import VERB_NAMES, NotAllowed, Verb, needs_verdict
from varde.governance.support.views.acts import ACTS, Act, allowed, offered
from varde.governance.support.views.shown import actor_of, page, stands
from varde.ground.equipment.permissions import EquipmentPermission
from varde.ground.people.rules.panels import Line, Panel
from varde.kernel.actor import Actor
from varde.kernel.clock import now as clock_now

ICONS = {
    Verb.REPORT: ("Megaphone", "info"),
    Verb.SEND: ("Paperplane", "info"),
    Verb.ANSWER: ("ChatElipsis", "info"),
    Verb.TAKE_BACK: ("ArrowUndo", "neutral"),
    Verb.SOLVE: ("CheckmarkCircle", "success"),
    Verb.CONFIRM: ("SealCheckmark", "success"),
    Verb.REOPEN: ("ArrowsCirclepath", "warning"),
    Verb.GATHER: ("Bell", "warning"),
    Verb.DEVIATE: ("ExclamationmarkTriangle", "danger"),
}


@never_cache
def ticket(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, now = actor_of(request), clock_now()
    row = queries.ticket(actor, ticket_id=pk)
    given = {
        "row": row,
        "standing": stands(row, now),
        "acts": offered(actor, row),
        "may_confirm": allowed(actor, row, Verb.CONFIRM, P.REPORT),
        "asks_verdict": not row.verdict and needs_verdict(row.criticality, row.discovered_by),
        "now": now,
    }
    return page(request, "ticket", "list", given | _beside(actor, row, now))


def _beside(actor: Actor, row: Any, now: datetime) -> dict[str, Any]:
    """What stands beside the ticket: guide, alarms, merged tickets, the log, and the name where it may be shown."""
    return {
        "guide": queries.guide_of(actor, ticket_id=row.pk),
        "may_see_item": row.item_id is not None and actor.may(EquipmentPermission.VIEW, row.owner_id),
        "name": queries.name_of(actor, ticket_id=row.pk, now=now),
        "alarms": queries.gathered(actor, ticket_id=row.pk).count(),
        "merged": queries.merged_into(actor, ticket_id=row.pk),
        "entries": [_entry(one) for one in queries.entries(actor, ticket_id=row.pk)],
        "is_deviation": row.verdict == Verdict.RAISED,
    }


def _entry(one: Any) -> dict[str, Any]:
    verb = Verb(one.verb)
    icon, color = ICONS.get(verb, ("Circle", "neutral"))
    text = " ".join(part for part in (one.about, str(one.text)) if part)
    if verb is Verb.COST:
        text = _("%(kroner)s kr") % {"kroner": one.about}
    title = _(VERB_NAMES[verb])
    return {"at": one.at, "title": title, "who": one.actor_name, "text": text, "icon": icon, "color": color}


@never_cache
def act(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """The page of one act: its form, or what it did."""
    actor, now = actor_of(request), clock_now()
    row, one = queries.ticket(actor, ticket_id=pk), ACTS.get(name)
    if one is None or not allowed(actor, row, one.verb, one.permission):
        raise Http404
    form = one.form(request.POST or None, actor, row, now)
    if request.method == "POST" and form.is_valid() and _done(request, one, row, form.cleaned_data):
        return redirect("support:ticket", pk)
    given = {"row": row, "act": one, "form": form}
    return page(request, "act", "list", given, status=422 if form.is_bound and form.errors else 200)


def _done(request: HttpRequest, one: Act, row: Any, values: dict[str, Any]) -> bool:
    try:
        one.perform(actor_of(request), row.pk, values, clock_now())
    except NotAllowed:
        messages.error(request, _("Noen andre har flyttet saken imens. Se hvordan den står nå."))
    else:
        messages.success(request, str(one.done))
    return True


@require_POST
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    try:
        actions.confirm(actor_of(request), ticket_id=pk, now=clock_now())
        messages.success(request, _("Saken er avsluttet."))
    except actions.VerdictMissing:
        messages.error(request, _("Avgjør først om dette var et avvik."))
    except NotAllowed:
        messages.error(request, _("Saken er ikke løst ennå."))
    return redirect("support:ticket", pk)


def panel(actor: Actor, recipient_id: UUID, at: datetime) -> Panel | None:
    """Open tickets about the recipient, for their page."""
    if not actor.may(P.REPORT):
        return None
    rows = queries.open_about(actor, recipient_id=recipient_id)[:10]
    lines = tuple(
        Line(
            _("Sak %(number)s: %(what)s") % {"number": row.number, "what": row.what},
            row.get_state_display(),
            f"/feil/sak/{row.pk}/",
        )
        for row in rows
    )
    return Panel(_("Feil og support"), "Lifebuoy", lines, _("Ingen åpne saker."))
