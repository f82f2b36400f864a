"""Who hears what. A lower app publishes; the hearer's plain action gets the fields of the event."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import structlog

from varde.care.alarms import actions as alarms
from varde.foundation.authorisation import machine
from varde.foundation.outbox import post
from varde.foundation.outbox.models import Delivery
from varde.ground.messaging import actions as messaging
from varde.ground.messaging.events import Answered, NotReceived
from varde.ground.messaging.rules.parcel import Channel
from varde.ground.messaging.rules.text import Purpose, Text
from varde.ground.organisations import queries as organisations
from varde.ground.organisations.events import AgreementLapsed

log = structlog.get_logger()


def alarm_answered(
    *, about_kind: str, about_id: UUID, receiver_id: UUID, accepted: bool, now: datetime, **_: Any
) -> None:
    if about_kind == "alarm":
        worker = machine("alarm_worker")
        alarms.hear_answer(worker, alarm_id=about_id, receiver_id=receiver_id, accepted=accepted, now=now)


def alarm_not_received(*, about_kind: str, about_id: UUID, about_step: int, now: datetime, **_: Any) -> None:
    if about_kind == "alarm":
        alarms.hear_not_received(machine("alarm_worker"), alarm_id=about_id, ring=about_step, now=now)


def tell_leaders(*, agreement_id: UUID, day: str, now: datetime) -> None:
    """Both sides, once a day, until the agreement has been ended or renewed."""
    for leader in organisations.leaders_of_agreement(
        machine("alarm_worker"), agreement_id=agreement_id, now=now
    ):
        messaging.send(
            machine("messenger"),
            owner_id=leader.organisation_id,
            channel=Channel.IN_APP,
            address="",
            text=Text(Purpose.AGREEMENT_LAPSED),
            receiver=messaging.Receiver(messaging.ReceiverKind.USER, leader.user_id),
            about=messaging.About("agreement", agreement_id),
            idempotency_key=f"lapsed:{agreement_id}:{day}:{leader.user_id}:{leader.organisation_id}",
            needs_answer=False,
            answer_within=None,
            now=now,
        )


SUBSCRIBERS: tuple[post.Subscriber, ...] = (
    post.Subscriber("alarms.answered", Answered, alarm_answered),
    post.Subscriber("alarms.not_received", NotReceived, alarm_not_received),
    post.Subscriber("messaging.agreement_lapsed", AgreementLapsed, tell_leaders),
)


def stuck(row: Delivery, now: datetime) -> None:
    log.error("outbox.stuck", subscriber=row.subscriber, event_code=row.event, attempts=row.attempts)
    alarms.tell_of_stuck(machine("alarm_worker"), subscriber=row.subscriber, now=now)


def install() -> None:
    post.subscribe(SUBSCRIBERS, on_stuck=stuck)
