"""From a device id to people, and the life of a placement."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from varde.foundation.accounts.testing import logged_in, make_user
from varde.foundation.ownership import ForeignOwner
from varde.ground.equipment import actions, queries
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.equipment.rules.device import device_key
from varde.ground.equipment.testing import make_item, make_placement, make_product
from varde.ground.organisations.queries import actor_for_user
from varde.ground.organisations.testing import make_membership, make_organisation
from varde.ground.people import queries as people
from varde.ground.people.testing import make_recipient
from varde.kernel.actor import EVERYWHERE, Actor, ActorKind

pytestmark = pytest.mark.django_db
MACHINE = Actor(UUID(int=7), "Alarmens arbeider", ActorKind.MACHINE, grants={P.MATCH: EVERYWHERE})


@pytest.fixture
def froland():
    return make_organisation("Froland")


@pytest.fixture
def superuser(froland, saturday_night):
    user = make_user("Ada")
    make_membership(user, froland, "superuser")
    return user


@pytest.fixture
def ada(superuser, saturday_night):
    return actor_for_user(superuser, now=saturday_night)


@pytest.mark.parametrize(
    ("one", "other"), [("0012345", "12345"), (" 12 345 ", "12345"), ("ab12", "AB12"), ("000", "0")]
)
def test_two_ways_to_write_a_device_id_are_the_same_unit(one, other):
    assert device_key(one) == device_key(other) != ""


@given(st.text())
def test_a_device_key_is_stable_and_never_breaks(text):
    assert device_key(device_key(text)) == device_key(text)


def test_no_id_is_no_key():
    assert device_key("   ") == device_key("1" * 65) == device_key("12\x0034") == ""


def test_a_device_is_found_with_the_person_it_was_with_at_that_instant(froland, saturday_night):
    anna, per = make_recipient(froland.pk), make_recipient(froland.pk, name="Per Vik")
    item = make_item(froland.pk, device="0012345")
    make_placement(item, [anna.pk], ends_at=saturday_night)
    make_placement(item, [per.pk], starts_at=saturday_night)
    before = saturday_night - timedelta(microseconds=1)
    assert queries.placed(MACHINE, device="12345", source_id=None, at=before).recipient_ids == (anna.pk,)
    assert queries.placed(MACHINE, device="12345", source_id=None, at=saturday_night).recipient_ids == (
        per.pk,
    )


def test_two_people_share_one_item_and_both_are_found(froland, ada, saturday_night):
    anna, ola = make_recipient(froland.pk), make_recipient(froland.pk, name="Ola Berg")
    item = make_item(froland.pk, device="77")
    actions.place_item(ada, item_id=item.pk, recipient_ids=[anna.pk, ola.pk], now=saturday_night)
    found = queries.placed(MACHINE, device="077", source_id=None, at=saturday_night)
    assert found.recipient_ids == (anna.pk, ola.pk)


def test_a_hundred_devices_are_matched_in_three_queries(froland, saturday_night, django_assert_num_queries):
    anna = make_recipient(froland.pk)
    for number in range(1, 101):
        make_placement(make_item(froland.pk, device=f"{number}"), [anna.pk])
    devices = [f"00{number}" for number in range(1, 102)]
    with django_assert_num_queries(3):
        found = queries.placements_for(MACHINE, devices=devices, at=saturday_night)
    assert len(found) == 101 and found["00101"] == ()
    assert {one.recipient_ids for hits in found.values() for one in hits} == {(anna.pk,)}


def test_two_items_that_claim_one_id_are_both_told_and_neither_is_chosen(froland, ada, saturday_night):
    first, second = make_item(froland.pk, device="12345"), make_item(froland.pk, device="0012345")
    found = queries.claimants(MACHINE, device="12345", at=saturday_night)
    assert {one.item_id for one in found} == {first.pk, second.pk}
    assert queries.placed(MACHINE, device="12345", source_id=None, at=saturday_night) is None
    assert queries.twice_claimed(ada) == ["12345"]


def test_an_item_bound_to_a_source_answers_for_that_source_only(froland, saturday_night):
    here, there = UUID(int=1), UUID(int=2)
    make_item(froland.pk, device="5", source_id=here)
    assert queries.placed(MACHINE, device="5", source_id=here, at=saturday_night)
    assert queries.placed(MACHINE, device="5", source_id=there, at=saturday_night) is None


def test_an_item_in_a_store_is_found_without_a_place(froland, saturday_night):
    make_item(froland.pk, device="5")
    found = queries.placed(MACHINE, device="5", source_id=None, at=saturday_night)
    assert (found.placement_id, found.recipient_ids) == (None, ())


def test_an_item_is_in_one_place_at_a_time(froland, ada, saturday_night):
    anna, item = make_recipient(froland.pk), make_item(froland.pk, device="5")
    actions.place_item(ada, item_id=item.pk, recipient_ids=[anna.pk], now=saturday_night)
    with pytest.raises(actions.AlreadyPlaced):
        actions.place_item(ada, item_id=item.pk, recipient_ids=[anna.pk], now=saturday_night)
    with pytest.raises(actions.NowhereToPlace):
        actions.place_item(ada, item_id=make_item(froland.pk).pk, recipient_ids=[], now=saturday_night)


def test_placing_opens_the_card_to_the_one_who_placed_and_collecting_shuts_it(froland, ada, saturday_night):
    anna, item = make_recipient(froland.pk), make_item(froland.pk, device="5")
    with pytest.raises(people.NoRelation):
        people.card(ada, recipient_id=anna.pk, now=saturday_night)
    actions.place_item(ada, item_id=item.pk, recipient_ids=[anna.pk], now=saturday_night)
    assert people.card(ada, recipient_id=anna.pk, now=saturday_night).basis == "case"
    assert [row.item_id for row in queries.placed_with(ada, recipient_id=anna.pk, now=saturday_night)] == [
        item.pk
    ]
    later = saturday_night + timedelta(hours=1)
    actions.collect_item(ada, item_id=item.pk, now=later)
    with pytest.raises(people.NoRelation):
        people.card(ada, recipient_id=anna.pk, now=later)
    assert queries.placed(MACHINE, device="5", source_id=None, at=later).placement_id is None
    with pytest.raises(actions.NotPlaced):
        actions.collect_item(ada, item_id=item.pk, now=later)


def test_an_item_is_not_placed_with_the_neighbours_recipient(froland, ada, saturday_night):
    per = make_recipient(make_organisation("Birkenes").pk)
    with pytest.raises((ForeignOwner, Http404)):
        actions.place_item(ada, item_id=make_item(froland.pk).pk, recipient_ids=[per.pk], now=saturday_night)


def test_the_neighbours_item_is_not_there(ada, saturday_night):
    item = make_item(make_organisation("Birkenes").pk)
    for act in (
        actions.collect_item,
        lambda actor, **keys: actions.place_item(actor, recipient_ids=[], room="1", **keys),
    ):
        with pytest.raises(Http404):
            act(ada, item_id=item.pk, now=saturday_night)
    assert list(queries.items(ada)) == []


def test_a_role_without_the_permission_places_nothing(froland, saturday_night):
    with pytest.raises(PermissionDenied):
        actions.place_item(MACHINE, item_id=make_item(froland.pk).pk, recipient_ids=[], now=saturday_night)


def test_the_pages_place_collect_and_explain(froland, superuser, client):
    item = make_item(froland.pk, device="5", serial="SN-1")
    logged_in(superuser, client)
    assert "SN-1" in client.get(reverse("equipment:items"), follow=True).content.decode()
    place = reverse("equipment:place", args=[item.pk])
    assert "Velg en tjenestemottaker" in client.post(place, {"room": " "}).content.decode()
    page = client.post(place, {"room": "Rom 12"}, follow=True).content.decode()
    assert "Rom 12" in page and "Utplassert nå" in page
    assert "alt utplassert" in client.post(place, {"room": "Rom 13"}).content.decode()
    page = client.post(reverse("equipment:collect", args=[item.pk]), follow=True).content.decode()
    assert "Utstyret er innhentet" in page


def test_an_item_is_registered_through_the_form_with_its_key(froland, superuser, ada, client, saturday_night):
    logged_in(superuser, client)
    given = {"owner": froland.pk, "product": make_product(froland.pk).pk, "serial": "SN-9", "device": "00 9a"}
    client.post(reverse("equipment:apparater:new"), given)
    assert queries.placed(MACHINE, device="9A", source_id=None, at=saturday_night).device == "00 9a"
