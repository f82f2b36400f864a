"""How the house is doing, in numbers, in the text format that Prometheus reads. No person and no organisation in it."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from datetime import datetime, timedelta

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from varde.care.alarms import queries as alarms
from varde.foundation.authorisation import machine
from varde.foundation.outbox import lead, post
from varde.ground.messaging import queries as messaging
from varde.kernel.actor import Actor

WINDOW = timedelta(hours=1)


def may_read(header: str, key: str) -> bool:
    """Whether the header `Authorization` carries the key; the comparison takes as long whatever is wrong."""
    return hmac.compare_digest(header.encode(), f"Bearer {key}".encode())


def page(*, now: datetime) -> bytes:
    """Everything, counted now. The registry is of this page alone: no process keeps numbers of its own."""
    registry, actor = CollectorRegistry(), machine("metrics")
    _outbox(registry, now)
    _alarms(registry, actor, now)
    _gauge(
        registry,
        "varde_pulse_age_seconds",
        "Seconds since any process of this kind gave a sign of life.",
        "kind",
        _pulses(now),
    )
    _gauge(
        registry,
        "varde_messages_last_hour",
        "Messages made in the last hour, by state.",
        "state",
        messaging.count_by_state(actor, since=now - WINDOW).items(),
    )
    return generate_latest(registry)


def _outbox(registry: CollectorRegistry, now: datetime) -> None:
    waiting = post.backlog()
    age = max(0.0, (now - waiting.oldest).total_seconds()) if waiting.oldest else 0.0
    Gauge("varde_outbox_waiting", "Events not handed on yet.", registry=registry).set(waiting.waiting)
    Gauge(
        "varde_outbox_oldest_seconds",
        "Seconds since the event that waits longest should have been handed on.",
        registry=registry,
    ).set(age)


def _alarms(registry: CollectorRegistry, actor: Actor, now: datetime) -> None:
    found = alarms.figures(actor, now=now)
    counts = [(severity.name.lower(), count) for severity, count in found.open.items()]
    _gauge(registry, "varde_alarms_open", "Alarms that are not closed.", "severity", counts)
    Gauge(
        "varde_alarms_oldest_overdue_step_seconds",
        "Seconds since the most overdue step of an open alarm should have been done.",
        registry=registry,
    ).set(found.overdue)


def _pulses(now: datetime) -> list[tuple[str, float]]:
    """The freshest of each kind: what a killed process left behind says nothing of those that live."""
    ages: dict[str, float] = {}
    for one in lead.pulses():
        kind = one.name.partition(":")[0]
        age = max(0.0, (now - one.beat_at).total_seconds())
        ages[kind] = min(age, ages.get(kind, age))
    return sorted(ages.items())


def _gauge(
    registry: CollectorRegistry, name: str, says: str, label: str, values: Iterable[tuple[str, float]]
) -> None:
    gauge = Gauge(name, says, [label], registry=registry)
    for value, number in values:
        gauge.labels(value).set(number)
