"""Asking for messages and taking them back, on real tables."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from varde.foundation import appendonly
from varde.foundation.authorisation import machine
from varde.foundation.ids import new_id
from varde.foundation.outbox import post
from varde.foundation.ownership import EVERYWHERE, scope
from varde.ground.messaging import actions, queries
from varde.ground.messaging.models import Message, MessageEvent, ReceiverKind
from varde.ground.messaging.permissions import MessagingPermission as P
from varde.ground.messaging.rules.lifecycle import Reason, State
from varde.ground.messaging.rules.parcel import Channel
from varde.ground.messaging.rules.text import Purpose, Text
from varde.ground.messaging.tests.conftest import ALARM, again, trail
from varde.ground.organisations.testing import Organisation
from varde.kernel.actor import Actor

pytestmark = pytest.mark.django_db
Send = Callable[..., Message]


@pytest.fixture(autouse=True)
def _gateway(settings: Any) -> None:
    settings.VARDE_GATEWAY_URL = "http://127.0.0.1:1"


def test_the_same_key_gives_the_same_message(send: Send, saturday_night: datetime) -> None:
    one, two = send(), send(now=saturday_night + timedelta(minutes=1), address="99999999")
    assert one.pk == two.pk
    assert (two.state, two.hint) == (State.QUEUED, "••• 67")
    with scope(EVERYWHERE):
        assert Message.objects.count() == 1


def test_two_who_ask_at_once_get_the_same_message(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    one = send()
    # The first look finds nothing, as when both look before either has written.
    looks = iter([True])
    rows = Message.objects.__class__.filter
    monkeypatch.setattr(
        Message.objects.__class__,
        "filter",
        lambda self, *a, **k: self.none() if next(looks, False) else rows(self, *a, **k),
    )
    assert send().pk == one.pk


@pytest.mark.parametrize("permission", [P.READ_INBOX, P.VIEW_LOG, P.DELIVER, P.REPORT])
def test_who_may_not_send_is_refused(permission: P, froland: Organisation, saturday_night: datetime) -> None:
    stranger = Actor(new_id(), "Stranger", grants={permission: frozenset({froland.pk})})
    with pytest.raises(PermissionDenied):
        queries.about(stranger, about_id=ALARM)
    with pytest.raises(PermissionDenied):
        actions.cancel(stranger, about_id=ALARM, now=saturday_night)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"channel": Channel.VOICE, "url": ""}, Reason.NO_GATEWAY),
        ({"channel": Channel.SMS, "url": ""}, Reason.NO_GATEWAY),
        ({"channel": Channel.VOICE, "address": ""}, Reason.BAD_ADDRESS),
        ({"channel": Channel.VOICE, "address": "ring meg"}, Reason.BAD_ADDRESS),
        ({"channel": Channel.EMAIL, "address": "ingen"}, Reason.BAD_ADDRESS),
        ({"channel": Channel.EMAIL, "address": "a@b.example", "mail": "dummy"}, Reason.NO_MAIL),
    ],
)
def test_what_cannot_be_sent_is_not_received_at_once(
    more: dict[str, Any],
    reason: Reason,
    send: Send,
    settings: Any,
    heard: list[Any],
    saturday_night: datetime,
) -> None:
    settings.VARDE_GATEWAY_URL = more.pop("url", settings.VARDE_GATEWAY_URL)
    if more.pop("mail", ""):
        settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    row = send(**more)
    assert (row.state, row.reason) == (State.FAILED, reason)
    assert post.run(saturday_night) == 1
    assert (heard[0].about_id, heard[0].about_step, heard[0].reason) == (ALARM, 2, reason)
    assert row.is_not_received and not row.is_received


def test_a_message_stands_or_falls_with_the_transaction_of_who_asked(send: Send) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        send()
        raise ZeroDivisionError
    with scope(EVERYWHERE):
        assert not Message.objects.exists()


def test_an_answer_needs_time(send: Send) -> None:
    with pytest.raises(actions.AnswerNeedsTime):
        send(answer_within=None)


def test_in_the_app_it_stands_in_the_inbox_at_once(
    send: Send, froland: Organisation, saturday_night: datetime
) -> None:
    ada = Actor(UUID(int=1), "Ada", grants={P.READ_INBOX: frozenset({froland.pk})})
    said = Text(Purpose.HOLE).with_detail("Nattpatruljen, 8. november")
    send(channel=Channel.IN_APP, address="", needs_answer=False, text=said)
    send(
        channel=Channel.IN_APP,
        address="",
        needs_answer=False,
        idempotency_key="someone else's",
        receiver=actions.Receiver(ReceiverKind.USER, UUID(int=2)),
    )
    [row] = queries.inbox(ada)
    assert (row.text, row.detail) == ("Vaktplanen har udekket tid.", "Nattpatruljen, 8. november")
    assert queries.unread(ada).count() == 1
    actions.mark_read(ada, message_id=row.pk, now=saturday_night)
    assert queries.unread(ada).count() == 0
    assert again(row).state == State.SENT


def test_a_detail_never_leaves_the_house(send: Send) -> None:
    for channel, address in (("sms", "41234567"), ("voice", "41234567"), ("email", "vakt@froland.example")):
        row = send(
            channel=channel,
            address=address,
            idempotency_key=channel,
            text=Text(Purpose.HOLE, "nb", "Hemmelig"),
        )
        assert "Hemmelig" not in f"{row.subject}{row.text}" and row.detail == ""


def test_nobody_reads_or_marks_the_message_of_another(
    send: Send, froland: Organisation, saturday_night: datetime
) -> None:
    row = send(channel=Channel.IN_APP, address="", needs_answer=False)
    eve = Actor(UUID(int=9), "Eve", grants={P.READ_INBOX: frozenset({froland.pk})})
    assert not queries.inbox(eve)
    with pytest.raises(Exception, match="No Message matches"):
        actions.mark_read(eve, message_id=row.pk, now=saturday_night)


def test_a_taken_matter_stops_the_calls_but_not_the_word_that_help_is_coming(
    send: Send, saturday_night: datetime
) -> None:
    first, kept = send(), send(idempotency_key="the one who took it")
    kin = send(
        idempotency_key="kin", text=Text(Purpose.HELP_IS_COMING), channel=Channel.SMS, needs_answer=False
    )
    done = actions.cancel(machine("messenger"), about_id=ALARM, now=saturday_night, keep=[kept.pk])
    assert done == 1
    assert [again(row).state for row in (first, kept, kin)] == [State.CANCELLED, State.QUEUED, State.QUEUED]
    assert trail(first) == ["queued", "cancelled"]
    assert not again(first).withdraw  # it never went out


def test_silence_past_the_deadline_is_not_received(
    send: Send, heard: list[Any], saturday_night: datetime
) -> None:
    row, late = send(), saturday_night + timedelta(seconds=60)
    actor = machine("messenger")
    assert queries.overdue(actor, now=late - timedelta(seconds=1), limit=9) == []
    assert queries.overdue(actor, now=late, limit=9) == [row.pk]
    assert actions.expire(actor, message_id=row.pk, now=late)
    assert not actions.expire(actor, message_id=row.pk, now=late)
    post.run(late)
    assert [news.reason for news in heard] == [Reason.NOT_SENT_IN_TIME]
    assert again(row).state == State.UNANSWERED


def test_the_address_and_the_text_are_not_in_the_clear(send: Send) -> None:
    row = send()
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, text, hint FROM messaging_message")
        [(address, text, hint)] = cursor.fetchall()
    assert b"4123456" not in bytes(address) and b"Varde" not in bytes(text)
    assert "412" not in hint
    assert again(row).address == "+4741234567"


def test_what_happened_cannot_be_rewritten(send: Send) -> None:
    send()
    assert appendonly.bites("messaging_messageevent")
    with pytest.raises(DatabaseError), transaction.atomic(), scope(EVERYWHERE):
        MessageEvent.objects.update(code="accepted")


def test_the_log_has_no_neighbours_and_no_address(
    send: Send, froland: Organisation, saturday_night: datetime
) -> None:
    row = send()
    ours = Actor(new_id(), "Ada", grants={P.VIEW_LOG: frozenset({froland.pk})})
    theirs = Actor(new_id(), "Eve", grants={P.VIEW_LOG: frozenset({new_id()})})
    assert [one.pk for one in queries.deliveries(ours)] == [row.pk]
    assert not queries.deliveries(theirs)
    assert queries.delivery_health(theirs, now=saturday_night).waiting == 0
    assert queries.delivery_health(ours, now=saturday_night).waiting == 1
    head, line = queries.delivery_table(ours)
    assert len(head) == len(line) and "••• 67" in line and not any("412" in cell for cell in line)
