"""What a whole run writes to the log at DEBUG: nobody can be known from it."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as house
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from varde.care.alarms import actions
from varde.care.alarms.actions import Said
from varde.care.alarms.rules.escalation import Act
from varde.care.alarms.rules.lifecycle import State, Verb
from varde.care.alarms.testing import alarms
from varde.care.alarms.tests.conftest import World
from varde.care.alarms.tests.conftest import world as world  # a fixture
from varde.care.alarms.tests.test_pipeline import messages, press, tick
from varde.config import logs
from varde.config.urls import urlpatterns as real_pages
from varde.foundation.accounts.testing import logged_in, make_user
from varde.foundation.outbox import post
from varde.foundation.ownership import scope
from varde.foundation.worker import Job, round_of
from varde.ground.messaging.jobs import Courier
from varde.ground.messaging.testing import BROKEN, FakeGateway
from varde.ground.organisations.testing import make_membership
from varde.ground.people.models import Recipient
from varde.ground.people.testing import make_next_of_kin, make_recipient
from varde.kernel.actor import EVERYWHERE

NUMBER, TYPED_WRONG = "17854010026", "17854010027"
PERSON, KIN = ("Ragnhild", "Moe"), ("Kari", "Berg")
SECRETS = (NUMBER, TYPED_WRONG, *PERSON, *KIN, "Solbakken", "41000001", "41000002", "90000000", "41234567")


def fails(request: HttpRequest, words: str) -> HttpResponse:
    with scope(EVERYWHERE):
        raise ValueError(f"{words}: {Recipient.objects.order_by('pk')[0].name}")


urlpatterns = [*real_pages, path("svikter/<str:words>/", fails)]


@pytest.fixture
def said() -> Iterator[io.StringIO]:
    """The log of the house, set to tell all it can."""
    out, root = io.StringIO(), logging.getLogger()
    logs.configure("DEBUG")
    ours = next(h.formatter for h in root.handlers if isinstance(h.formatter, logs.RedactingFormatter))
    handler = logging.StreamHandler(out)
    handler.setFormatter(ours)
    root.addHandler(handler)
    yield out
    root.removeHandler(handler)
    logs.configure(house.OPTIONS["VARDE_LOG"])


def assert_tells(said: io.StringIO, *wanted: str) -> None:
    text = said.getvalue()
    assert not [one for one in SECRETS if one in text]
    assert not [one for one in wanted if one not in text], text


def known(world: World) -> Recipient:
    """The recipient of the world with a national id and a next of kin."""
    row = make_recipient(world.municipality.pk, name="Ragnhild Moe", national_id=NUMBER)
    make_next_of_kin(row)
    return row


def operate(world: World, verb: Verb, **more: Any) -> None:
    (row,) = alarms()
    act = Act(verb, by=str(world.operator.id))
    actions.operate(world.operator, alarm_id=row.pk, act=act, now=world.now + timedelta(minutes=20), **more)


def test_a_night_with_an_alarm_and_messages_that_fail(world: World, said: io.StringIO, settings: Any) -> None:
    known(world)
    courier = Courier()
    with FakeGateway(default=BROKEN) as gateway:
        settings.VARDE_GATEWAY_URL, settings.VARDE_GATEWAY_KEY = gateway.url, gateway.key
        settings.VARDE_CALLBACK_KEY = gateway.callback_key
        press(world, mam="Solbakken")
        for minute in range(1, 20):
            tick(world, minute * 60)
            courier.settle(world.now + timedelta(minutes=minute))
            post.run(world.now + timedelta(minutes=minute))
        callback = gateway.sign(str(messages()[0].pk), "failed")
        assert (
            Client().post("/meldinger/tilbakemelding", callback.body, "application/json").status_code == 403
        )
    courier.settle(world.now + timedelta(minutes=20))  # and now nobody is there at all
    courier.close()
    assert {one.state for one in messages()} & {"failed", "unanswered"}
    for verb in (Verb.TAKE, Verb.TALK, Verb.END_TALK):
        operate(world, verb)
    operate(world, Verb.CLOSE, said=Said(text="Ragnhild Moe falt", cause="fall", measures=("helped_up",)))
    assert alarms()[0].state == State.CLOSED
    assert_tells(said, "messaging.callback_refused")


def test_a_job_that_breaks_on_a_row(world: World, said: io.StringIO) -> None:
    given = (known(world).name, *SECRETS)

    def talkative(now: Any) -> int:
        raise ValueError(given)

    round_of([Job("says too much", talkative)], {})
    assert_tells(said, "says too much", "ValueError", "in talkative")


def test_a_row_that_the_database_refuses_is_not_quoted(world: World, said: io.StringIO) -> None:
    row = known(world)
    column = connection.ops.quote_name("owner_id")
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {Recipient._meta.db_table} SET {column} = NULL WHERE name = %s", [row.name]
            )
    except IntegrityError:
        logging.getLogger("varde.test").exception("the row was refused")
    assert_tells(said, "the row was refused", "IntegrityError")


def officer(world: World) -> Client:
    user = make_user("Lea Lund")
    make_membership(user, world.municipality, "case_officer")
    browser = logged_in(user)
    browser.raise_request_exception = False
    return browser


def test_pages_that_fail_miss_search_and_break(world: World, said: io.StringIO, settings: Any) -> None:
    settings.ROOT_URLCONF = __name__
    row = known(world)
    browser = officer(world)
    new = browser.post(
        "/tjenestemottakere/ny/",
        {"name": "Ragnhild Moe", "national_id": TYPED_WRONG, "street": "Solbakken 4"},
    )
    assert new.status_code == 200 and TYPED_WRONG in new.text
    assert browser.get(f"/tjenestemottakere/{NUMBER}/").status_code == 404
    assert browser.get("/finnes-ikke/41000001/").status_code == 404
    assert browser.post("/tjenestemottakere/sok/", {"q": NUMBER}).status_code == 200
    assert browser.post("/tjenestemottakere/sok/", {"q": "Ragnhild Moe"}, follow=True).status_code == 200
    found = browser.post("/tjenestemottakere/finn/", {"text": NUMBER, "reason": "Pårørende ringte om henne"})
    assert "Ragnhild" in found.text
    assert browser.get(f"/tjenestemottakere/{row.pk}/").status_code in (200, 403)
    assert browser.get(f"/svikter/{NUMBER}/").status_code == 500
    assert_tells(said, "/finnes-ikke/[…]/", "/svikter/[…]/", "ValueError", "in fails")
