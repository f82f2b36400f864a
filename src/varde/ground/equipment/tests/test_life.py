"""The life of an item in the database: what is written, what is refused, and what the database itself will not hold."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from varde.foundation.ids import new_id
from varde.foundation.ownership import scope
from varde.ground.equipment import actions, queries
from varde.ground.equipment.actions import NoReason, Told, WipeDone, WrongTime
from varde.ground.equipment.models import Item, ItemMove, Placement, Swap, Wipe
from varde.ground.equipment.rules.lifecycle import (
    MAY_HOLD_DATA,
    Move,
    MoveRefused,
    NotOurs,
    State,
    WipePending,
)
from varde.ground.equipment.rules.wiping import SignedTooEarly
from varde.ground.equipment.testing import make_collected, make_item, make_product
from varde.ground.people.testing import make_recipient

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def fresh(item):
    with scope(frozenset({item.owner_id})):
        return Item.objects.get(pk=item.pk)


def placed(world, item, *people, **more):
    ids = [one.pk for one in people or (world.anna,)]
    return actions.place_item(world.technician, item_id=item.pk, recipient_ids=ids, now=world.now, **more)


def wiped(world, item, now, reference=""):
    done = WipeDone(reset=True, how="Nullstilt i menyen", signed=True, supplier_reference=reference)
    return actions.record_wipe(world.technician, item_id=item.pk, done=done, now=now)


def test_every_move_is_written_down_with_who_when_and_why(world):
    later = world.now + HOUR
    placed(world, world.item)
    told = Told(why="Vil ikke ha den lenger", store_id=world.store.pk)
    actions.collect_item(world.technician, item_id=world.item.pk, told=told, now=later)
    wiped(world, world.item, later + HOUR)
    rows = list(queries.story(world.technician, item_id=world.item.pk))
    assert [row.move for row in rows] == ["wipe", "collect", "place"]
    assert [(row.before, row.after) for row in rows] == [
        ("collected", "in_store"),
        ("placed", "collected"),
        ("in_store", "placed"),
    ]
    assert (rows[1].by_name, str(rows[1].why), rows[1].store, rows[1].at) == (
        "Tora",
        "Vil ikke ha den lenger",
        world.store,
        later,
    )


def test_the_story_cannot_be_changed_afterwards(world):
    placed(world, world.item)
    with scope(frozenset({world.froland.pk})):
        for rows in (ItemMove.objects.all(), ItemMove.objects.filter(move="place")):
            with pytest.raises(DatabaseError), transaction.atomic():
                rows.update(by_name="Noen andre")
            with pytest.raises(DatabaseError), transaction.atomic():
                rows.delete()


def test_a_collected_item_is_not_placed_before_somebody_has_signed_that_the_data_is_gone(world):
    make_collected(world.item, [world.anna.pk], at=world.now - DAY)
    with pytest.raises(WipePending):
        placed(world, world.item)
    actor, key = world.technician, world.item.pk
    with pytest.raises(SignedTooEarly):
        actions.record_wipe(actor, item_id=key, done=WipeDone(signed=True), now=world.now)
    row = actions.record_wipe(actor, item_id=key, done=WipeDone(reset=True, how="Knapp"), now=world.now)
    assert (row.reset_by_name, row.completed_at) == ("Tora", None)
    with pytest.raises(WipePending):
        placed(world, world.item)
    row = actions.record_wipe(actor, item_id=key, done=WipeDone(signed=True), now=world.now)
    assert (row.signed_by_name, row.completed_at) == ("Tora", world.now)
    assert placed(world, world.item).item_id == key


def test_where_the_supplier_keeps_data_the_suppliers_word_is_needed_too(world):
    product = make_product(world.froland.pk, name="Sky", data_at_supplier=True)
    item = make_item(world.froland.pk, product=product)
    placed(world, item)
    actions.collect_item(world.technician, item_id=item.pk, now=world.now + HOUR)
    assert wiped(world, item, world.now + 2 * HOUR).completed_at is None
    with pytest.raises(WipePending):
        actions.place_item(
            world.technician, item_id=item.pk, recipient_ids=[world.anna.pk], now=world.now + 2 * HOUR
        )
    done = WipeDone(supplier_reference="Sak 4711, bekreftet på e-post")
    row = actions.record_wipe(world.technician, item_id=item.pk, done=done, now=world.now + 3 * HOUR)
    assert (row.completed_at, row.supplier_by_name) == (world.now + 3 * HOUR, "Tora")
    assert fresh(item).state == State.IN_STORE


def test_a_return_is_not_completed_before_the_wipe(world):
    item = make_item(world.froland.pk, ownership="bhm")
    placed(world, item)
    actions.collect_item(world.technician, item_id=item.pk, now=world.now + HOUR)

    def move(one, **more):
        return actions.move_item(
            world.technician, item_id=item.pk, move=one, now=world.now + 2 * HOUR, **more
        )

    move(Move.LEND, told=Told(why="BHM henter"))
    with pytest.raises(WipePending):
        move(Move.GIVE_BACK)
    wiped(world, item, world.now + 2 * HOUR)
    assert move(Move.GIVE_BACK).state == State.RETURNED
    assert fresh(item).retired_at == world.now + 2 * HOUR


def test_what_is_lost_at_somebodys_ends_its_placement_and_must_still_be_wiped(world):
    placed(world, world.item)
    with pytest.raises(NoReason):
        actions.move_item(world.technician, item_id=world.item.pk, move=Move.LOSE, now=world.now + HOUR)
    told = Told(why="Borte etter flytting")
    actions.move_item(
        world.technician, item_id=world.item.pk, move=Move.LOSE, told=told, now=world.now + HOUR
    )
    assert fresh(world.item).state == State.LOST
    assert [row.item_id for row in queries.wipes_pending(world.technician)] == [world.item.pk]
    with pytest.raises(WipePending):
        actions.move_item(
            world.technician, item_id=world.item.pk, move=Move.RETIRE, told=told, now=world.now + DAY
        )
    wiped(world, world.item, world.now + DAY)
    assert fresh(world.item).state == State.LOST
    found = actions.move_item(
        world.technician, item_id=world.item.pk, move=Move.FIND, now=world.now + 2 * DAY
    )
    assert found.state == State.IN_STORE


def test_nobody_scraps_what_another_owns(world):
    item = make_item(world.froland.pk, ownership="nav")
    with pytest.raises(NotOurs):
        actions.move_item(
            world.technician, item_id=item.pk, move=Move.RETIRE, told=Told(why="Gammel"), now=world.now
        )


def test_placing_and_wiping_are_no_moves_of_the_store(world):
    for move in (Move.PLACE, Move.WIPE, Move.COLLECT, Move.HAND_OVER, Move.REGISTER):
        with pytest.raises(MoveRefused):
            actions.move_item(world.technician, item_id=world.item.pk, move=move, now=world.now)


def test_what_happened_before_we_heard_of_it_is_told_with_both_times(world):
    before = world.now - 5 * HOUR
    row = placed(world, world.item, told=Told(at=before))
    assert row.starts_at == before
    move = queries.story(world.technician, item_id=world.item.pk)[0]
    assert (move.at, move.recorded_at) == (before, world.now)
    for wrong in (world.now + HOUR, world.now - 30 * DAY):
        with pytest.raises(WrongTime):
            actions.collect_item(world.technician, item_id=world.item.pk, told=Told(at=wrong), now=world.now)
    with pytest.raises(WrongTime):
        told = Told(at=before - HOUR)
        actions.collect_item(world.technician, item_id=world.item.pk, told=told, now=world.now)


def test_a_press_that_is_sent_again_does_nothing_more(world):
    key = new_id()
    first = placed(world, world.item, told=Told(key=key))
    assert placed(world, world.item, told=Told(key=key)).pk == first.pk
    again = Told(key=new_id())
    later = world.now + HOUR
    actor, item = world.technician, world.item.pk
    assert actions.collect_item(actor, item_id=item, told=again, now=later).pk == first.pk
    assert actions.collect_item(actor, item_id=item, told=again, now=later + HOUR).ends_at == later
    assert queries.story(actor, item_id=item).count() == 2


# What the database itself refuses, whoever writes.


@pytest.mark.parametrize("state", sorted(set(State) - MAY_HOLD_DATA))
def test_the_database_holds_no_unwiped_item_that_is_ready_placed_or_gone(world, state):
    with scope(frozenset({world.froland.pk})), pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(pk=world.item.pk).update(state=state, wipe_pending=True)


def test_the_database_holds_no_new_placement_of_an_item_that_is_not_cleared(world):
    make_collected(world.item, [world.anna.pk], at=world.now - DAY)
    with scope(frozenset({world.froland.pk})), pytest.raises(IntegrityError), transaction.atomic():
        Placement.objects.create(owner_id=world.froland.pk, item_id=world.item.pk, starts_at=world.now)


@pytest.mark.parametrize(
    "given_",
    [
        {},
        {"reset_at": True},
        {"signed_at": True, "signed_by": True},
        {"reset_at": True, "signed_at": True},
        {"reset_at": True, "signed_at": True, "signed_by": True, "supplier_needed": True},
    ],
)
def test_the_database_holds_no_wipe_that_is_complete_without_reset_and_signature(world, given_):
    row = make_collected(world.item, at=world.now)
    values = {
        "reset_at": world.now, "signed_at": world.now, "signed_by": new_id(), "supplier_needed": True,
    }  # fmt: skip
    with scope(frozenset({world.froland.pk})), pytest.raises(IntegrityError), transaction.atomic():
        Wipe.objects.filter(pk=row.pk).update(
            completed_at=world.now, **{name: values[name] for name in given_}
        )


def test_the_database_holds_no_placement_that_is_cleared_while_it_lasts(world):
    row = placed(world, world.item)
    with scope(frozenset({world.froland.pk})), pytest.raises(IntegrityError), transaction.atomic():
        Placement.objects.filter(pk=row.pk).update(cleared_at=world.now)


STEPS = st.lists(
    st.sampled_from(["place", "collect", "reset", "sign", "swap", *sorted(actions.BY_THE_STORE)]), max_size=14
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_no_sequence_of_presses_places_an_item_that_is_not_wiped(world, steps):
    """Through the actions, on the database: whenever an item is placed, every earlier wipe of it is complete."""
    item, spare = make_item(world.froland.pk), make_item(world.froland.pk)
    for number, step in enumerate(steps):
        now = world.now + timedelta(minutes=number + 1)
        try:
            with transaction.atomic():
                _press(world, step, item, spare, now)
        except (MoveRefused, SignedTooEarly, actions.NotPlaced, actions.AlreadyPlaced, actions.NoReason):
            continue
        except Exception as fault:
            if type(fault).__name__ != "Http404":
                raise
        with scope(frozenset({world.froland.pk})):
            for one in (item, spare):
                row = Item.objects.get(pk=one.pk)
                unwiped = Wipe.objects.filter(item=one, completed_at__isnull=True).exists()
                assert row.wipe_pending == unwiped
                is_placed = Placement.objects.filter(item=one, ends_at__isnull=True).exists()
                assert is_placed == (row.state == State.PLACED)
                assert not (unwiped and (is_placed or row.state not in MAY_HOLD_DATA))


def _press(world, step, item, spare, now):
    actor, key = world.technician, item.pk
    if step == "place":
        actions.place_item(actor, item_id=key, recipient_ids=[world.anna.pk], now=now)
    elif step == "collect":
        actions.collect_item(actor, item_id=key, now=now)
    elif step == "swap":
        actions.swap_item(actor, old_item_id=key, new_item_id=spare.pk, key=new_id(), now=now)
    elif step in ("reset", "sign"):
        done = WipeDone(reset=step == "reset", signed=step == "sign")
        actions.record_wipe(actor, item_id=key, done=done, now=now)
    else:
        actions.move_item(actor, item_id=key, move=Move(step), told=Told(why="Fordi det trengs"), now=now)


# Swap [bytte].


def swap(world, key, **more):
    given_ = {"old_item_id": world.item.pk, "new_item_id": world.spare.pk, "now": world.now + HOUR, **more}
    return actions.swap_item(world.technician, key=key, **given_)


def test_a_swap_takes_the_old_back_and_puts_the_new_in_its_place_with_people_and_settings(world):
    place = actions.Place([world.anna.pk, world.ola.pk], "", None, "Høyt volum")
    placed(world, world.item, place=place)
    row = swap(world, new_id(), told=Told(why="Går ikke på nett", store_id=world.store.pk))
    assert fresh(world.item).state == State.COLLECTED and fresh(world.item).wipe_pending
    assert fresh(world.spare).state == State.PLACED
    new = row.new_placement
    assert str(new.settings) == "Høyt volum"
    assert queries.users_of(world.technician, placement_id=new.pk) == [world.anna.pk, world.ola.pk]
    assert row.old_placement.ends_at == new.starts_at
    assert [one.item_id for one in queries.wipes_pending(world.technician)] == [world.item.pk]


def test_the_same_swap_sent_again_is_the_same_swap(world):
    placed(world, world.item)
    key = new_id()
    first = swap(world, key)
    assert swap(world, key, now=world.now + DAY).pk == first.pk
    with scope(frozenset({world.froland.pk})):
        assert (Swap.objects.count(), ItemMove.objects.filter(key=key).count()) == (1, 2)


def test_a_swap_is_answered_the_same_even_after_the_old_item_is_gone(world):
    placed(world, world.item)
    key = new_id()
    first = swap(world, key)
    wiped(world, world.item, world.now + DAY)
    told = Told(why="Utslitt")
    actions.move_item(
        world.technician, item_id=world.item.pk, move=Move.RETIRE, told=told, now=world.now + DAY
    )
    assert swap(world, key, now=world.now + 2 * DAY).pk == first.pk


def test_a_key_is_not_used_for_another_swap(world):
    placed(world, world.item)
    key, third = new_id(), make_item(world.froland.pk)
    swap(world, key)
    with pytest.raises(actions.KeyReused):
        swap(world, key, old_item_id=world.spare.pk, new_item_id=third.pk)


def test_a_swap_made_without_coverage_is_told_when_it_happened(world):
    placed(world, world.item)
    happened = world.now + timedelta(minutes=20)
    row = swap(world, new_id(), told=Told(at=happened), now=world.now + DAY)
    assert (row.at, row.recorded_at) == (happened, world.now + DAY)


def test_what_cannot_be_swapped_is_refused_and_nothing_is_half_done(world):
    with pytest.raises(actions.NotPlaced):
        swap(world, new_id())
    placed(world, world.item)
    dispenser = make_item(
        world.froland.pk, product=make_product(world.froland.pk, name="Rull", kind="dispenser")
    )
    with pytest.raises(actions.AnotherKind):
        swap(world, new_id(), new_item_id=dispenser.pk)
    make_collected(world.spare, at=world.now - DAY)
    with pytest.raises(WipePending):
        swap(world, new_id())
    assert fresh(world.item).state == State.PLACED
    assert queries.placement_now(world.technician, item_id=world.item.pk) is not None


# Shared household and room (D6).


def test_two_share_one_and_one_leaves_the_others_placement_stays_as_it_was(world):
    row = placed(world, world.item, world.anna, world.ola)
    actions.leave_item(
        world.technician, placement_id=row.pk, recipient_id=world.anna.pk, now=world.now + HOUR
    )
    after = queries.placement_now(world.technician, item_id=world.item.pk)
    assert (after.pk, after.ends_at, after.starts_at) == (row.pk, None, row.starts_at)
    assert queries.users_of(world.technician, placement_id=row.pk) == [world.ola.pk]
    with pytest.raises(actions.LastOne):
        actions.leave_item(
            world.technician, placement_id=row.pk, recipient_id=world.ola.pk, now=world.now + DAY
        )


def test_an_item_belongs_to_a_room_while_residents_change(world):
    row = actions.place_item(world.technician, item_id=world.item.pk, room="Rom 12, seng 2", now=world.now)
    actor, per = world.technician, make_recipient(world.froland.pk, name="Per Vik")
    actions.share_item(actor, placement_id=row.pk, recipient_id=world.anna.pk, now=world.now)
    actions.leave_item(actor, placement_id=row.pk, recipient_id=world.anna.pk, now=world.now + DAY)
    assert queries.users_of(actor, placement_id=row.pk) == []
    actions.share_item(actor, placement_id=row.pk, recipient_id=per.pk, now=world.now + 2 * DAY)
    assert (
        queries.placed_with(actor, recipient_id=per.pk, now=world.now + 3 * DAY).get().room
        == "Rom 12, seng 2"
    )
    assert not queries.placed_with(actor, recipient_id=world.anna.pk, now=world.now + 3 * DAY)
