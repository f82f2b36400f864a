"""From the table to the gateway and back, over a real socket."""

from __future__ import annotations

import base64
import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from django.core import mail
from django.db import OperationalError, connection, transaction

from varde.foundation.authorisation import machine
from varde.foundation.ids import new_id
from varde.foundation.outbox import post
from varde.foundation.ownership import EVERYWHERE, scope
from varde.ground.messaging import actions, jobs, queries
from varde.ground.messaging.jobs import Courier
from varde.ground.messaging.models import Message
from varde.ground.messaging.outlets.gateway import Gateway
from varde.ground.messaging.rules import pace
from varde.ground.messaging.rules.callback import Happening, Report
from varde.ground.messaging.rules.lifecycle import Reason, State
from varde.ground.messaging.rules.parcel import Channel, Fate, Parcel, Receipt
from varde.ground.messaging.rules.text import Purpose, Text
from varde.ground.messaging.testing import Behaviour, FakeGateway
from varde.ground.messaging.tests.conftest import ALARM, again, trail

pytestmark = pytest.mark.django_db
Send = Callable[..., Message]
SECOND = timedelta(seconds=1)


def report(row: Message, happening: str, key: str = "", *, event_id: str = "", now: datetime) -> bool:
    said = Report(event_id or f"{happening}{key}", row.pk, Happening(happening), key)
    return actions.report(machine("message_gateway"), message_id=row.pk, report=said, now=now)


def test_a_call_goes_out_with_its_words_and_its_deadline(
    send: Send, gateway: FakeGateway, courier: Courier, saturday_night: datetime
) -> None:
    row = send()
    courier.settle(saturday_night)
    [taken] = gateway.messages
    assert (taken.kind, taken.to, taken.key) == ("voice", "+4741234567", str(row.pk))
    assert taken.fields["wants_key"] is True
    assert datetime.fromisoformat(taken.fields["until"]) == saturday_night + 60 * SECOND
    assert again(row).state == State.SENT
    assert again(row).provider_id == taken.id
    assert trail(row) == ["queued", "sending", "sent"]


def test_asking_twice_rings_once(
    send: Send, gateway: FakeGateway, courier: Courier, saturday_night: datetime
) -> None:
    send()
    courier.settle(saturday_night)
    send()
    courier.settle(saturday_night)
    assert [taken.asked for taken in gateway.messages] == [1]


def test_a_worker_that_dies_after_the_call_and_before_the_commit_rings_once(
    send: Send, gateway: FakeGateway, courier: Courier, saturday_night: datetime
) -> None:
    row, actor = send(), machine("messenger")
    parcel = actions.claim(actor, message_id=row.pk, now=saturday_night)
    assert parcel is not None
    sender = Gateway(gateway.url, gateway.key)
    assert sender.send(parcel).fate is Fate.TAKEN  # … and here the worker is killed
    sender.close()
    soon = saturday_night + pace.CLAIM - SECOND
    courier.settle(soon)
    assert again(row).state == State.SENDING
    courier.settle(saturday_night + pace.CLAIM)
    assert again(row).state == State.SENT
    assert [taken.asked for taken in gateway.messages] == [2]


