"""How response stands in each organisation: numbers and dates of nobody, for what proves itself in the service model."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max, Min, Q

from varde.care.alarms.models import AlarmEvent, RecordText
from varde.care.alarms.permissions import AlarmPermission as P
from varde.foundation.authorisation import requires
from varde.kernel.actor import Actor

LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Response:
    """`events` and `last_event_at`: the log of the last 30 days. `texts`: for the patient record, in all;
    `text_since`: since when the oldest of those not yet copied has waited, None where none waits."""

    events: int = 0
    last_event_at: datetime | None = None
    texts: int = 0
    text_since: datetime | None = None


@requires(P.PROVE)
def response_of(actor: Actor, *, owners: Collection[UUID], now: datetime) -> dict[UUID, Response]:
    """By owner, in two queries."""
    rows = AlarmEvent.objects.filter(owner__in=owners, at__gt=now - LATELY).order_by()
    logged = {
        owner: (count, last)
        for owner, count, last in rows.values_list("owner").annotate(n=Count("pk"), last=Max("at"))
    }
    waiting = Q(copied_at__isnull=True)
    texts = {
        owner: (count, since)
        for owner, count, since in RecordText.objects.filter(owner__in=owners)
        .order_by()
        .values_list("owner")
        .annotate(n=Count("pk"), since=Min("made_at", filter=waiting))
    }
    return {one: Response(*logged.get(one, (0, None)), *texts.get(one, (0, None))) for one in owners}
