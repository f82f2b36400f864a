"""The inbox, the delivery log, and the door that the gateway calls back at."""

from __future__ import annotations

import csv
import re
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from varde.foundation.accounts.http import StaffRequest
from varde.foundation.authorisation import machine
from varde.foundation.ui.marks import Mark
from varde.ground.messaging import actions, queries
from varde.ground.messaging.forms import DeliveryFilter
from varde.ground.messaging.rules import callback
from varde.ground.messaging.rules.lifecycle import State
from varde.kernel import clock

PAGE = 25
log = structlog.get_logger()
MARKS: dict[object, Mark] = {
    State.QUEUED.value: Mark(_("Venter på å bli sendt"), "Hourglass", "info"),
    State.SENDING.value: Mark(_("Sendes"), "Paperplane", "info"),
    State.SENT.value: Mark(_("Sendt"), "Paperplane", "neutral"),
    State.DELIVERED.value: Mark(_("Levert"), "Checkmark", "neutral"),
    State.ACCEPTED.value: Mark(_("Svarte ja"), "CheckmarkCircleFill", "success"),
    State.DECLINED.value: Mark(_("Svarte nei"), "MinusCircle", "warning"),
    State.UNANSWERED.value: Mark(_("Ikke besvart"), "PhoneSlash", "danger"),
    State.FAILED.value: Mark(_("Kom ikke fram"), "XMarkOctagonFill", "danger"),
    State.CANCELLED.value: Mark(_("Trukket tilbake"), "ArrowUndo", "neutral"),
}
HAPPENED = {
    **{code: mark.word for code, mark in MARKS.items()},
    "callback_ringing": _("Det ringer hos mottakeren"),
    "callback_delivered": _("Levert til telefonen"),
    "callback_picked_up": _("Telefonen ble tatt"),
    "callback_keypress": _("Mottakeren trykket en tast"),
    "callback_no_answer": _("Ingen tok telefonen"),
    "callback_busy": _("Opptatt"),
    "callback_ended": _("Samtalen ble avsluttet uten svar"),
    "callback_failed": _("Teleoperatøren fikk ikke levert"),
    "withdrawn": _("Stoppet hos meldingstjenesten"),
    "withdrawal_later": _("Ikke stoppet ennå, prøver igjen"),
}
REASONS = {
    "no_gateway": _("Det er ikke satt opp noen meldingstjeneste."),
    "no_mail": _("Det er ikke satt opp noen e-posttjener."),
    "bad_address": _("Telefonnummeret eller e-postadressen mangler eller er feil."),
    "refused": _("Meldingstjenesten tok ikke imot meldingen."),
    "gave_up": _("Varde prøvde mange ganger uten å lykkes."),
    "not_sent_in_time": _("Meldingen ble ikke sendt før fristen gikk ut."),
    "no_answer": _("Ingen svarte før fristen gikk ut."),
    "not_to_be_sent": _("Sendes ikke: mottakeren er registrert som død."),
    "busy": _("Det var opptatt."),
    "failed": _("Teleoperatøren fikk ikke levert."),
}


@require_GET
def inbox(request: StaffRequest) -> HttpResponse:
    """One's own messages, newest first."""
    rows = queries.inbox(request.actor)
    page = Paginator(rows, PAGE).get_page(request.GET.get("side"))
    facts = {"page": page, "unread": queries.unread(request.actor).count(), "now": clock.now()}
    return render(request, "messaging/inbox.html", facts)


@require_POST
def read(request: StaffRequest, message_id: UUID) -> HttpResponse:
    actions.mark_read(request.actor, message_id=message_id, now=clock.now())
    return redirect("messaging:inbox")


@require_POST
def read_all(request: StaffRequest) -> HttpResponse:
    actions.mark_all_read(request.actor, now=clock.now())
    return redirect("messaging:inbox")


@require_GET
def deliveries(request: StaffRequest) -> HttpResponse:
    """The delivery log and how delivery is doing."""
    form, now = DeliveryFilter(request.GET), clock.now()
    rows = queries.deliveries(request.actor, **_chosen(form))
    facts = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("side")),
        "form": form,
        "health": queries.delivery_health(request.actor, now=now),
        "marks": MARKS,
        "now": now,
        "query": request.GET.urlencode(),
    }
    return render(request, "messaging/deliveries.html", facts)


@require_GET
def delivery(request: StaffRequest, message_id: UUID) -> HttpResponse:
    """One message and what happened to it."""
    row = queries.delivery(request.actor, message_id=message_id)
    events = [
        {"at": e.at, "title": HAPPENED.get(e.code, e.code), "text": REASONS.get(e.note, e.note)}
        for e in queries.events_of(request.actor, message_id=message_id)
    ]
    facts = {
        "row": row,
        "reason": REASONS.get(row.reason, ""),
        "events": events,
        "marks": MARKS,
        "now": clock.now(),
    }
    return render(request, "messaging/delivery.html", facts)


@require_GET
def export(request: StaffRequest) -> HttpResponse:
    """The chosen messages as CSV that a spreadsheet opens: no address, no text."""
    form = DeliveryFilter(request.GET)
    if not form.is_valid():
        return redirect(f"{reverse('messaging:deliveries')}?{request.GET.urlencode()}")
    lines = queries.delivery_table(request.actor, **form.cleaned_data)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="varsler.csv"'
    csv.writer(response, delimiter=";").writerows(lines)
    return response


def _chosen(form: DeliveryFilter) -> dict[str, Any]:
    return form.cleaned_data if form.is_valid() else {}


@csrf_exempt
@login_not_required
@require_POST
def feedback(request: HttpRequest) -> HttpResponse:
    """What the gateway says happened, signed with the shared key. Heard once however often it is told."""
    now = clock.now()
    try:
        heard = _hear(request, now)
    except callback.NotGenuine as fault:
        return _refuse(403, fault.why, now)
    except callback.Unreadable:
        return _refuse(400, "unreadable", now)
    except actions.UnknownMessage:
        return _refuse(404, "unknown_message", now)
    return JsonResponse({"heard": "now" if heard else "before"})


def _hear(request: HttpRequest, now: datetime) -> bool:
    length = request.headers.get("Content-Length", "")
    if not re.fullmatch(r"[0-9]{1,5}", length) or int(length) > callback.LONGEST:
        raise callback.NotGenuine("too_long")
    stamp, given = request.headers.get("Varde-Timestamp", ""), request.headers.get("Varde-Signature", "")
    callback.verify(settings.VARDE_CALLBACK_KEY, stamp, given, request.body, now=now)
    report = callback.read(request.body)
    actor = machine("message_gateway")
    return actions.report(actor, message_id=report.message_id, report=report, now=now)


def _refuse(status: int, why: str, now: datetime) -> HttpResponse:
    actions.count_refusal(why=why, now=now)
    log.warning("messaging.callback_refused", why=why)
    return JsonResponse({"error": why}, status=status)