def test_a_worker_paused_past_its_claim_does_not_call(
    send: Send,
    gateway: FakeGateway,
    courier: Courier,
    saturday_night: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    send()
    monkeypatch.setattr(pace, "CLAIM", timedelta(0))  # asleep from the claim until it has run out
    courier.run(saturday_night)
    courier._under_way[0].result.result(5)
    assert gateway.messages == []


def test_a_paused_worker_cannot_undo_what_another_has_done_since(
    send: Send, gateway: FakeGateway, courier: Courier, saturday_night: datetime
) -> None:
    row, actor = send(), machine("messenger")
    old = actions.claim(actor, message_id=row.pk, now=saturday_night)
    assert old is not None
    later = saturday_night + pace.CLAIM
    new = actions.claim(actor, message_id=row.pk, now=later)
    assert new is not None and new.attempt == 2 and new.key == old.key
    for fate in (Fate.LATER, Fate.REFUSED):
        actions.tried(
            actor, message_id=row.pk, attempt=old.attempt, receipt=Receipt(fate, note="slept"), now=later
        )
    assert again(row).state == State.SENDING
    taken = Receipt(Fate.TAKEN, provider_id="p")
    actions.tried(actor, message_id=row.pk, attempt=new.attempt, receipt=taken, now=later)
    actions.tried(actor, message_id=row.pk, attempt=old.attempt, receipt=taken, now=later)
    assert trail(row) == ["queued", "sending", "sending", "sent"]


def test_two_workers_do_not_hold_the_same_message(
    send: Send, saturday_night: datetime, settings: Any
) -> None:
    settings.VARDE_GATEWAY_URL = "http://127.0.0.1:1"
    row, actor = send(), machine("messenger")
    assert actions.claim(actor, message_id=row.pk, now=saturday_night) is not None
    assert actions.claim(actor, message_id=row.pk, now=saturday_night) is None
    assert queries.waiting(actor, channels=jobs.LOUD, now=saturday_night, limit=5) == []


def test_a_gateway_that_is_down_is_tried_again_with_the_same_key(
    send: Send, gateway: FakeGateway, courier: Courier, saturday_night: datetime
) -> None:
    gateway.default = Behaviour(status=503, status_times=2)
    row = send()
    for second in range(5):
        courier.settle(saturday_night + second * SECOND)
    assert (again(row).state, again(row).attempts) == (State.SENT, 3)
    assert len(gateway.messages) == 1


def test_nobody_is_rung_after_the_deadline(
    send: Send, gateway: FakeGateway, courier: Courier, heard: list[Any], saturday_night: datetime
) -> None:
    gateway.default = Behaviour(status=500)
    row = send()
    for second in range(0, 70, 5):
        courier.settle(saturday_night + second * SECOND)
        jobs.notice_silence(saturday_night + second * SECOND)
    post.run(saturday_night + 70 * SECOND)
    assert (again(row).state, again(row).reason) == (State.UNANSWERED, Reason.NOT_SENT_IN_TIME)
    assert [news.reason for news in heard] == [Reason.NOT_SENT_IN_TIME]
    assert gateway.messages == []


def test_a_plain_sms_gives_up_in_the_end_and_says_so(
    send: Send, gateway: FakeGateway, courier: Courier, heard: list[Any], saturday_night: datetime
) -> None:
    gateway.default = Behaviour(status=500)
    row = send(channel=Channel.SMS, needs_answer=False, answer_within=None)
    for minute in range(pace.TRIES + 1):
        courier.settle(saturday_night + minute * 60 * SECOND)
    post.run(saturday_night)
    assert (again(row).state, again(row).attempts) == (State.FAILED, pace.TRIES)
    assert [news.reason for news in heard] == []
    post.run(saturday_night + timedelta(hours=1))
    assert [news.reason for news in heard] == [Reason.GAVE_UP]


@pytest.mark.parametrize("status", [400, 401, 404, 422])
def test_a_refusal_is_final_and_told_at_once(
    status: int,
    send: Send,
    gateway: FakeGateway,
    courier: Courier,
    heard: list[Any],
    saturday_night: datetime,
) -> None:
    gateway.default = Behaviour(status=status)
    row = send()
    courier.settle(saturday_night)
    post.run(saturday_night)
    assert (again(row).state, again(row).attempts) == (State.FAILED, 1)
    assert [news.reason for news in heard] == [Reason.REFUSED]


def test_the_worker_does_not_wait_for_a_slow_gateway(
    send: Send, gateway: FakeGateway, courier: Courier, saturday_night: datetime
) -> None:
    gateway.script["+4741234567"] = Behaviour(slow=1.0)
    send()
    send(idempotency_key="quick", address="41000001")
    courier.run(saturday_night)
    assert (
        len(courier._under_way) == 2
    )  # both are on their way, and this line is reached before either is back
    assert not courier._under_way[0].result.done()
    courier.settle(saturday_night)
    assert [taken.to for taken in gateway.messages] == ["+4741000001", "+4741234567"]


def test_no_table_is_touched_while_the_gateway_thinks(
    send: Send,
    gateway: FakeGateway,
    courier: Courier,
    saturday_night: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The threads open no connection of their own: pytest-django would refuse, and the try would fail."""
    seen: list[str] = []
    carry = jobs._carry

    def watched(*args: Any) -> Receipt:
        receipt = carry(*args)
        seen.append(repr(connection.connection))
        return receipt

    monkeypatch.setattr(jobs, "_carry", watched)
    send()
    courier.settle(saturday_night)
    assert seen == ["None"]


@pytest.mark.parametrize(("key", "accepted"), [("1", True), ("2", False)])
def test_a_keypress_is_an_answer(
    key: str,
    accepted: bool,
    send: Send,
    gateway: FakeGateway,
    courier: Courier,
    heard: list[Any],
    saturday_night: datetime,
) -> None:
    row = send()
    courier.settle(saturday_night)
    report(row, "ringing", now=saturday_night)
    assert again(row).state == State.DELIVERED
    assert report(row, "keypress", key, now=saturday_night)
    post.run(saturday_night)
    [news] = heard
    assert (news.accepted, news.keypress, news.about_id) == (accepted, key, ALARM)
    assert again(row).is_received is accepted


def test_a_callback_is_heard_once(
    send: Send, gateway: FakeGateway, courier: Courier, heard: list[Any], saturday_night: datetime
) -> None:
    row = send()
    courier.settle(saturday_night)
    assert report(row, "keypress", "1", event_id="e", now=saturday_night)
    assert not report(row, "keypress", "1", event_id="e", now=saturday_night)
    assert report(row, "keypress", "1", event_id="another", now=saturday_night)
    post.run(saturday_night)
    assert len(heard) == 1


def test_another_key_is_no_answer(
    send: Send, gateway: FakeGateway, courier: Courier, heard: list[Any], saturday_night: datetime
) -> None:
    row = send()
    courier.settle(saturday_night)
    report(row, "keypress", "5", now=saturday_night)
    assert again(row).state == State.SENT
    assert not again(row).is_received


@pytest.mark.parametrize(
    ("happening", "state", "reason"),
    [
        ("busy", State.UNANSWERED, Reason.BUSY),
        ("no_answer", State.UNANSWERED, Reason.NO_ANSWER),
        ("ended", State.UNANSWERED, Reason.NO_ANSWER),
        ("failed", State.FAILED, Reason.FAILED),
    ],
)
def test_a_call_without_a_keypress_is_not_received(
    happening: str,
    state: State,
    reason: Reason,
    send: Send,
    gateway: FakeGateway,
    courier: Courier,
    heard: list[Any],
    saturday_night: datetime,
) -> None:
    row = send()
    courier.settle(saturday_night)
    report(row, "picked_up", now=saturday_night)
    assert not again(row).is_received
    report(row, happening, now=saturday_night)
    post.run(saturday_night)
    assert again(row).state == state
    assert [news.reason for news in heard] == [reason]


def test_a_late_answer_is_still_an_answer(
    send: Send, gateway: FakeGateway, courier: Courier, heard: list[Any], saturday_night: datetime
) -> None:
    row, late = send(), saturday_night + 61 * SECOND
    courier.settle(saturday_night)
    assert jobs.notice_silence(late) == 1
    report(row, "keypress", "1", now=late)
    post.run(late)
    assert {type(news).__name__ for news in heard} == {"NotReceived", "Answered"}
    assert again(row).state == State.ACCEPTED


def test_a_call_that_is_taken_back_is_stopped_at_the_gateway(
    send: Send, gateway: FakeGateway, courier: Courier, saturday_night: datetime
) -> None:
    row = send()
    courier.settle(saturday_night)
    actions.cancel(machine("messenger"), about_id=ALARM, now=saturday_night)
    courier.settle(saturday_night)
    assert gateway.messages[0].withdrawn
    assert trail(row) == ["queued", "sending", "sent", "cancelled", "withdrawn"]
    assert gateway.due(everything=True) == []


def test_a_call_taken_back_while_it_goes_out_is_stopped_when_it_has(
    send: Send, gateway: FakeGateway, courier: Courier, saturday_night: datetime
) -> None:
    gateway.default = Behaviour(slow=0.2)
    row = send()
    courier.run(saturday_night)
    actions.cancel(machine("messenger"), about_id=ALARM, now=saturday_night)
    courier.settle(saturday_night)
    assert again(row).state == State.CANCELLED
    assert gateway.messages[0].withdrawn


@pytest.mark.django_db(transaction=True)
def test_a_call_claimed_in_the_moment_it_is_taken_back_is_stopped_when_it_has_gone_out(
    send: Send, gateway: FakeGateway, saturday_night: datetime
) -> None:
    row, actor = send(), machine("messenger")
    claimed, go_on = threading.Event(), threading.Event()

    def claim() -> None:
        with transaction.atomic():
            actions.claim(actor, message_id=row.pk, now=saturday_night)
            claimed.set()
            go_on.wait(10)
        connection.close()

    def cancel() -> None:
        actions.cancel(actor, about_id=ALARM, now=saturday_night)
        connection.close()

    threads = [threading.Thread(target=one) for one in (claim, cancel)]
    threads[0].start()
    assert claimed.wait(10)
    threads[1].start()
    threads[1].join(0.5)  # it has looked by now, and waits for the claim
    go_on.set()
    for one in threads:
        one.join(10)
    assert (again(row).state, again(row).withdraw) == (State.CANCELLED, True)
    assert again(row).due_at == saturday_night + pace.CLAIM


def test_an_e_mail_goes_by_mail(
    send: Send, gateway: FakeGateway, courier: Courier, saturday_night: datetime
) -> None:
    row = send(
        channel=Channel.EMAIL,
        address="leder@froland.example",
        text=Text(Purpose.AGREEMENT_LAPSED),
        needs_answer=False,
    )
    courier.settle(saturday_night)
    [letter] = mail.outbox
    assert letter.to == ["leder@froland.example"]
    assert (letter.subject, str(row.pk) in letter.extra_headers["Message-ID"]) == (
        "Varde: En samarbeidsavtale har gått ut.",
        True,
    )
    assert again(row).state == State.SENT


def test_no_address_and_no_text_is_ever_logged(
    send: Send,
    gateway: FakeGateway,
    courier: Courier,
    saturday_night: datetime,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    gateway.script["+4741234567"] = Behaviour(status=500)
    row = send()
    send(idempotency_key="other", address="98765432")
    parcel = actions.claim(machine("messenger"), message_id=row.pk, now=saturday_night)
    courier.settle(saturday_night)
    written = caplog.text + "".join(capsys.readouterr()) + repr(parcel) + repr(row) + repr(again(row))
    assert "1234567" not in written and "9876543" not in written


def test_the_courier_survives_an_outlet_that_breaks(
    send: Send,
    gateway: FakeGateway,
    courier: Courier,
    saturday_night: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(self: Gateway, parcel: Any) -> Receipt:
        raise RuntimeError(parcel.address)

    row = send()
    with monkeypatch.context() as patch:
        patch.setattr(Gateway, "send", broken)
        courier.settle(saturday_night)
    assert again(row).state == State.QUEUED
    courier.settle(saturday_night + SECOND)
    assert again(row).state == State.SENT


@pytest.fixture
def unreadable(send: Send, settings: Any) -> Message:
    """The first in the queue, written with a key that this process does not have."""
    keys = settings.VARDE_KEYS
    settings.VARDE_KEYS = [base64.b64encode(bytes(32)).decode()]
    row = send(idempotency_key="unreadable")
    settings.VARDE_KEYS = keys
    return row


def test_a_call_that_cannot_be_read_is_not_received_and_the_others_go_out(
    gateway: FakeGateway,
    unreadable: Message,
    send: Send,
    courier: Courier,
    heard: list[Any],
    saturday_night: datetime,
) -> None:
    rows = [send(idempotency_key=str(n), now=saturday_night + SECOND) for n in range(3)]
    courier.settle(saturday_night + SECOND)
    assert {taken.key for taken in gateway.messages} == {str(row.pk) for row in rows}
    assert (state_of(unreadable), [again(row).state for row in rows]) == (State.FAILED, [State.SENT] * 3)
    post.run(saturday_night + SECOND)
    assert [(news.message_id, news.reason) for news in heard] == [(unreadable.pk, Reason.FAILED)]


def test_a_call_that_cannot_be_read_is_taken_back_heard_and_missed_as_any_other(
    gateway: FakeGateway,
    unreadable: Message,
    send: Send,
    courier: Courier,
    saturday_night: datetime,
) -> None:
    late, row = saturday_night + 60 * SECOND, send(idempotency_key="other")
    assert send(idempotency_key="unreadable").pk == unreadable.pk
    assert jobs.notice_silence(late) == 2
    assert (state_of(unreadable), again(row).state) == (State.UNANSWERED, State.UNANSWERED)
    assert report(unreadable, "keypress", "1", now=late)
    assert state_of(unreadable) == State.ACCEPTED


def test_a_call_that_can_no_longer_be_read_is_stopped_at_the_gateway(
    send: Send, gateway: FakeGateway, courier: Courier, settings: Any, saturday_night: datetime
) -> None:
    row = send()
    courier.settle(saturday_night)
    settings.VARDE_KEYS = [base64.b64encode(bytes(32)).decode()]
    assert actions.cancel(machine("messenger"), about_id=ALARM, now=saturday_night) == 1
    courier.settle(saturday_night)
    assert (state_of(row), gateway.messages[0].withdrawn) == (State.CANCELLED, True)


def state_of(row: Message) -> str:
    with scope(EVERYWHERE):
        return Message.objects.values_list("state", flat=True).get(pk=row.pk)


def test_what_cannot_be_written_down_of_one_call_does_not_hold_up_the_others(
    send: Send,
    gateway: FakeGateway,
    courier: Courier,
    heard: list[Any],
    saturday_night: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = send()
    with monkeypatch.context() as patch:
        patch.setattr("varde.ground.messaging.outlets.gateway._provider_id", lambda answer: "\ud800")
        courier.settle(saturday_night)
    later = send(idempotency_key="later")
    courier.settle(saturday_night)
    assert [again(row).state for row in (first, later)] == [State.FAILED, State.SENT]
    post.run(saturday_night)
    assert [news.message_id for news in heard] == [first.pk]


def test_what_came_back_while_the_database_was_away_is_written_down_when_it_is_there(
    send: Send,
    gateway: FakeGateway,
    courier: Courier,
    saturday_night: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def away(*args: Any, **more: Any) -> None:
        raise OperationalError

    row = send()
    courier.run(saturday_night)
    courier._under_way[0].result.result(5)
    with monkeypatch.context() as patch, pytest.raises(OperationalError):
        patch.setattr(actions, "tried", away)
        courier.run(saturday_night)
    courier.settle(saturday_night)
    assert (again(row).state, again(row).attempts) == (State.SENT, 1)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ('"call-7"', "call-7"),
        (r'"a\ud800b\u0000c\u00e6 d"', "abcd"),
        (f'"{"7" * 200}"', "7" * 100),
        ("7", ""),
        ("[" * 60_000, ""),
    ],
)
def test_of_the_gateways_own_key_what_any_database_takes_is_kept(said: str, kept: str) -> None:
    body = f'{{"id": {said}}}'
    transport = httpx.MockTransport(lambda request: httpx.Response(202, text=body))
    sender = Gateway("http://gateway.example", "key", transport=transport)
    parcel = Parcel(new_id(), 1, Channel.VOICE, "+4741234567", "", "", "nb", False, None)
    assert sender.send(parcel) == Receipt(Fate.TAKEN, kept, "202")
    sender.close()


def test_the_job_makes_its_courier_in_the_process_that_works(
    send: Send, gateway: FakeGateway, saturday_night: datetime
) -> None:
    send()
    assert jobs.carry(saturday_night) == 1
    jobs._couriers.pop().close()
    assert threading.active_count() < 50
