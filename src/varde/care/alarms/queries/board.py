"""What the board, the card and the phone show."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Case, Q, QuerySet, Sum, When
from django.shortcuts import get_object_or_404

from varde.care.alarms.models import Alarm, AlarmEvent, BoardTick
from varde.care.alarms.permissions import AlarmPermission as P
from varde.care.alarms.queries.switchboard import was_sent_to
from varde.care.alarms.rules.lifecycle import State
from varde.foundation.authorisation import requires
from varde.kernel.actor import Actor


@requires(P.VIEW_BOARD)
def board(actor: Actor) -> QuerySet[Alarm]:
    """Open alarms in every organisation this person receives for: most severe first, then longest waiting.
    Solved ones that lack documentation come last, so that nobody looks past somebody who needs help."""
    rows = Alarm.objects.exclude(state=State.CLOSED).select_related("recipient", "owner", "item")
    last = Case(When(state=State.SOLVED_UNDOCUMENTED, then=1), default=0)
    return rows.order_by(last, "-severity", "opened_at")


@requires(P.VIEW_BOARD)
def board_number(actor: Actor) -> int:
    """A number that has risen when the board of this person has changed. Carries nothing else."""
    found = BoardTick.objects.filter(owner__in=actor.where(P.VIEW_BOARD)).aggregate(total=Sum("number"))
    return int(found["total"] or 0)


@requires(P.VIEW_BOARD, about="alarm_id")
def alarm(actor: Actor, *, alarm_id: UUID) -> Alarm:
    """One alarm, for the card. 404 for a neighbour's."""
    rows = Alarm.objects.select_related("recipient", "owner", "item", "source")
    return get_object_or_404(rows, pk=alarm_id)


@requires(P.VIEW_BOARD, about="alarm_id")
def events(actor: Actor, *, alarm_id: UUID) -> QuerySet[AlarmEvent]:
    return AlarmEvent.objects.filter(alarm=alarm_id).order_by("at", "pk")


@requires(P.VIEW_HISTORY)
def history(
    actor: Actor, *, now: datetime, recipient_id: UUID | None = None, days: int = 30
) -> QuerySet[Alarm]:
    """Alarms of the last days, newest first: of one recipient for the card, or of all for the list."""
    rows = Alarm.objects.filter(opened_at__gte=now - timedelta(days=days))
    if recipient_id is not None:
        rows = rows.filter(recipient=recipient_id)
    return rows.select_related("recipient", "owner").order_by("-opened_at")


@requires(P.RESPOND)
def callouts(actor: Actor, *, now: datetime) -> list[Alarm]:
    """What the phone shows: alarms that this person holds, or that ring at a pool they are on duty in."""
    rows = Alarm.objects.exclude(state__in=[State.CLOSED, State.WAITING]).select_related("recipient", "owner")
    near = rows.filter(Q(held_by=actor.id) | Q(dispatch_step__gt=0) | Q(level__gt=1, state=State.NEW))
    return [one for one in near.order_by("-severity", "opened_at") if was_sent_to(one, actor.id, now)]


@requires(P.VIEW_BOARD)
def undocumented(actor: Actor) -> QuerySet[Alarm]:
    """Solved, not documented: rises at hand-over."""
    rows = Alarm.objects.filter(state=State.SOLVED_UNDOCUMENTED).select_related("recipient", "owner")
    return rows.order_by("opened_at")
