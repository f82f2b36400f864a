"""News from one app that ends as a message to a leader: the whole way through the outbox."""

from __future__ import annotations

from datetime import timedelta

import pytest

from varde.care.alarms.tests.conftest import World
from varde.care.alarms.tests.conftest import world as world  # a fixture
from varde.care.rota.actions import open_hole
from varde.care.rota.testing import check_in, make_contact_method, make_pool
from varde.config import subscriptions
from varde.foundation.accounts.testing import make_user
from varde.foundation.authorisation import machine
from varde.foundation.outbox import post
from varde.foundation.ownership import scope
from varde.ground.equipment.actions import save_reorder_point, watch_stock
from varde.ground.equipment.testing import make_product, make_store
from varde.ground.messaging.jobs import Courier
from varde.ground.messaging.testing import FakeGateway, Message
from varde.ground.organisations.queries import actor_for_user
from varde.ground.organisations.testing import make_membership
from varde.ground.people.actions import emergency_access
from varde.kernel.actor import EVERYWHERE


def leader(world: World, *, on_duty: bool) -> object:
    user = make_user("Lea Lund")
    make_membership(user, world.municipality, "unit_leader")
    if on_duty:
        pool = make_pool(world.municipality, "Leder på vakt", kind="leader")
        check_in(pool, world.now - timedelta(hours=1), user=user)
        make_contact_method(world.municipality, "+4741000077", user=user)
    return user


def a_hole(world: World) -> None:
    since = world.now - timedelta(minutes=20)
    open_hole(machine("rota_worker"), pool_id=world.patrol.pk, since=since, now=world.now)


def messages() -> list[Message]:
    with scope(EVERYWHERE):
        return list(Message.objects.order_by("channel", "pk"))


@pytest.mark.django_db(transaction=True)
def test_a_hole_reaches_the_leader_on_duty_in_the_app_and_as_one_sms(world: World, settings) -> None:
    user = leader(world, on_duty=True)
    with FakeGateway() as gateway:
        settings.VARDE_GATEWAY_URL, settings.VARDE_GATEWAY_KEY = gateway.url, gateway.key
        a_hole(world)
        assert post.run(world.now) == 1
        courier = Courier()
        courier.settle(world.now)
        courier.close()
        (sms,) = gateway.to("+4741000077")
    assert sms.kind == "sms" and "udekket" in sms.text
    assert "Nattpatruljen" not in sms.text and "Froland" not in sms.text
    assert [(one.channel, one.receiver_id) for one in messages()] == [("in_app", user.pk), ("sms", user.pk)]


def test_a_hole_that_is_told_twice_is_one_message(world: World) -> None:
    leader(world, on_duty=True)
    for _ in range(2):
        subscriptions.tell_of_hole(pool_id=world.patrol.pk, since=world.now, now=world.now)
    assert len(messages()) == 2, "one in the app, one by SMS"


def test_a_hole_with_no_leader_on_duty_goes_to_the_last_resort(world: World) -> None:
    leader(world, on_duty=False)
    a_hole(world)
    assert post.run(world.now) == 1
    assert [(one.channel, one.receiver_id) for one in messages()] == [("sms", world.municipality.pk)]


def test_emergency_access_is_told_to_those_who_follow_it_up_without_a_name(world: World) -> None:
    user = leader(world, on_duty=False)
    nurse = actor_for_user(world.nurse_user, now=world.now)
    emergency_access(nurse, recipient_id=world.recipient.pk, reason="Hun svarer ikke", hours=1, now=world.now)
    assert post.run(world.now) == 1
    (told,) = messages()
    assert (told.channel, told.receiver_id, told.owner_id) == ("in_app", user.pk, world.municipality.pk)
    assert "nødtilgang" in told.text.lower()
    assert not any(word in told.text + told.detail for word in ("Ragnhild", "Moe", "svarer"))
    post.run(world.now + timedelta(minutes=5))
    assert len(messages()) == 1


@pytest.mark.django_db(transaction=True)
def test_a_store_that_runs_low_is_told_to_who_keeps_it_in_the_app(world: World) -> None:
    user = make_user("Tore Tekniker")
    make_membership(user, world.municipality, "technician")
    store, product = make_store(world.municipality.pk), make_product(world.municipality.pk, name="Base 9")
    keeper = actor_for_user(user, now=world.now)
    values = {"owner": world.municipality, "store": store, "product": product, "point": 1, "fill_to": 5}
    save_reorder_point(keeper, row=None, values=values)
    assert watch_stock(machine("stock_watch"), now=world.now) == 1
    assert post.run(world.now) == 1
    (told,) = messages()
    assert (told.channel, told.receiver_id, told.purpose) == ("in_app", user.pk, "stock_low")
    assert "Base 9" not in told.text
