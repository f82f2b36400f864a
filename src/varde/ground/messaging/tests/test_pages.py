"""The pages, and the door the gateway calls back at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from varde.foundation.accounts.models import User
from varde.foundation.accounts.testing import logged_in, make_user
from varde.foundation.outbox import post
from varde.ground.messaging import actions
from varde.ground.messaging.jobs import Courier
from varde.ground.messaging.models import CallbackRefusal, Message, ReceiverKind
from varde.ground.messaging.rules.callback import LONGEST
from varde.ground.messaging.rules.lifecycle import State
from varde.ground.messaging.rules.parcel import Channel
from varde.ground.messaging.testing import DECLINES, NEVER_ANSWERS, Callback, FakeGateway
from varde.ground.messaging.tests.conftest import again
from varde.ground.organisations.testing import Membership, Organisation
from varde.kernel import clock

pytestmark = pytest.mark.django_db
Send = Callable[..., Message]
DOOR = "/meldinger/tilbakemelding"


def member(owner: Organisation, role: str) -> tuple[Client, User]:
    user = make_user("Ada Dal")
    Membership.objects.create(
        user=user, organisation=owner, role=role, starts_at=clock.now() - timedelta(days=1)
    )
    return logged_in(user), user


def call(said: Callback, **more: str) -> Any:
    headers = said.headers | more
    kind = headers.pop("Content-Type")
    return Client(enforce_csrf_checks=True).post(DOOR, said.body, content_type=kind, headers=headers)


def test_the_inbox_shows_ones_own_messages_and_marks_them_read(send: Send, froland: Organisation) -> None:
    client, user = member(froland, "home_care")
    row = send(
        channel=Channel.IN_APP,
        address="",
        needs_answer=False,
        receiver=actions.Receiver(ReceiverKind.USER, user.pk),
    )
    page = client.get(reverse("messaging:inbox"))
    assert page.status_code == 200 and "Alarm venter." in page.text and "1 ulest varsel" in page.text
    assert client.post(reverse("messaging:read", args=[row.pk])).status_code == 302
    assert "0 uleste varsler" in client.get(reverse("messaging:inbox")).text
    assert client.post(reverse("messaging:read_all")).status_code == 302


def test_an_empty_inbox_says_so(froland: Organisation) -> None:
    client, _ = member(froland, "home_care")
    assert "Du har ingen varsler" in client.get(reverse("messaging:inbox")).text


def test_the_log_shows_state_and_masked_address_but_never_the_text(
    send: Send, froland: Organisation, gateway: FakeGateway
) -> None:
    client, _ = member(froland, "system_manager")
    row = send()
    for url in (reverse("messaging:deliveries"), reverse("messaging:delivery", args=[row.pk])):
        page = client.get(url)
        assert page.status_code == 200
        assert "••• 67" in page.text and "Venter på å bli sendt" in page.text
        assert "4123" not in page.text and "Trykk 1" not in page.text


def test_the_log_is_for_system_managers(send: Send, froland: Organisation) -> None:
    client, _ = member(froland, "home_care")
    row = send()
    for url in (
        reverse("messaging:deliveries"),
        reverse("messaging:export"),
        reverse("messaging:delivery", args=[row.pk]),
    ):
        assert client.get(url).status_code == 403


def test_the_log_narrows_and_exports_what_was_chosen(
    send: Send, froland: Organisation, gateway: FakeGateway
) -> None:
    client, _ = member(froland, "system_manager")
    send()
    send(idempotency_key="bad", address="")
    page = client.get(reverse("messaging:deliveries"), {"state": "failed", "first": "2026-11-07"})
    assert page.text.count('data-label="Kanal"') == 1
    lines = client.get(reverse("messaging:export"), {"state": "failed"}).content.decode().splitlines()
    assert len(lines) == 2 and "Kom ikke fram" in lines[1]


@pytest.mark.parametrize(
    "query",
    [{"first": "x"}, {"first": "0001-01-01"}, {"last": "9999-12-31"}, {"state": "sang"}],
)
def test_a_wrong_filter_is_told_at_the_field(query: dict[str, str], froland: Organisation) -> None:
    client, _ = member(froland, "system_manager")
    page = client.get(reverse("messaging:deliveries"), query)
    assert page.status_code == 200 and 'aria-invalid="true"' in page.text
    assert client.get(reverse("messaging:export"), query).status_code == 302


def test_without_a_gateway_the_log_says_that_nobody_can_be_called(
    froland: Organisation, settings: Any
) -> None:
    settings.VARDE_GATEWAY_URL = ""
    client, _ = member(froland, "system_manager")
    assert "SMS og oppringing er ikke satt opp" in client.get(reverse("messaging:deliveries")).text


def test_pages_ask_a_bounded_number_of_questions(
    send: Send, froland: Organisation, gateway: FakeGateway, django_assert_max_num_queries: Any
) -> None:
    client, _ = member(froland, "system_manager")
    for number in range(12):
        send(idempotency_key=f"k{number}")
    with django_assert_max_num_queries(14):
        client.get(reverse("messaging:deliveries"))


def test_a_stranger_is_sent_to_log_in(send: Send) -> None:
    assert Client().get(reverse("messaging:inbox")).status_code == 302


def test_from_the_table_over_the_wire_to_the_answer(
    send: Send, gateway: FakeGateway, courier: Courier, heard: list[Any], saturday_night: datetime
) -> None:
    gateway.script["+4741000002"] = DECLINES
    gateway.script["+4741000003"] = NEVER_ANSWERS
    rows = [send(idempotency_key=f"k{n}", address=f"4100000{n}") for n in (1, 2, 3)]
    courier.settle(saturday_night)
    assert [call(said).status_code for said in gateway.due(everything=True)] == [200] * 6
    assert [again(row).state for row in rows] == [State.ACCEPTED, State.DECLINED, State.UNANSWERED]
    post.run(clock.now() + timedelta(days=1))
    assert sorted(type(news).__name__ for news in heard) == ["Answered", "Answered", "NotReceived"]


def test_a_callback_twice_is_heard_once(
    send: Send, gateway: FakeGateway, courier: Courier, saturday_night: datetime
) -> None:
    row = send()
    courier.settle(saturday_night)
    said = gateway.sign(str(row.pk), "keypress", "1", event_id="e")
    assert [call(said).json()["heard"] for _ in range(2)] == ["now", "before"]


def refusals() -> dict[str, int]:
    return dict(CallbackRefusal.objects.values_list("why", "count"))


def test_a_wrong_signature_is_turned_away_and_counted(send: Send, gateway: FakeGateway) -> None:
    row = send()
    said = gateway.sign(str(row.pk), "keypress", "1")
    assert call(said, **{"Varde-Signature": "sha256=" + "0" * 64}).status_code == 403
    changed = Callback(said.body.replace(b'"1"', b'"2"'), said.headers)
    assert call(changed).status_code == 403
    assert refusals() == {"wrong_signature": 2}
    assert again(row).state == State.QUEUED


def test_an_old_callback_and_an_unsigned_one_are_turned_away(send: Send, gateway: FakeGateway) -> None:
    row = send()
    gateway.clock = lambda: clock.now().timestamp() - 600
    assert call(gateway.sign(str(row.pk), "keypress", "1")).status_code == 403
    assert Client().post(DOOR, b"{}", content_type="application/json").status_code == 403
    assert refusals() == {"stale": 1, "unsigned": 1}


def test_without_a_callback_key_nothing_is_believed(send: Send, gateway: FakeGateway, settings: Any) -> None:
    row = send()
    settings.VARDE_CALLBACK_KEY = gateway.callback_key = ""
    assert call(gateway.sign(str(row.pk), "keypress", "1")).status_code == 403
    assert refusals() == {"no_key": 1}


def test_a_long_body_is_turned_away_unread(gateway: FakeGateway) -> None:
    said = Callback(b"x" * (LONGEST + 1), {"Content-Type": "application/json"})
    assert call(said).status_code == 403
    assert refusals() == {"too_long": 1}


def test_a_callback_about_nothing_of_ours_and_one_that_says_nothing(gateway: FakeGateway) -> None:
    assert call(gateway.sign("00000000-0000-0000-0000-000000000000", "busy")).status_code == 404
    assert call(gateway.sign("not a key", "busy")).status_code == 400


def test_the_door_takes_post_only() -> None:
    assert Client().get(DOOR).status_code == 405
