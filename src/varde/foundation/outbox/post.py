"""Publishing an event and handing deliveries on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, ClassVar, Protocol

import msgspec
import structlog
from django.db import connection
from django.db.models import F, Min, Q

from varde.foundation.outbox.models import Delivery

CLAIM = timedelta(seconds=15)
TRIES_BEFORE_A_PERSON_IS_TOLD = 6
log = structlog.get_logger()


class Event(Protocol):
    """A frozen dataclass in the past tense, with a code that is stored ("alarms.raised/1")."""

    code: ClassVar[str]


@dataclass(frozen=True, slots=True)
class Subscriber:
    """`receive` takes the fields of the event as keyword arguments, and `now`."""

    name: str
    event: type[Any]
    receive: Callable[..., object]


_subscribers: dict[str, dict[str, Subscriber]] = {}
_on_stuck: list[Callable[[Delivery, datetime], object]] = []


def subscribe(subscribers: Sequence[Subscriber], *, on_stuck: Callable[[Delivery, datetime], object]) -> None:
    """Called once, by the composition root."""
    _subscribers.clear()
    for one in subscribers:
        _subscribers.setdefault(one.event.code, {})[one.name] = one
    _on_stuck[:] = [on_stuck]


def publish(event: Event, *, now: datetime) -> None:
    """In the caller's transaction: the news stands exactly when the change does."""
    payload = msgspec.to_builtins(event)
    Delivery.objects.bulk_create(
        Delivery(event=event.code, subscriber=name, payload=payload, made_at=now, due_at=now)
        for name in _subscribers.get(event.code, {})
    )


def claim(now: datetime, *, limit: int = 50) -> Iterator[Delivery]:
    """Deliveries that are due, each claimed by a conditional update when its turn comes: no two workers hold the same
    one, and a worker that is killed holds up one, for as long as the claim lasts. A claim counts from that moment, not
    from the beginning of a long round."""
    began = time.monotonic()
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=now)
    waiting = Delivery.objects.filter(free, done_at__isnull=True, due_at__lte=now).order_by("due_at")[:limit]
    for row in waiting:
        got = Delivery.objects.filter(free, pk=row.pk, done_at__isnull=True)
        passed = timedelta(seconds=time.monotonic() - began)
        if got.update(claimed_until=now + passed + CLAIM, attempts=F("attempts") + 1):
            row.attempts += 1
            yield row


def hand_on(row: Delivery, now: datetime) -> bool:
    """Give one delivery to its subscriber. A failure is written on the row, and tried again later."""
    if row.attempts > TRIES_BEFORE_A_PERSON_IS_TOLD:  # a process killed at the last of them told nobody
        _tell(row, now)
    subscriber = _subscribers.get(row.event, {}).get(row.subscriber)
    if subscriber is None:
        _later(row, now, "no such subscriber")
        return False
    try:
        event = msgspec.convert(row.payload, subscriber.event)
        given: Mapping[str, Any] = {one.name: getattr(event, one.name) for one in fields(event)}
        subscriber.receive(**given, now=now)
    except Exception as fault:  # the loop goes on whatever one subscriber does
        log.error(
            "outbox.failed",
            subscriber=row.subscriber,
            event_code=row.event,
            attempts=row.attempts,
            fault=type(fault).__name__,
        )
        if not connection.in_atomic_block:
            _later(row, now, type(fault).__name__)
            return False
        raise
    Delivery.objects.filter(pk=row.pk).update(done_at=now, claimed_until=None, fault="")
    return True


def _later(row: Delivery, now: datetime, fault: str) -> None:
    wait = timedelta(seconds=min(2**row.attempts, 300))
    Delivery.objects.filter(pk=row.pk).update(claimed_until=None, due_at=now + wait, fault=fault[:200])
    if row.attempts == TRIES_BEFORE_A_PERSON_IS_TOLD:
        _tell(row, now)


def _tell(row: Delivery, now: datetime) -> None:
    """Whoever hears it folds what is told again while it stands."""
    for tell in _on_stuck:
        try:
            tell(row, now)
        except Exception as fault:  # the others wait; it is told at the next try
            log.error("outbox.untold", subscriber=row.subscriber, fault=type(fault).__name__)


def run(now: datetime) -> int:
    """One round of the worker. Returns how many were handed on."""
    return sum(hand_on(row, now) for row in claim(now))


@dataclass(frozen=True, slots=True)
class Backlog:
    """What is not handed on yet. `oldest` is when the one that waits longest became due; `stuck` have failed repeatedly."""

    waiting: int
    stuck: int
    oldest: datetime | None


def backlog() -> Backlog:
    rows = Delivery.objects.filter(done_at__isnull=True)
    stuck = rows.filter(attempts__gte=TRIES_BEFORE_A_PERSON_IS_TOLD).count()
    return Backlog(rows.count(), stuck, rows.aggregate(oldest=Min("due_at"))["oldest"])
