"""News that cannot be handed on: it holds up no other, and a person hears of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest

from varde.care.alarms.testing import Alarm
from varde.care.alarms.tests.conftest import World
from varde.care.alarms.tests.conftest import world as world  # a fixture
from varde.config import subscriptions
from varde.foundation.outbox import post
from varde.foundation.outbox.models import Delivery
from varde.foundation.ownership import scope
from varde.kernel.actor import EVERYWHERE

pytestmark = pytest.mark.django_db(transaction=True)
TRIES = post.TRIES_BEFORE_A_PERSON_IS_TOLD


@dataclass(frozen=True, slots=True)
class Happened:
    code: ClassVar[str] = "outbox.happened/1"
    number: int


@pytest.fixture
def told() -> list[int]:
    """At which try a person was told."""
    return []


@pytest.fixture
def hear(told: list[int]) -> Iterator[Callable[[Callable[..., object]], None]]:
    old = {code: dict(found) for code, found in post._subscribers.items()}
    stuck = list(post._on_stuck)

    def by(receive: Callable[..., object]) -> None:
        post.subscribe(
            [post.Subscriber("test", Happened, receive)], on_stuck=lambda row, now: told.append(row.attempts)
        )

    yield by
    post._subscribers.clear()
    post._subscribers.update(old)
    post._on_stuck[:] = stuck


def broken(**_: Any) -> None:
    raise ArithmeticError


def killed(**_: Any) -> None:
    raise KeyboardInterrupt


def hours(start: datetime, count: int) -> None:
    """A round each hour: every try is due again by then."""
    for hour in range(count):
        try:
            post.run(start + timedelta(hours=hour))
        except KeyboardInterrupt:
            continue


def test_a_person_is_told_when_the_sixth_try_fails(
    hear: Callable[..., None], told: list[int], saturday_night: datetime
) -> None:
    hear(broken)
    post.publish(Happened(1), now=saturday_night)
    hours(saturday_night, TRIES - 1)
    assert told == []
    hours(saturday_night + timedelta(hours=TRIES), 1)
    assert told == [TRIES]


def test_a_person_is_told_also_when_the_process_is_killed_at_every_try(
    hear: Callable[..., None], told: list[int], saturday_night: datetime
) -> None:
    hear(killed)
    post.publish(Happened(1), now=saturday_night)
    hours(saturday_night, TRIES)
    assert told == []
    hours(saturday_night + timedelta(hours=TRIES), 1)
    assert told == [TRIES + 1]


def test_while_the_alarm_about_it_stands_it_is_told_of_once(world: World, hear: Callable[..., None]) -> None:
    hear(broken)
    post._on_stuck[:] = [subscriptions.stuck]
    post.publish(Happened(1), now=world.now)
    hours(world.now, TRIES + 4)
    assert Delivery.objects.get(event=Happened.code).attempts == TRIES + 4
    with scope(EVERYWHERE):
        assert Alarm.objects.filter(fault_key__startswith="outbox:").count() == 1


def test_when_nobody_can_be_told_the_other_news_goes_on(
    hear: Callable[..., None], saturday_night: datetime
) -> None:
    heard: list[int] = []

    def receive(number: int, now: datetime) -> None:
        heard.append(10 // number)

    hear(receive)
    post._on_stuck[:] = [broken]
    post.publish(Happened(0), now=saturday_night)
    hours(saturday_night, TRIES + 2)
    post.publish(Happened(5), now=saturday_night + timedelta(days=1))
    hours(saturday_night + timedelta(days=1), 1)
    assert heard == [2]


def test_news_that_no_longer_fits_its_event_waits_and_the_others_go_on(
    hear: Callable[..., None], told: list[int], saturday_night: datetime
) -> None:
    heard: list[int] = []
    hear(lambda number, now: heard.append(number))
    for number in (1, 2):
        post.publish(Happened(number), now=saturday_night + timedelta(seconds=number))
    Delivery.objects.filter(payload__number=1).update(payload={"amount": 1})
    assert post.run(saturday_night + timedelta(seconds=2)) == 1
    assert heard == [2]
    assert Delivery.objects.get(done_at=None).fault == "ValidationError"
    hours(saturday_night + timedelta(hours=1), TRIES)
    assert told[0] == TRIES


def test_in_a_long_round_each_claim_lasts_from_its_own_moment(
    hear: Callable[..., None], saturday_night: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [0.0]
    monkeypatch.setattr(post, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    hear(broken)
    for number in range(2):
        post.publish(Happened(number), now=saturday_night)
    one = post.claim(saturday_night)
    next(one)
    clock[0] = 20.0  # the first took longer than a claim lasts
    held = next(one)
    another = post.claim(saturday_night + timedelta(seconds=21))
    assert held.pk not in [row.pk for row in another]
