"""Asking for messages, on real tables."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied

from varde.foundation.authorisation import machine
from varde.foundation.ids import new_id
from varde.foundation.ownership import EVERYWHERE, scope
from varde.ground.messaging import actions, queries
from varde.ground.messaging.models import Message, ReceiverKind
from varde.ground.messaging.rules.lifecycle import Reason, State
from varde.ground.messaging.rules.parcel import Channel
from varde.ground.messaging.rules.text import Purpose, Text
from varde.ground.organisations.models import Organisation
from varde.kernel.actor import Actor

pytestmark = pytest.mark.django_db
ALARM = UUID(int=7)


@pytest.fixture
def froland() -> Organisation:
    return Organisation.objects.create(
        kind="municipality", name="Froland", last_resort_name="Vakt", last_resort_phone="+4700000000"
    )


@pytest.fixture(autouse=True)
def _gateway(settings: Any) -> None:
    settings.VARDE_GATEWAY_URL = "http://127.0.0.1:1"
    settings.VARDE_CALLBACK_KEY = "callback-key"


def send(owner: Organisation, now: datetime, **more: Any) -> Message:
    values: dict[str, Any] = {
        "owner_id": owner.pk,
        "channel": Channel.VOICE,
        "address": "41 23 45 67",
        "text": Text(Purpose.ALARM),
        "receiver": actions.Receiver(ReceiverKind.USER, UUID(int=1)),
        "about": actions.About("alarm", ALARM, 2),
        "idempotency_key": "alarm:2:1:voice",
        "needs_answer": True,
        "answer_within": timedelta(seconds=60),
        "now": now,
    }
    return actions.send(machine("messenger"), **values | more)


def test_the_same_key_gives_the_same_message(froland: Organisation, saturday_night: datetime) -> None:
    one, two = send(froland, saturday_night), send(froland, saturday_night + timedelta(minutes=1))
    assert one.pk == two.pk
    assert one.state == State.QUEUED


def test_who_may_not_send_is_refused(froland: Organisation, saturday_night: datetime) -> None:
    with pytest.raises(PermissionDenied):
        queries.about(Actor(new_id(), "Stranger"), about_id=ALARM)


def test_without_a_gateway_a_call_fails_at_once(
    froland: Organisation, saturday_night: datetime, settings: Any
) -> None:
    settings.VARDE_GATEWAY_URL = ""
    row = send(froland, saturday_night)
    assert (row.state, row.reason) == (State.FAILED, Reason.NO_GATEWAY)


def test_a_taken_matter_stops_the_calls_but_not_the_word_that_help_is_coming(
    froland: Organisation, saturday_night: datetime
) -> None:
    send(froland, saturday_night)
    send(
        froland,
        saturday_night,
        idempotency_key="kin",
        text=Text(Purpose.HELP_IS_COMING),
        channel=Channel.SMS,
        needs_answer=False,
    )
    assert actions.cancel(machine("messenger"), about_id=ALARM, now=saturday_night) == 1
    with scope(EVERYWHERE):
        states = set(Message.objects.values_list("purpose", "state"))
    assert states == {("alarm", "cancelled"), ("help_is_coming", "queued")}
