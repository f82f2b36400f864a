from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.conf import LazySettings

from varde.foundation.authorisation import machine
from varde.foundation.outbox import post
from varde.foundation.ownership import EVERYWHERE, scope
from varde.ground.messaging import actions
from varde.ground.messaging.events import Answered, NotReceived
from varde.ground.messaging.jobs import Courier
from varde.ground.messaging.models import Message, ReceiverKind
from varde.ground.messaging.rules.parcel import Channel
from varde.ground.messaging.rules.text import Purpose, Text
from varde.ground.messaging.testing import FakeGateway
from varde.ground.organisations.testing import Organisation

ALARM = UUID(int=7)


@pytest.fixture
def froland() -> Organisation:
    return Organisation.objects.create(
        kind="municipality", name="Froland", last_resort_name="Vakt", last_resort_phone="+4700000000"
    )


@pytest.fixture
def gateway(settings: LazySettings) -> Iterator[FakeGateway]:
    with FakeGateway() as one:
        settings.VARDE_GATEWAY_URL = one.url
        settings.VARDE_GATEWAY_KEY = one.key
        settings.VARDE_CALLBACK_KEY = one.callback_key
        yield one


@pytest.fixture
def courier() -> Iterator[Courier]:
    one = Courier()
    yield one
    one.close()


@pytest.fixture
def heard() -> Iterator[list[Any]]:
    """The news that was published, as the hearer gets it from the outbox."""
    news: list[Any] = []

    def hear(event: type[Any]) -> Callable[..., None]:
        return lambda now, **fields: news.append(event(**fields))

    old = {code: dict(found) for code, found in post._subscribers.items()}
    told = list(post._on_stuck)
    post.subscribe(
        [post.Subscriber(event.code, event, hear(event)) for event in (Answered, NotReceived)],
        on_stuck=lambda row, now: None,
    )
    yield news
    post._subscribers.clear()
    post._subscribers.update(old)
    post._on_stuck[:] = told


@pytest.fixture
def send(froland: Organisation, saturday_night: datetime) -> Callable[..., Message]:
    def ask(**more: Any) -> Message:
        values: dict[str, Any] = {
            "owner_id": froland.pk,
            "channel": Channel.VOICE,
            "address": "41 23 45 67",
            "text": Text(Purpose.ALARM),
            "receiver": actions.Receiver(ReceiverKind.USER, UUID(int=1)),
            "about": actions.About("alarm", ALARM, 2),
            "idempotency_key": "alarm:2:1:voice",
            "needs_answer": True,
            "answer_within": timedelta(seconds=60),
            "now": saturday_night,
        }
        return actions.send(machine("messenger"), **values | more)

    return ask


def again(row: Message) -> Message:
    """The row as the database has it."""
    with scope(EVERYWHERE):
        return Message.objects.get(pk=row.pk)


def trail(row: Message) -> list[str]:
    with scope(EVERYWHERE):
        return list(row.events.order_by("pk").values_list("code", flat=True))
