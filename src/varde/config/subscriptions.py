"""Who hears what. A lower app publishes; the hearer's plain action gets the fields of the event."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import structlog

from varde.care.alarms import actions as alarms
from varde.care.pathways import actions as pathways
from varde.care.rota import queries as rota
from varde.care.rota.events import HoleOpened
from varde.config import device_news, model, support
from varde.config.telling import in_app
from varde.foundation.authorisation import machine
from varde.foundation.outbox import post
from varde.foundation.outbox.models import Delivery
from varde.ground.equipment.events import StockLow
from varde.ground.equipment.permissions import EquipmentPermission
from varde.ground.messaging import actions as messaging
from varde.ground.messaging.actions import ReceiverKind
from varde.ground.messaging.events import Answered, NotReceived
from varde.ground.messaging.rules.parcel import Channel
from varde.ground.messaging.rules.text import Purpose, Text
from varde.ground.organisations import queries as organisations
from varde.ground.organisations.events import AgreementLapsed
from varde.ground.people import queries as people
from varde.ground.people.events import EmergencyAccessTaken, RecipientBack, RecipientEnded
from varde.ground.people.permissions import PeoplePermission

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
    about = messaging.About("agreement", agreement_id)
    for leader in organisations.leaders_of_agreement(
        machine("alarm_worker"), agreement_id=agreement_id, now=now
    ):
        text = Text(Purpose.AGREEMENT_LAPSED)
        in_app([leader.user_id], text, owner_id=leader.organisation_id, about=about, mark=day, now=now)


def tell_of_hole(*, pool_id: UUID, since: datetime, now: datetime) -> None:
    """The leaders on duty, in the app and by SMS; where no leader is on duty, the owner's last resort."""
    worker = machine("alarm_worker")
    owner = rota.duty_of(worker, pool_id=pool_id, now=now).owner_id
    leaders = rota.leaders_on_duty(worker, owner_id=owner, now=now)
    told = [one for leader in leaders for one in _lines(leader)]
    if not told:
        number = organisations.last_resorts(worker, organisations=[owner])[owner][1]
        told = [(ReceiverKind.ORGANISATION, owner, Channel.SMS, number)]
    for kind, key, channel, address in told:
        messaging.send(
            machine("messenger"),
            owner_id=owner,
            channel=channel,
            address=address,
            text=Text(Purpose.HOLE),
            receiver=messaging.Receiver(kind, key),
            about=messaging.About("pool", pool_id),
            idempotency_key=f"hole:{pool_id}:{since.isoformat()}:{key}:{channel}",
            needs_answer=False,
            answer_within=None,
            now=now,
        )


def _lines(leader: rota.Receiver) -> list[tuple[ReceiverKind, UUID, Channel, str]]:
    """A person is told in the app, and by SMS at the first number there is; a duty phone by SMS alone."""
    numbers = [line.address for line in leader.lines if line.kind in ("sms", "voice")]
    if leader.user_id is None:
        return [(ReceiverKind.POOL, leader.pool_id, Channel.SMS, number) for number in numbers[:1]]
    kind, key = ReceiverKind.USER, leader.user_id
    return [
        (kind, key, Channel.IN_APP, ""),
        *((kind, key, Channel.SMS, number) for number in numbers[:1]),
    ]


def tell_of_emergency_access(*, relation_id: UUID, owner_id: UUID, now: datetime, **_: Any) -> None:
    """Those who follow up emergency accesses in the responsible organisation."""
    worker, may = machine("alarm_worker"), PeoplePermission.REVIEW_EMERGENCY
    users = organisations.holders_of(worker, permission=may, organisation_id=owner_id, now=now)
    about = messaging.About("care_relation", relation_id)
    in_app(users, Text(Purpose.EMERGENCY_ACCESS), owner_id=owner_id, about=about, now=now)


def tell_of_low_stock(*, reorder_point_id: UUID, owner_id: UUID, now: datetime, **_: Any) -> None:
    """Those who keep the stores of the organisation, once a day each time a store runs low."""
    worker, may = machine("alarm_worker"), EquipmentPermission.STORE
    users = organisations.holders_of(worker, permission=may, organisation_id=owner_id, now=now)
    about = messaging.About("reorder_point", reorder_point_id)
    mark = now.date().isoformat()
    in_app(users, Text(Purpose.STOCK_LOW), owner_id=owner_id, about=about, mark=mark, now=now)


def recipient_ended(*, recipient_id: UUID, now: datetime, **_: Any) -> None:
    """A death winds every service down; a move asks somebody to hand it over. Taken back meanwhile: nothing."""
    worker = machine("pathway_worker")
    person = people.recipients(worker, now=now).get(pk=recipient_id)
    if person.died_on is not None:
        pathways.wind_down_all(
            worker, recipient_id=recipient_id, reason="dead", true_date=person.died_on, now=now
        )
    elif person.moved_on is not None:
        pathways.note_move(worker, recipient_id=recipient_id, moved_on=person.moved_on, now=now)


def recipient_back(*, recipient_id: UUID, now: datetime, **_: Any) -> None:
    worker = machine("pathway_worker")
    if not people.recipients(worker, now=now).get(pk=recipient_id).is_ended:
        pathways.undo_all(worker, recipient_id=recipient_id, now=now)


SUBSCRIBERS: tuple[post.Subscriber, ...] = (
    post.Subscriber("pathways.recipient_ended", RecipientEnded, recipient_ended),
    post.Subscriber("pathways.recipient_back", RecipientBack, recipient_back),
    post.Subscriber("alarms.answered", Answered, alarm_answered),
    post.Subscriber("alarms.not_received", NotReceived, alarm_not_received),
    post.Subscriber("messaging.agreement_lapsed", AgreementLapsed, tell_leaders),
    post.Subscriber("messaging.hole_opened", HoleOpened, tell_of_hole),
    post.Subscriber("messaging.emergency_access", EmergencyAccessTaken, tell_of_emergency_access),
    *support.SUBSCRIBERS,
    *model.SUBSCRIBERS,
    *device_news.SUBSCRIBERS,
    post.Subscriber("messaging.stock_low", StockLow, tell_of_low_stock),
)


def stuck(row: Delivery, now: datetime) -> None:
    log.error("outbox.stuck", subscriber=row.subscriber, event_code=row.event, attempts=row.attempts)
    alarms.tell_of_stuck(machine("alarm_worker"), subscriber=row.subscriber, now=now)


def install() -> None:
    post.subscribe(SUBSCRIBERS, on_stuck=stuck)
