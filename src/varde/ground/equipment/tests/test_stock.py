"""Stock levels, reorder, transfers and counts: what is stored, and who may."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from varde.foundation.accounts.testing import make_user
from varde.foundation.ids import new_id
from varde.foundation.outbox.models import Delivery
from varde.foundation.ownership import scope
from varde.ground.equipment import actions, queries
from varde.ground.equipment.events import StockLow
from varde.ground.equipment.models import Item, ItemMove, ReorderPoint
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.equipment.queries.stock_takes import difference_of
from varde.ground.equipment.rules.lifecycle import State
from varde.ground.equipment.rules.reorder import Supply
from varde.ground.equipment.rules.stock import Arrival, Difference, Settled
from varde.ground.equipment.testing import make_item, make_placement, make_product, make_store
from varde.ground.organisations.queries import actor_for_user
from varde.ground.organisations.testing import make_membership, make_organisation
from varde.kernel.actor import EVERYWHERE, Actor, ActorKind

pytestmark = pytest.mark.django_db
WATCH = Actor(new_id(), "Lagervakten", ActorKind.MACHINE, grants={P.WATCH_STOCK: EVERYWHERE})


@pytest.fixture
def froland():
    return make_organisation("Froland")


@pytest.fixture
def birkenes():
    return make_organisation("Birkenes")


def technician_of(place, at, role="technician"):
    user = make_user(f"Tore {place.name}")
    make_membership(user, place, role)
    return actor_for_user(user, now=at)


@pytest.fixture
def tore(froland, saturday_night):
    return technician_of(froland, saturday_night)


@pytest.fixture
def main(froland):
    return make_store(froland.pk, name="Hovedlageret")


@pytest.fixture
def local(froland):
    return make_store(froland.pk, name="Sykehjemmet")


def shelf_of(actor, store, product):
    return next(one for one in queries.shelves(actor, store_id=store.pk) if one.product == product)


def fresh(item):
    with scope(frozenset({item.owner_id})):
        return Item.objects.get(pk=item.pk)


# Levels and reorder points


def test_a_store_is_counted_by_product_and_state(froland, tore, main):
    base = make_product(froland.pk)
    for state in (
        State.IN_STORE,
        State.IN_STORE,
        State.RESERVED,
        State.IN_REPAIR,
        State.ORDERED,
        State.IN_WASH,
    ):
        make_item(froland.pk, product=base, store=main, state=state)
    make_item(froland.pk, product=base)  # in no store
    one = shelf_of(tore, main, base)
    assert (one.ready, one.reserved, one.repair, one.coming, one.preparing) == (2, 1, 1, 1, 1)


def test_a_watched_product_that_the_store_has_none_of_is_shown_as_empty(froland, tore, main):
    base = make_product(froland.pk)
    values = {"owner": froland, "store": main, "product": base, "point": 2, "fill_to": 10}
    actions.save_reorder_point(tore, row=None, values=values)
    one = shelf_of(tore, main, base)
    assert (one.supply, one.to_order) == (Supply.EMPTY, 10)
    assert [low.product for low in queries.running_low(tore)] == [base]


def told():
    return [row.payload for row in Delivery.objects.filter(event=StockLow.code).order_by("pk")]


def test_low_stock_is_told_once_and_again_only_after_it_had_enough(froland, main, saturday_night):
    base = make_product(froland.pk)
    with scope(frozenset({froland.pk})):
        row = ReorderPoint.objects.create(owner=froland, store=main, product=base, point=1, fill_to=5)
    assert actions.watch_stock(WATCH, now=saturday_night) == 1
    assert actions.watch_stock(WATCH, now=saturday_night + timedelta(hours=1)) == 0
    items = [make_item(froland.pk, product=base, store=main) for _ in range(2)]
    assert actions.watch_stock(WATCH, now=saturday_night) == 0
    with scope(frozenset({froland.pk})):
        Item.objects.filter(pk=items[0].pk).update(state=State.RESERVED)
    assert actions.watch_stock(WATCH, now=saturday_night) == 1
    assert [one["ready"] for one in told()] == [0, 1]
    assert {one["reorder_point_id"] for one in told()} == {str(row.pk)}


# Transfers


def test_a_transfer_moves_each_item_when_it_comes_and_not_before(froland, tore, main, local, saturday_night):
    one, two = (make_item(froland.pk, store=main) for _ in range(2))
    sent = actions.send_items(
        tore, from_id=main.pk, to_id=local.pk, item_ids=[one.pk, two.pk], now=saturday_night
    )
    assert fresh(one).state == State.IN_TRANSIT and shelf_of(tore, local, one.product).coming == 2
    line = actions.receive_item(tore, transfer_id=sent.pk, item_id=one.pk, now=saturday_night)
    assert line.arrival == Arrival.ARRIVED
    assert (fresh(one).state, fresh(one).store_id) == (State.IN_STORE, local.pk)
    again = actions.receive_item(tore, transfer_id=sent.pk, item_id=one.pk, now=saturday_night)
    assert again.pk == line.pk
    with pytest.raises(actions.StillOpen):
        actions.close_transfer(tore, transfer_id=sent.pk, now=saturday_night)


def test_what_did_not_come_is_accounted_for_with_a_reason(froland, tore, main, local, saturday_night):
    kept, lost = (make_item(froland.pk, store=main) for _ in range(2))
    sent = actions.send_items(
        tore, from_id=main.pk, to_id=local.pk, item_ids=[kept.pk, lost.pk], now=saturday_night
    )
    lines = {line.item_id: line for line in queries.transfer_lines(tore, transfer_id=sent.pk)}
    with pytest.raises(ValueError, match="why"):
        actions.settle_line(
            tore, line_id=lines[lost.pk].pk, arrival=Arrival.LOST, why=" ", now=saturday_night
        )
    actions.settle_line(
        tore, line_id=lines[lost.pk].pk, arrival=Arrival.LOST, why="Pakken kom åpnet", now=saturday_night
    )
    actions.settle_line(
        tore, line_id=lines[kept.pk].pk, arrival=Arrival.WENT_BACK, why="Lå igjen", now=saturday_night
    )
    assert fresh(lost).state == State.LOST
    assert (fresh(kept).state, fresh(kept).store_id) == (State.IN_STORE, main.pk)
    assert actions.close_transfer(tore, transfer_id=sent.pk, now=saturday_night).closed_at


def test_what_came_without_being_on_the_list_is_taken_in_and_marked(
    froland, tore, main, local, saturday_night
):
    listed, stray = (make_item(froland.pk, store=main) for _ in range(2))
    sent = actions.send_items(tore, from_id=main.pk, to_id=local.pk, item_ids=[listed.pk], now=saturday_night)
    line = actions.receive_item(tore, transfer_id=sent.pk, item_id=stray.pk, now=saturday_night)
    assert line.arrival == Arrival.UNEXPECTED
    assert (fresh(stray).state, fresh(stray).store_id) == (State.IN_STORE, local.pk)
    placed = make_item(froland.pk)
    make_placement(placed, room="Rom 1")
    with pytest.raises(actions.CannotArrive):
        actions.receive_item(tore, transfer_id=sent.pk, item_id=placed.pk, now=saturday_night)


def test_a_transfer_is_sent_whole_or_not_at_all(froland, tore, main, local, saturday_night):
    here, elsewhere = make_item(froland.pk, store=main), make_item(froland.pk, store=local)
    with pytest.raises(actions.CannotSend) as refused:
        actions.send_items(
            tore, from_id=main.pk, to_id=local.pk, item_ids=[here.pk, elsewhere.pk], now=saturday_night
        )
    assert [item.pk for item in refused.value.items] == [elsewhere.pk]
    assert fresh(here).state == State.IN_STORE and list(queries.transfers(tore)) == []
    with pytest.raises(actions.SameStore):
        actions.send_items(tore, from_id=main.pk, to_id=main.pk, item_ids=[here.pk], now=saturday_night)
    with pytest.raises(actions.NothingToSend):
        actions.send_items(tore, from_id=main.pk, to_id=local.pk, item_ids=[], now=saturday_night)


def test_what_waits_for_its_wipe_stays_unready_through_a_transfer(froland, tore, main, local, saturday_night):
    item = make_item(froland.pk, store=main, state=State.PENDING_WIPE, wipe_pending=True, used=True)
    sent = actions.send_items(tore, from_id=main.pk, to_id=local.pk, item_ids=[item.pk], now=saturday_night)
    actions.receive_item(tore, transfer_id=sent.pk, item_id=item.pk, now=saturday_night)
    assert (fresh(item).state, fresh(item).wipe_pending) == (State.PENDING_WIPE, True)


# Stock-take


def by_difference(actor, take):
    return {
        difference_of(line): line
        for line in queries.differences(actor, take_id=take.pk)
        if line.settled == Settled.OPEN
    }


def test_a_count_finds_what_is_missing_what_is_too_many_and_what_nobody_knows(
    froland, tore, main, local, saturday_night
):
    seen, missing = make_item(froland.pk, store=main, serial="SN 1"), make_item(froland.pk, store=main)
    stray = make_item(froland.pk, store=local, code="V7K2")
    take = actions.start_stock_take(tore, store_id=main.pk, now=saturday_night)
    with pytest.raises(actions.AlreadyCounting):
        actions.start_stock_take(tore, store_id=main.pk, now=saturday_night)
    actions.count_codes(tore, take_id=take.pk, codes=["sn-1", "V7 K2", "noe rart", "SN1"], now=saturday_night)
    far = queries.counted_so_far(tore, take_id=take.pk)
    assert (far.expected, far.seen, far.missing, far.unexpected, far.unknown) == (2, 1, 1, 1, 1)
    found = by_difference(tore, take)
    assert found[Difference.MISSING].item_id == missing.pk
    assert found[Difference.UNEXPECTED].item_id == stray.pk
    assert found[Difference.UNKNOWN].code == "noe rart"
    with scope(frozenset({froland.pk})):
        assert [one.move for one in ItemMove.objects.filter(item=seen)] == ["count"]


def test_every_difference_is_settled_with_a_reason_before_the_count_ends(
    froland, tore, main, local, saturday_night
):
    missing = make_item(froland.pk, store=main)
    stray = make_item(froland.pk, store=local, code="V7K2")
    take = actions.start_stock_take(tore, store_id=main.pk, now=saturday_night)
    actions.count_codes(tore, take_id=take.pk, codes=["V7K2", "??"], now=saturday_night)
    with pytest.raises(actions.StillDifferent):
        actions.close_stock_take(tore, take_id=take.pk, now=saturday_night)
    found = by_difference(tore, take)
    settle = {
        Difference.MISSING: Settled.LOST,
        Difference.UNEXPECTED: Settled.TAKEN_IN,
        Difference.UNKNOWN: Settled.EXPLAINED,
    }
    with pytest.raises(actions.CannotSettle):
        actions.settle_difference(
            tore, line_id=found[Difference.UNKNOWN].pk, settled=Settled.LOST, why="x", now=saturday_night
        )
    for kind, how in settle.items():
        with pytest.raises(actions.CannotSettle):
            actions.settle_difference(tore, line_id=found[kind].pk, settled=how, why="  ", now=saturday_night)
        actions.settle_difference(
            tore, line_id=found[kind].pk, settled=how, why="Sett etter", now=saturday_night
        )
    assert fresh(missing).state == State.LOST
    assert (fresh(stray).state, fresh(stray).store_id) == (State.IN_STORE, main.pk)
    assert actions.close_stock_take(tore, take_id=take.pk, now=saturday_night).closed_at
    assert actions.start_stock_take(tore, store_id=main.pk, now=saturday_night)


def test_what_was_picked_while_somebody_counted_is_no_difference(froland, tore, main, saturday_night):
    item = make_item(froland.pk, store=main)
    take = actions.start_stock_take(tore, store_id=main.pk, now=saturday_night)
    with scope(frozenset({froland.pk})):
        Item.objects.filter(pk=item.pk).update(state=State.WITH_INSTALLER)
    assert queries.counted_so_far(tore, take_id=take.pk).missing == 0
    assert actions.close_stock_take(tore, take_id=take.pk, now=saturday_night).closed_at


def test_what_is_placed_with_somebody_is_not_taken_in_by_a_count(froland, tore, main, saturday_night):
    item = make_item(froland.pk, code="PLASSERT")
    make_placement(item, room="Rom 4")
    take = actions.start_stock_take(tore, store_id=main.pk, now=saturday_night)
    (line,) = actions.count_codes(tore, take_id=take.pk, codes=["PLASSERT"], now=saturday_night)
    with pytest.raises(actions.CannotSettle):
        actions.settle_difference(
            tore, line_id=line.pk, settled=Settled.TAKEN_IN, why="Sto her", now=saturday_night
        )
    assert fresh(item).state == State.PLACED


def test_five_hundred_pasted_codes_are_counted_in_a_few_queries(
    froland, tore, main, saturday_night, django_assert_max_num_queries
):
    base = make_product(froland.pk)
    with scope(frozenset({froland.pk})):
        Item.objects.bulk_create(
            Item(owner=froland, product=base, store=main, serial=f"S{nr:04}").with_keys() for nr in range(500)
        )
    take = actions.start_stock_take(tore, store_id=main.pk, now=saturday_night)
    codes = [f"s{nr:04}" for nr in range(500)]
    with django_assert_max_num_queries(60):
        actions.count_codes(tore, take_id=take.pk, codes=codes, now=saturday_night)
    assert queries.counted_so_far(tore, take_id=take.pk).seen == 500


# Codes


@pytest.mark.parametrize(
    "scanned", ["V7-K2QX", "v7k2qx", "sn 0042", "356938035643809", "8947 0800 0000 1234 567"]
)
def test_an_item_is_found_by_whatever_its_label_says(froland, tore, scanned):
    item = make_item(
        froland.pk, serial="SN-0042", code="V7K2QX", imei="356938035643809", sim="8947080000001234567"
    )
    make_item(froland.pk, serial="SN-9999")
    assert [one.pk for one in queries.items_with_code(tore, code=scanned)] == [item.pk]


def test_our_own_label_opens_the_item_even_where_it_has_no_code(froland, tore):
    item = make_item(froland.pk)
    url = f"https://varde.example/utstyr/k/{item.pk}/"
    assert [one.pk for one in queries.items_with_code(tore, code=url)] == [item.pk]


# Who may


def acts(store, other, item, take, transfer, line, count_line, point):
    """Every action and query here that names a row, with the row of one owner."""
    product = item.product
    values = {"owner": store.owner, "store": store, "product": product, "point": 1, "fill_to": 2}
    at = take.started_at
    return [
        lambda who: actions.send_items(who, from_id=store.pk, to_id=other.pk, item_ids=[item.pk], now=at),
        lambda who: actions.receive_item(who, transfer_id=transfer.pk, item_id=item.pk, now=at),
        lambda who: actions.settle_line(who, line_id=line.pk, arrival=Arrival.LOST, why="x", now=at),
        lambda who: actions.close_transfer(who, transfer_id=transfer.pk, now=at),
        lambda who: actions.start_stock_take(who, store_id=other.pk, now=at),
        lambda who: actions.count_codes(who, take_id=take.pk, codes=["1"], now=at),
        lambda who: actions.settle_difference(
            who, line_id=count_line.pk, settled=Settled.LOST, why="x", now=at
        ),
        lambda who: actions.close_stock_take(who, take_id=take.pk, now=at),
        lambda who: actions.save_reorder_point(who, row=point, values=values),
    ]


@pytest.fixture
def everything(froland, tore, main, local, saturday_night):
    item = make_item(froland.pk, store=main)
    transfer = actions.send_items(
        tore, from_id=main.pk, to_id=local.pk, item_ids=[item.pk], now=saturday_night
    )
    make_item(froland.pk, store=main)
    take = actions.start_stock_take(tore, store_id=main.pk, now=saturday_night)
    values = {"owner": froland, "store": main, "product": item.product, "point": 1, "fill_to": 2}
    point = actions.save_reorder_point(tore, row=None, values=values)
    line = queries.transfer_lines(tore, transfer_id=transfer.pk)[0]
    count_line = queries.differences(tore, take_id=take.pk)[0]
    return main, local, item, take, transfer, line, count_line, point


def test_the_neighbours_technician_reaches_nothing_of_it(everything, birkenes, saturday_night):
    neighbour = technician_of(birkenes, saturday_night)
    for act in acts(*everything):
        with pytest.raises((Http404, PermissionDenied)):
            act(neighbour)
    main, _local, _item, take, transfer, *_ = everything
    assert not queries.stores(neighbour) and not queries.shelves(neighbour, store_id=main.pk)
    assert not queries.transfers(neighbour) and not queries.transfer_lines(neighbour, transfer_id=transfer.pk)
    assert not queries.stock_takes(neighbour) and not queries.differences(neighbour, take_id=take.pk)
    assert not queries.lines_seen(neighbour, take_id=take.pk) and not queries.reorder_points(neighbour)
    assert queries.counted_so_far(neighbour, take_id=take.pk).expected == 0
    assert not queries.running_low(neighbour)


def test_who_only_sees_equipment_changes_nothing_in_the_store(everything, froland, saturday_night):
    nurse = technician_of(froland, saturday_night, role="home_care")
    for act in acts(*everything):
        with pytest.raises(PermissionDenied):
            act(nurse)


def test_whose_membership_ended_yesterday_gets_nothing(everything, froland, saturday_night):
    user = make_user("Tidligere")
    make_membership(
        user,
        froland,
        "technician",
        starts_at=saturday_night - timedelta(days=90),
        ends_at=saturday_night - timedelta(days=1),
    )
    gone = actor_for_user(user, now=saturday_night)
    for act in acts(*everything):
        with pytest.raises(PermissionDenied):
            act(gone)


def test_an_item_is_not_sent_to_the_neighbours_store(froland, birkenes, tore, main, saturday_night):
    theirs = make_store(birkenes.pk, name="Lageret")
    item = make_item(froland.pk, store=main)
    with pytest.raises(Http404):
        actions.send_items(tore, from_id=main.pk, to_id=theirs.pk, item_ids=[item.pk], now=saturday_night)


def test_nobody_is_told_before_the_stock_watch_may_look(tore, saturday_night):
    with pytest.raises(PermissionDenied):
        actions.watch_stock(tore, now=saturday_night)
