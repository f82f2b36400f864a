"""Reading messages: one's own inbox, the delivery log, and how delivery is doing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Min, Q, QuerySet, Sum
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from varde.foundation.authorisation import requires, unguarded
from varde.ground.messaging.models import CallbackRefusal, Message, MessageEvent, ReceiverKind
from varde.ground.messaging.permissions import MessagingPermission as P
from varde.ground.messaging.rules.lifecycle import NOT_RECEIVED, OPEN, WAITING, State
from varde.ground.messaging.rules.parcel import Channel
from varde.kernel.actor import Actor
from varde.kernel.clock import OSLO, local

LATE = timedelta(seconds=30)
EXPORT_MOST = 20_000


@dataclass(frozen=True, slots=True)
class DeliveryHealth:
    """How delivery is doing: the last 24 hours, where the actor may see the log. `oldest_waiting` is aware UTC or None."""

    has_gateway: bool
    has_mail: bool
    has_callback_key: bool
    waiting: int
    late: int
    oldest_waiting: datetime | None
    sent: int
    not_received: int
    refused_callbacks: int

    @property
    def is_well(self) -> bool:
        return self.has_gateway and self.has_callback_key and not self.late


@unguarded("a setting of the house; no rows")
def mail_is_on() -> bool:
    """Whether the settings name a mail server."""
    return not settings.EMAIL_BACKEND.endswith("dummy.EmailBackend")


@requires(P.READ_INBOX)
def inbox(actor: Actor) -> QuerySet[Message]:
    """The actor's own messages inside Varde, newest first."""
    return Message.objects.filter(
        channel=Channel.IN_APP, receiver_kind=ReceiverKind.USER, receiver_id=actor.id
    ).order_by("-made_at", "-pk")


@requires(P.READ_INBOX)
def unread(actor: Actor) -> QuerySet[Message]:
    """Messages inside Varde that wait to be read."""
    mine = Message.objects.filter(
        channel=Channel.IN_APP, receiver_kind=ReceiverKind.USER, receiver_id=actor.id
    )
    return mine.filter(read_at__isnull=True).exclude(state=State.CANCELLED)


@requires(P.VIEW_LOG)
def deliveries(
    actor: Actor,
    *,
    state: str = "",
    channel: str = "",
    first: date | None = None,
    last: date | None = None,
) -> QuerySet[Message]:
    """Messages, newest first, without address and text: those never leave the table here. Days are Norwegian."""
    rows = Message.objects.defer("address", "text", "detail").select_related("owner")
    if state:
        rows = rows.filter(state=state)
    if channel:
        rows = rows.filter(channel=channel)
    if first:
        rows = rows.filter(made_at__gte=datetime.combine(first, time.min, OSLO))
    if last:
        rows = rows.filter(made_at__lte=datetime.combine(last, time.max, OSLO))
    return rows.order_by("-made_at", "-pk")


@requires(P.VIEW_LOG, about="message_id")
def delivery(actor: Actor, *, message_id: UUID) -> Message:
    """One message, without address and text. Raises Http404."""
    rows = Message.objects.defer("address", "text", "detail").select_related("owner")
    return get_object_or_404(rows, pk=message_id)


@requires(P.VIEW_LOG)
def delivery_table(
    actor: Actor,
    *,
    state: str = "",
    channel: str = "",
    first: date | None = None,
    last: date | None = None,
) -> list[tuple[str, ...]]:
    """The chosen messages for export, head first, at most EXPORT_MOST of them, newest first. Times are Norwegian."""
    head = (_("Tid"), _("Eier"), _("Kanal"), _("Mottaker"), _("Adresse"), _("Status"), _("Forsøk"))
    rows = deliveries(actor, state=state, channel=channel, first=first, last=last)[:EXPORT_MOST]
    lines = [
        (
            local(row.made_at).strftime("%Y-%m-%d %H:%M:%S"),
            row.owner.name,
            str(row.get_channel_display()),
            str(row.get_receiver_kind_display()),
            row.hint,
            str(row.get_state_display()),
            str(row.attempts),
        )
        for row in rows
    ]
    return [tuple(map(str, head)), *lines]


@requires(P.VIEW_LOG)
def events_of(actor: Actor, *, message_id: UUID) -> QuerySet[MessageEvent]:
    """What happened to one message, in order."""
    return MessageEvent.objects.filter(message_id=message_id).order_by("at", "pk")


@requires(P.SEND)
def about(actor: Actor, *, about_id: UUID) -> QuerySet[Message]:
    """The messages about one matter, oldest first: who was told, by what channel, and what came of it."""
    return (
        Message.objects.defer("address", "text", "detail").filter(about_id=about_id).order_by("made_at", "pk")
    )


@requires(P.VIEW_LOG)
def delivery_health(actor: Actor, *, now: datetime) -> DeliveryHealth:
    since = now - timedelta(hours=24)
    rows = Message.objects.filter(made_at__gte=since)
    waiting = Q(state__in=sorted(WAITING))
    counts: dict[str, Any] = rows.aggregate(
        waiting=Count("pk", filter=waiting),
        late=Count("pk", filter=waiting & Q(made_at__lt=now - LATE)),
        oldest_waiting=Min("made_at", filter=waiting),
        sent=Count("pk", filter=Q(sent_at__isnull=False)),
        not_received=Count("pk", filter=Q(state__in=sorted(NOT_RECEIVED))),
    )
    refused = CallbackRefusal.objects.filter(hour__gte=since).aggregate(sum=Sum("count"))["sum"] or 0
    return DeliveryHealth(
        has_gateway=bool(settings.VARDE_GATEWAY_URL),
        has_mail=mail_is_on(),
        has_callback_key=bool(settings.VARDE_CALLBACK_KEY),
        refused_callbacks=refused,
        **counts,
    )


@requires(P.MEASURE)
def count_by_state(actor: Actor, *, since: datetime) -> dict[str, int]:
    """How many messages made since then stand in each state; every state is there."""
    rows = Message.objects.filter(made_at__gte=since).order_by()
    found = dict(rows.values_list("state").annotate(n=Count("pk")))
    return {state.value: found.get(state.value, 0) for state in State}


@requires(P.DELIVER)
def waiting(actor: Actor, *, channels: Collection[Channel], now: datetime, limit: int) -> list[UUID]:
    """Messages that may be sent now by these channels, those that need an answer first."""
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
    rows = Message.objects.filter(
        free, state__in=sorted(WAITING), due_at__lte=now, channel__in=sorted(channels)
    )
    return list(rows.order_by("-needs_answer", "due_at").values_list("pk", flat=True)[:limit])


@requires(P.DELIVER)
def to_withdraw(actor: Actor, *, now: datetime, limit: int) -> list[UUID]:
    """Messages that were taken back after the gateway may have got them."""
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
    rows = Message.objects.filter(free, withdraw=True, due_at__lte=now)
    return list(rows.order_by("due_at").values_list("pk", flat=True)[:limit])


@requires(P.DELIVER)
def overdue(actor: Actor, *, now: datetime, limit: int) -> list[UUID]:
    """Messages whose answer has not come in time."""
    rows = Message.objects.filter(state__in=sorted(OPEN), needs_answer=True, answer_by__lte=now)
    return list(rows.order_by("answer_by").values_list("pk", flat=True)[:limit])
