"""Between shifts: what is left to write, what is with 113, notes; texts for the record system; what has been."""

from __future__ import annotations

import csv
from datetime import datetime
from io import StringIO
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from varde.care.alarms import actions, queries
from varde.care.alarms.forms import HandoverForm, HistoryForm
from varde.care.alarms.permissions import AlarmPermission as P
from varde.care.alarms.rules.codes import CAUSES, SEVERITY_NAMES, Severity, alert_name
from varde.care.alarms.rules.lifecycle import STATE_NAMES, State
from varde.care.alarms.views.rows import names_of, rows
from varde.foundation.accounts.http import StaffRequest
from varde.foundation.ui.components.formats import moment
from varde.ground.organisations.queries import places_of
from varde.kernel.actor import Actor
from varde.kernel.clock import now

AT_ONCE = 50
RISKY = ("=", "+", "-", "@", "\t", "\r")


def home_of(actor: Actor, at: datetime) -> UUID | None:
    """The centre where this person works: notes belong to it."""
    places = sorted(places_of(actor, now=at).organisations & actor.where(P.ANSWER))
    return places[0] if places else None


def _handover(request: StaffRequest, form: HandoverForm, status: int = 200) -> HttpResponse:
    at, actor = now(), request.actor
    page = {
        "form": form,
        "now": at,
        "undocumented": rows(actor, list(queries.undocumented(actor)), at),
        "with_emergency": rows(actor, list(queries.with_emergency(actor)), at),
        "notes": list(queries.notes(actor, now=at)),
        "may_write": home_of(actor, at) is not None,
    }
    return render(request, "alarms/handover.html", page, status=status)


@never_cache
@require_safe
@sensitive_variables()
def handover(request: StaffRequest) -> HttpResponse:
    return _handover(request, HandoverForm())


@require_POST
@sensitive_post_parameters()
@sensitive_variables()
def write(request: StaffRequest) -> HttpResponse:
    form, home = HandoverForm(request.POST), home_of(request.actor, now())
    if home is None:
        return HttpResponse(status=403)
    if not form.is_valid():
        return _handover(request, form, 422)
    actions.write_note(request.actor, owner_id=home, text=form.cleaned_data["text"], now=now())
    messages.success(request, _("Notatet er lagret."))
    return redirect("alarms:handover")


@require_POST
def read(request: StaffRequest, pk: UUID) -> HttpResponse:
    actions.read_note(request.actor, note_id=pk, now=now())
    return redirect("alarms:handover")


@never_cache
@require_safe
@sensitive_variables()
def records(request: StaffRequest) -> HttpResponse:
    """Til journal: texts that are not yet in the record system, oldest first."""
    waiting = Paginator(queries.records_waiting(request.actor), 20).get_page(request.GET.get("side"))
    names = names_of(request.actor, [one.alarm for one in waiting], now())
    shown = [
        (one, names.get(one.alarm.recipient_id or one.pk), _(alert_name(one.alarm.code))) for one in waiting
    ]
    return render(request, "alarms/records.html", {"records": shown, "page": waiting, "now": now()})


@require_POST
def copied(request: StaffRequest, pk: UUID) -> HttpResponse:
    actions.mark_copied(request.actor, record_id=pk, now=now())
    messages.success(request, _("Teksten er merket som ført i journal."))
    return redirect("alarms:records")


def _found(request: StaffRequest) -> tuple[HistoryForm, Any]:
    """The filter and what it leaves. A name is looked for among those whose name this person may see: see the page."""
    form = HistoryForm(request.GET or None)
    given = form.cleaned_data if form.is_valid() else {}
    found = queries.history_matching(
        request.actor,
        text=given.get("q") or "",
        severity=given.get("severity"),
        days=int(given.get("days") or 30),
        now=now(),
    )
    return form, found


@never_cache
@require_safe
def history(request: StaffRequest) -> HttpResponse:
    form, found = _found(request)
    page = Paginator(found, AT_ONCE).get_page(request.GET.get("side"))
    lines = rows(request.actor, list(page), now())
    shown = {"form": form, "page": page, "rows": lines, "export": f"eksport/?{request.GET.urlencode()}"}
    shown["may_open"] = request.actor.may(P.VIEW_BOARD)
    return render(request, "alarms/history.html", shown)


@never_cache
@require_safe
def export(request: StaffRequest) -> HttpResponse:
    """The same list as a file, without names: for counting, not for reading about people."""
    _form, found = _found(request)
    answer = HttpResponse("\ufeff" + _sheet(found), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="alarmer.csv"'
    return answer


def _sheet(found: Any) -> str:
    text = StringIO()
    sheet = csv.writer(text, delimiter=";")
    head = (
        _("Tid"),
        _("Hendelse"),
        _("Alvor"),
        _("Status"),
        _("Kommune"),
        _("Apparat"),
        _("Årsak"),
        _("Avsluttet"),
    )
    sheet.writerow(head)
    sheet.writerows([_safe(cell) for cell in _line(alarm)] for alarm in found)
    return text.getvalue()


def _line(alarm: Any) -> tuple[str, ...]:
    return (
        moment(alarm.opened_at),
        _(alert_name(alarm.code)),
        _(SEVERITY_NAMES[Severity(alarm.severity)]),
        _(STATE_NAMES[State(alarm.state)]),
        alarm.owner.name,
        alarm.device,
        _(CAUSES[alarm.cause]) if alarm.cause in CAUSES else "",
        moment(alarm.closed_at) if alarm.closed_at else "",
    )


def _safe(cell: str) -> str:
    """A cell that a spreadsheet would take for a formula is kept as text: devices send what they like."""
    return f"'{cell}" if cell.startswith(RISKY) else cell
