"""The order from the case by way of the store to the home; kits; the tests that make it count; what keeps an end waiting."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from varde.foundation.ids import new_id
from varde.foundation.ownership import ForeignOwner, scope
from varde.ground.equipment import actions, queries
from varde.ground.equipment.actions import NewOrder, Place, Told, Tried, WipeDone
from varde.ground.equipment.models import Item, Kit
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.equipment.queries import Why, slots
from varde.ground.equipment.rules.lifecycle import Move, State
from varde.ground.equipment.rules.orders import OrderRefused, OrderState
from varde.ground.equipment.rules.tested import Lack
from varde.ground.equipment.testing import make_item, make_placement, make_product, make_store
from varde.ground.equipment.tests.conftest import actor_in
from varde.ground.organisations.testing import make_organisation
from varde.ground.people import queries as people
from varde.ground.people.permissions import PeoplePermission
from varde.ground.people.testing import make_recipient
from varde.kernel.actor import EVERYWHERE, Actor, ActorKind

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
GATES = Actor(
    new_id(),
    "Portene",
    ActorKind.MACHINE,
    grants=dict.fromkeys((P.ANSWER_GATES, P.HAND_OVER, P.MATCH, PeoplePermission.OPEN_RELATION), EVERYWHERE),
)


def state_of(item):
    with scope(frozenset({item.owner_id})):
        return State(Item.objects.get(pk=item.pk).state)


def ordered(world, **more):
    given = {
        "recipient_id": world.anna.pk,
        "store_id": world.store.pk,
        "reason": "Har falt to ganger i høst",
        "wanted_on": world.now.date(),
        "product_ids": [world.item.product_id],
        "adaptations": "Snakk høyt og langsomt",
        "case_id": new_id(),
        **more,
    }
    return actions.place_order(world.technician, order=NewOrder(**given), now=world.now)


def picked(world, order, item=None):
    lines = queries.order_lines(world.technician, order_ids=[order.pk])
    chosen = {line.pk: (item or world.item).pk for line in lines if line.product_id}
    return actions.pick_order(world.technician, order_id=order.pk, picked=chosen, now=world.now)


def test_an_order_carries_why_and_how_from_the_case_to_the_home(world):
    order = ordered(world)
    picked(world, order)
    assert state_of(world.item) is State.RESERVED
    actor = world.technician
    actions.hand_out_order(
        actor, order_id=order.pk, installer_id=actor.id, installer_name=actor.name, now=world.now
    )
    assert state_of(world.item) is State.WITH_INSTALLER
    assert people.card(actor, recipient_id=world.anna.pk, now=world.now).basis == "task"
    rows = actions.install_order(actor, order_id=order.pk, now=world.now + HOUR)
    assert [(row.item_id, str(row.settings)) for row in rows] == [(world.item.pk, "Snakk høyt og langsomt")]
    done = queries.order(actor, order_id=order.pk, now=world.now + HOUR)
    assert (done.state, done.closed_at, str(done.reason)) == (
        OrderState.INSTALLED,
        world.now + HOUR,
        "Har falt to ganger i høst",
    )
    steps = [row.after for row in queries.order_events(actor, order_id=order.pk)]
    assert steps == ["ordered", "picked", "handed_out", "installed"]
    assert queries.orders(actor, case_id=order.case_id).get().pk == order.pk


def test_installing_again_with_the_same_key_is_the_same(world):
    order, key = ordered(world), new_id()
    picked(world, order)
    first = actions.install_order(world.technician, order_id=order.pk, told=Told(key=key), now=world.now)
    again = actions.install_order(
        world.technician, order_id=order.pk, told=Told(key=key), now=world.now + DAY
    )
    assert [one.pk for one in first] == [one.pk for one in again]


def test_an_order_without_reason_or_content_is_refused(world):
    with pytest.raises(actions.NoGround):
        ordered(world, reason="  ")
    with pytest.raises(actions.NothingOrdered):
        ordered(world, product_ids=[])


def test_an_item_set_aside_for_one_is_not_placed_with_another(world):
    order = ordered(world)
    picked(world, order)
    with pytest.raises(actions.SetAsideForAnother):
        actions.place_item(
            world.technician, item_id=world.item.pk, recipient_ids=[world.ola.pk], now=world.now
        )
    actions.place_item(world.technician, item_id=world.item.pk, recipient_ids=[world.anna.pk], now=world.now)
    assert queries.order(world.technician, order_id=order.pk, now=world.now).state == OrderState.INSTALLED


@pytest.mark.parametrize("wrong", ["other_product", "not_ready", "nothing"])
def test_a_line_gets_an_item_of_its_product_that_is_ready(world, wrong):
    order, item = ordered(world), world.item
    if wrong == "other_product":
        item = make_item(world.froland.pk, product=make_product(world.froland.pk, name="Annet"))
    elif wrong == "not_ready":
        make_placement(item, [world.ola.pk])
    lines = queries.order_lines(world.technician, order_ids=[order.pk])
    chosen = {} if wrong == "nothing" else {line.pk: item.pk for line in lines}
    with pytest.raises(actions.WrongPick):
        actions.pick_order(world.technician, order_id=order.pk, picked=chosen, now=world.now)
    assert queries.order(world.technician, order_id=order.pk, now=world.now).state == OrderState.ORDERED


def test_what_was_picked_is_free_again_when_the_order_is_taken_back_or_cancelled(world):
    order = ordered(world)
    picked(world, order)
    actions.take_back_order(world.technician, order_id=order.pk, why="Feil vare", now=world.now)
    assert state_of(world.item) is State.IN_STORE
    picked(world, order, world.spare)
    actions.cancel_order(world.technician, order_id=order.pk, why="Trenger den ikke", now=world.now)
    assert state_of(world.spare) is State.IN_STORE
    with pytest.raises(OrderRefused):
        actions.install_order(world.technician, order_id=order.pk, now=world.now)


def test_an_order_that_is_with_the_installer_is_taken_back_before_it_is_cancelled(world):
    order, actor = ordered(world), world.technician
    picked(world, order)
    actions.hand_out_order(
        actor, order_id=order.pk, installer_id=actor.id, installer_name="Tora", now=world.now
    )
    with pytest.raises(OrderRefused):
        actions.cancel_order(actor, order_id=order.pk, why="Avlyst", now=world.now)


def test_an_order_whose_item_is_lost_waits_to_be_picked_again(world):
    order = ordered(world)
    picked(world, order)
    told = Told(why="Falt av lasset")
    actions.move_item(world.technician, item_id=world.item.pk, move=Move.LOSE, told=told, now=world.now)
    assert queries.order(world.technician, order_id=order.pk, now=world.now).state == OrderState.ORDERED
    picked(world, order, world.spare)
    assert state_of(world.spare) is State.RESERVED


def test_an_order_is_not_made_for_the_neighbours_recipient_store_or_product(world):
    per = make_recipient(world.birkenes.pk)
    with pytest.raises((ForeignOwner, Http404)):
        ordered(world, recipient_id=per.pk)
    with pytest.raises((ForeignOwner, Http404)):
        ordered(world, store_id=make_store(world.birkenes.pk).pk)
    with pytest.raises((ForeignOwner, Http404)):
        ordered(world, product_ids=[make_product(world.birkenes.pk).pk])


@pytest.fixture
def kit(world):
    with scope(frozenset({world.froland.pk})):
        row = Kit.objects.create(owner_id=world.froland.pk, name="KOLS-koffert 1")
    ids = [world.item.pk, world.spare.pk]
    return actions.fill_kit(world.technician, kit_id=row.pk, item_ids=ids, now=world.now)


def test_a_kit_is_handed_out_and_taken_back_as_one(world, kit):
    actor, place = world.technician, Place([world.anna.pk])
    rows = actions.place_kit(actor, kit_id=kit.pk, place=place, now=world.now)
    assert len(rows) == 2 and state_of(world.spare) is State.PLACED
    with pytest.raises(actions.KitNotReady) as told:
        actions.place_kit(actor, kit_id=kit.pk, place=place, now=world.now)
    assert {one.pk for one in told.value.items} == {world.item.pk, world.spare.pk}
    assert len(actions.collect_kit(actor, kit_id=kit.pk, now=world.now + HOUR)) == 2
    assert queries.wipes_pending(actor).count() == 2


def test_a_kit_is_ordered_and_picked_whole(world, kit):
    order = ordered(world, product_ids=[], kit_ids=[kit.pk])
    actions.pick_order(world.technician, order_id=order.pk, picked={}, now=world.now)
    assert state_of(world.item) is state_of(world.spare) is State.RESERVED
    assert len(actions.install_order(world.technician, order_id=order.pk, now=world.now)) == 2


def test_only_what_stands_in_a_store_is_put_into_a_kit(world, kit):
    out = make_item(world.froland.pk)
    make_placement(out, [world.ola.pk])
    with pytest.raises(actions.NotForKit):
        actions.fill_kit(world.technician, kit_id=kit.pk, item_ids=[out.pk], now=world.now)


# What counts at the start.


@pytest.fixture
def heard(monkeypatch):
    """The signals that the house says it got: item -> when."""
    signals = {}
    monkeypatch.setattr(
        slots,
        "heard",
        [lambda items, at: {key: when for key, when in signals.items() if key in items and when <= at}],
    )
    return signals


def lacks(world, at, recipient=None, kinds=("base_unit",)):
    person = recipient or world.anna
    return [
        one.lack
        for one in queries.installed_and_tested(GATES, recipient_id=person.pk, kinds=kinds, at=at).lines
    ]


def tried(world, row, at, **more):
    call = Tried(**{"read_back": True, "answered_by": "Operatør Ada", **more})
    return actions.record_test(world.technician, placement_id=row.pk, call=call, now=at)


def test_an_installation_counts_when_name_and_address_were_read_back_and_the_unit_was_heard(world, heard):
    assert lacks(world, world.now) == [Lack.NOT_PLACED]
    row = actions.place_item(
        world.technician, item_id=world.item.pk, recipient_ids=[world.anna.pk], now=world.now
    )
    at = world.now + HOUR
    assert lacks(world, at) == [Lack.NOT_TESTED]
    tried(world, row, at, read_back=False, answered_by="")
    assert lacks(world, at) == [Lack.NOT_READ_BACK]
    signed = tried(world, row, at + HOUR)
    assert (signed.signed_by_name, signed.answered_by, signed.heard_at) == ("Tora", "Operatør Ada", None)
    assert lacks(world, at + HOUR) == [Lack.NOT_HEARD]
    heard[world.item.pk] = world.now - HOUR
    assert lacks(world, at + HOUR) == [Lack.NOT_HEARD]
    heard[world.item.pk] = at
    assert lacks(world, at + HOUR) == [None]
    assert queries.installed_and_tested(
        GATES, recipient_id=world.anna.pk, kinds=["base_unit"], at=at + HOUR
    ).counts


def test_after_a_swap_the_new_item_is_tested_before_it_counts(world, heard):
    row = actions.place_item(
        world.technician, item_id=world.item.pk, recipient_ids=[world.anna.pk], now=world.now
    )
    heard[world.item.pk] = world.now + HOUR
    tried(world, row, world.now + HOUR)
    assert lacks(world, world.now + HOUR) == [None]
    done = actions.swap_item(
        world.technician,
        old_item_id=world.item.pk,
        new_item_id=world.spare.pk,
        key=new_id(),
        now=world.now + DAY,
    )
    assert lacks(world, world.now + DAY) == [Lack.NOT_TESTED]
    heard[world.spare.pk] = world.now + DAY + HOUR
    tried(world, done.new_placement, world.now + DAY + HOUR)
    assert lacks(world, world.now + DAY + HOUR) == [None]


def test_who_moves_into_a_room_is_tested_anew(world, heard):
    row = actions.place_item(world.technician, item_id=world.item.pk, room="Rom 1", now=world.now)
    actions.share_item(world.technician, placement_id=row.pk, recipient_id=world.anna.pk, now=world.now)
    heard[world.item.pk] = world.now + 2 * DAY
    tried(world, row, world.now + HOUR)
    actions.share_item(world.technician, placement_id=row.pk, recipient_id=world.ola.pk, now=world.now + DAY)
    assert lacks(world, world.now + 2 * DAY) == [None]
    assert lacks(world, world.now + 2 * DAY, world.ola) == [Lack.NOT_TESTED]


def test_each_kind_that_the_service_needs_is_answered_for(world, heard):
    row = actions.place_item(
        world.technician, item_id=world.item.pk, recipient_ids=[world.anna.pk], now=world.now
    )
    heard[world.item.pk] = world.now + HOUR
    tried(world, row, world.now + HOUR)
    assert lacks(world, world.now + HOUR, kinds=("base_unit", "dispenser")) == [None, Lack.NOT_PLACED]
    assert lacks(world, world.now + HOUR, kinds=()) == [None]
    assert lacks(world, world.now + HOUR, world.ola, kinds=()) == [Lack.NOT_PLACED]


def test_nobody_signs_that_it_was_read_back_without_saying_by_whom(world):
    row = actions.place_item(
        world.technician, item_id=world.item.pk, recipient_ids=[world.anna.pk], now=world.now
    )
    with pytest.raises(actions.NobodyAnswered):
        tried(world, row, world.now + HOUR, answered_by=" ")


# What keeps an end waiting.


def out(world, at, recipient=None):
    return queries.still_out(GATES, recipient_id=(recipient or world.anna).pk, at=at)


def test_an_end_waits_for_what_is_out_then_for_its_wipe_and_names_item_and_owner(world):
    bhm = make_organisation("BHM Sørlandet", kind="treatment_aid")
    item = make_item(world.froland.pk, serial="BHM-77", ownership="bhm", belongs_to=bhm)
    actor, later = world.technician, world.now + HOUR
    actions.place_item(actor, item_id=item.pk, recipient_ids=[world.anna.pk], now=world.now)
    (found,) = out(world, later)
    assert (found.why, found.key, found.serial, found.owner_id, found.belongs_to) == (
        Why.PLACED,
        item.pk,
        "BHM-77",
        world.froland.pk,
        "BHM Sørlandet",
    )
    actions.collect_item(actor, item_id=item.pk, now=later)
    (found,) = out(world, later)
    assert (found.why, found.key) == (Why.UNWIPED, item.pk)
    done = WipeDone(reset=True, how="Meny", signed=True)
    actions.record_wipe(actor, item_id=item.pk, done=done, now=later)
    assert out(world, later) == ()


def test_a_shared_item_is_left_by_one_and_still_stands_with_the_other(world):
    row = actions.place_item(
        world.technician, item_id=world.item.pk, recipient_ids=[world.anna.pk, world.ola.pk], now=world.now
    )
    assert [one.why for one in out(world, world.now + HOUR)] == [Why.SHARED]
    actions.leave_item(
        world.technician, placement_id=row.pk, recipient_id=world.anna.pk, now=world.now + HOUR
    )
    assert out(world, world.now + HOUR) == ()
    assert [one.why for one in out(world, world.now + HOUR, world.ola)] == [Why.PLACED]


def test_an_order_under_way_keeps_an_end_waiting(world):
    order = ordered(world)
    assert [(one.why, one.key) for one in out(world, world.now)] == [(Why.ORDERED, order.pk)]


# From one organisation to another.


def handed(world, to, **more):
    over = actions.HandOver(world.anna.pk, to.pk, to.owner_id, **more)
    return actions.hand_over_placements(GATES, over=over, now=world.now + DAY)


def test_what_stands_with_the_person_goes_over_and_its_signals_are_the_receivers(world):
    actions.place_item(
        world.technician,
        item_id=world.item.pk,
        recipient_ids=[],
        place=Place([world.anna.pk], "", None, "Høyt volum"),
        now=world.now,
    )
    anna_there = make_recipient(world.birkenes.pk)
    done = handed(world, anna_there)
    assert (len(done.placements), done.shared_item_ids) == (1, ())
    at = world.now + DAY
    claims = queries.claimants(GATES, device="5001", at=at - timedelta(microseconds=1))
    (before,) = [one for one in claims if one.placement_id is not None]
    after = queries.placed(GATES, device="5001", source_id=None, at=at)
    assert (before.owner_id, before.recipient_ids) == (world.froland.pk, (world.anna.pk,))
    assert (after.owner_id, after.recipient_ids) == (world.birkenes.pk, (anna_there.pk,))
    assert state_of(world.item) is State.HANDED_OVER
    theirs = queries.item(world.neighbour, item_id=after.item_id)
    assert (theirs.ownership, theirs.belongs_to_id, theirs.serial) == ("partner", world.froland.pk, "SN-1")
    assert str(queries.placement_now(world.neighbour, item_id=theirs.pk).settings) == "Høyt volum"
    assert lacks(world, at, anna_there) == [Lack.NOT_TESTED]
    assert handed(world, anna_there).placements == ()


def test_what_was_tested_and_heard_before_the_hand_over_counts_for_the_receiver_and_not_for_anybody_else(
    world, heard
):
    row = actions.place_item(
        world.technician, item_id=world.item.pk, recipient_ids=[world.anna.pk], now=world.now
    )
    told = Tried(read_back=True, answered_by="Ada")
    actions.record_test(world.technician, placement_id=row.pk, call=told, now=world.now + HOUR)
    heard[world.item.pk] = world.now + HOUR
    anna_there = make_recipient(world.birkenes.pk)
    (key,) = handed(world, anna_there).placements
    assert lacks(world, world.now + DAY, anna_there) == [None]
    ola_there = make_recipient(world.birkenes.pk)
    later = world.now + DAY + HOUR
    actions.share_item(world.neighbour, placement_id=key, recipient_id=ola_there.pk, now=later)
    assert lacks(world, later, ola_there) == [Lack.NOT_TESTED]


def test_what_another_uses_too_stays_when_one_is_handed_over(world):
    actions.place_item(
        world.technician, item_id=world.item.pk, recipient_ids=[world.anna.pk, world.ola.pk], now=world.now
    )
    done = handed(world, make_recipient(world.birkenes.pk))
    assert (done.placements, done.shared_item_ids) == ((), (world.item.pk,))
    assert state_of(world.item) is State.PLACED


def test_only_the_kinds_of_the_service_go_over(world):
    actions.place_item(world.technician, item_id=world.item.pk, recipient_ids=[world.anna.pk], now=world.now)
    done = handed(world, make_recipient(world.birkenes.pk), kinds=frozenset({"tablet"}))
    assert done.placements == () and state_of(world.item) is State.PLACED


def test_an_item_that_was_handed_over_is_handed_back_and_wiped_by_the_last_one(world):
    actions.place_item(world.technician, item_id=world.item.pk, recipient_ids=[world.anna.pk], now=world.now)
    anna_there = make_recipient(world.birkenes.pk)
    handed(world, anna_there)
    theirs = queries.placed(GATES, device="5001", source_id=None, at=world.now + DAY).item_id
    over = actions.HandOver(anna_there.pk, world.anna.pk, world.froland.pk)
    actions.hand_over_placements(GATES, over=over, now=world.now + 2 * DAY)
    ours = queries.placed(GATES, device="5001", source_id=None, at=world.now + 2 * DAY)
    assert ours.owner_id == world.froland.pk and ours.item_id not in (theirs, world.item.pk)


def test_what_has_happened_to_somebody_is_told_newest_first_and_orders_only_to_who_may_read_them(world):
    actor = world.technician
    order = ordered(world)
    picked(world, order)
    actions.install_order(actor, order_id=order.pk, now=world.now + HOUR)
    actions.collect_item(actor, item_id=world.item.pk, now=world.now + DAY)

    def told(who, until):
        rows = queries.happened_to(who, recipient_id=world.anna.pk, since=world.now - DAY, until=until)
        return [(one.kind, one.what, one.more) for one in rows]

    item = ("Base 5", "SN-1")
    first = ("ordered", "Hovedlageret", "Tora")
    assert told(actor, world.now + 2 * DAY) == [("fetched", *item), ("placed", *item), first]
    assert told(actor, world.now + 2 * HOUR) == [("placed", *item), first]
    nurse = actor_in(world.froland, "home_care", world.now, "Ine")
    assert told(nurse, world.now + 2 * DAY) == [("fetched", *item), ("placed", *item)]
    with pytest.raises(PermissionDenied):
        told(world.nurse, world.now)
    assert told(world.neighbour, world.now + DAY) == []
