"""Texts for the patient record that wait, and notes between shifts."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from varde.care.alarms.models import HandoverNote, RecordText
from varde.care.alarms.permissions import AlarmPermission as P
from varde.foundation.authorisation import requires
from varde.kernel.actor import Actor

NOTE_LASTS = timedelta(hours=24)


@requires(P.COPY_RECORD)
def records_waiting(actor: Actor) -> QuerySet[RecordText]:
    """Not yet in the record system, oldest first."""
    rows = RecordText.objects.filter(copied_at__isnull=True)
    return rows.select_related("alarm", "alarm__recipient", "owner").order_by("made_at")


@requires(P.VIEW_BOARD)
def notes(actor: Actor, *, now: datetime) -> QuerySet[HandoverNote]:
    """Notes from the last day, and every one that nobody has read."""
    rows = HandoverNote.objects.filter(Q(written_at__gte=now - NOTE_LASTS) | Q(read_at__isnull=True))
    return rows.order_by("-written_at")
