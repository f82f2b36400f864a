"""What the board, the card and the phone ask besides the rows themselves."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from varde.care.alarms.models import Alarm, AlarmEvent, BoardTick
from varde.care.alarms.permissions import AlarmPermission as P
from varde.care.alarms.queries.switchboard import Switchboard, shares_phone, was_sent_to
from varde.care.alarms.rules.codes import Severity
from varde.care.alarms.rules.lifecycle import HELD, State, Verb
from varde.care.alarms.rules.plan import Receiver, ReceiverKind, StepKind, plan_from
from varde.foundation.authorisation import requires
from varde.ground.people import queries as people
from varde.ground.people.permissions import PeoplePermission
from varde.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is on duty now."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One dispatch step of an alarm's plan with those it would ring now. `is_hole`: nobody is there to hear it."""

    step: int
    names: tuple[str, ...]
    is_hole: bool


@requires(P.WATCH)
def ticks(actor: Actor) -> dict[UUID, int]:
    """The number of every organisation's board, in one query."""
    return dict(BoardTick.objects.values_list("owner_id", "number"))


@requires(P.VIEW_BOARD)
def ringing(actor: Actor) -> int:
    """How many alarms ring for this person now: new, and serious or critical."""
    rows = Alarm.objects.filter(state=State.NEW, severity__gte=Severity.SERIOUS)
    return rows.count()


@requires(P.ESCALATE)
def holds_alarm(actor: Actor, *, user_id: UUID) -> bool:
    """Whether somebody works on an alarm now: then their session does not end."""
    return Alarm.objects.filter(held_by=user_id, state__in=[*HELD, State.WITH_EMERGENCY]).exists()


@requires(P.VIEW_BOARD)
def emergency_places(actor: Actor, *, alarm_ids: Iterable[UUID]) -> dict[UUID, str]:
    """By alarm: the emergency number that was called last."""
    rows = AlarmEvent.objects.filter(alarm__in=list(alarm_ids), verb=Verb.CALL_EMERGENCY).order_by("at", "pk")
    return {key: place for key, place in rows.values_list("alarm_id", "place") if place}


@requires(P.VIEW_BOARD)
def with_emergency(actor: Actor) -> QuerySet[Alarm]:
    """Alarms that an emergency service has been called to and not yet confirmed to hold."""
    rows = Alarm.objects.filter(state=State.WITH_EMERGENCY).select_related("recipient", "owner")
    return rows.order_by("opened_at")


@requires(P.ANSWER, about="alarm_id")
def dispatch_choices(actor: Actor, *, alarm_id: UUID, now: datetime) -> tuple[Choice, ...]:
    """The dispatch steps of the alarm's plan, with who would be rung now."""
    alarm = get_object_or_404(Alarm, pk=alarm_id)
    board = Switchboard(now)
    found = []
    for step in plan_from(alarm.plan).steps:
        if step.kind is StepKind.BOARD:
            continue
        rung = board.step(alarm, step)
        found.append(
            Choice(step.number, tuple(dict.fromkeys(line.name for line in rung.lines)), rung.is_hole)
        )
    return tuple(found)


@requires(P.ANSWER, about="alarm_id")
def colleagues(actor: Actor, *, alarm_id: UUID, now: datetime) -> tuple[Person, ...]:
    """The other operators on duty who receive for this alarm's owner."""
    alarm = get_object_or_404(Alarm, pk=alarm_id)
    rung = Switchboard(now).receiver(alarm, Receiver(ReceiverKind.CENTRE))
    users = {line.id: line.name for line in rung.lines if line.kind == "user" and line.id != actor.id}
    return tuple(Person(key, name) for key, name in users.items())


@requires(P.RESPOND, about="alarm_id")
def callout(actor: Actor, *, alarm_id: UUID, now: datetime) -> Alarm:
    """One alarm for the phone of somebody it was sent to. 404 for everybody else, whatever the reason."""
    alarm = get_object_or_404(Alarm.objects.select_related("recipient", "owner"), pk=alarm_id)
    if not was_sent_to(alarm, actor.id, now):
        raise Http404
    return alarm


@requires(P.RESPOND)
def carries(actor: Actor, *, alarm_id: UUID, now: datetime) -> bool:
    """Whether this person has the alarm: alone, or on the shared phone of a pool they are on duty in."""
    alarm = get_object_or_404(Alarm, pk=alarm_id)
    return alarm.held_by == actor.id or (alarm.held_by is not None and shares_phone(alarm, actor.id, now))


@requires(P.RESPOND, about="alarm_id")
def callout_events(actor: Actor, *, alarm_id: UUID, now: datetime) -> QuerySet[AlarmEvent]:
    callout(actor, alarm_id=alarm_id, now=now)
    return AlarmEvent.objects.filter(alarm=alarm_id).exclude(verb=PRESSED).order_by("at", "pk")


@requires(P.VIEW_HISTORY)
def history_matching(
    actor: Actor, *, text: str, severity: int | None, days: int, now: datetime
) -> QuerySet[Alarm]:
    """Alarms of the last days, newest first. `text`: a device, an alarm's id, or part of the name of somebody the
    actor may list; a name that the actor may not know finds nothing."""
    rows = Alarm.objects.filter(opened_at__gte=now - timedelta(days=days))
    if severity is not None:
        rows = rows.filter(severity=severity)
    if text:
        rows = rows.filter(_matches(actor, text.strip(), now))
    return rows.select_related("recipient", "owner").order_by("-opened_at")


def _matches(actor: Actor, text: str, now: datetime) -> Q:
    found = Q(device__icontains=text)
    with suppress(ValueError):
        found |= Q(pk=UUID(text))
    if actor.may(PeoplePermission.VIEW):
        known = people.recipients(actor, now=now, search=text)[:200]
        found |= Q(recipient__in=[row.pk for row in known])
    return found


PRESSED = "pressed"
"""A line that keeps the token of a press on a phone, so that the same press twice is one move. Never shown."""
