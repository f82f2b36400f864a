"""The life as a table, whose it is, networks, tests that count, tasks that rest and go on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from varde.ground.equipment.rules import (
    lifecycle,
    maintenance,
    marks,
    networks,
    orders,
    ownership,
    tested,
    wiping,
)
from varde.ground.equipment.rules.lifecycle import (
    MOVES,
    Move,
    MoveRefused,
    NotOurs,
    Standing,
    State,
    WipePending,
)
from varde.ground.equipment.rules.maintenance import Clock
from varde.ground.equipment.rules.orders import OrderMove, OrderRefused, OrderState
from varde.ground.equipment.rules.ownership import Ownership
from varde.ground.equipment.rules.tested import Call, Lack
from varde.ground.equipment.rules.wiping import Facts, Missing

pytestmark = pytest.mark.unit
S, M, O = State, Move, Ownership  # noqa: E741
T = datetime(2026, 11, 7, 1, 14, tzinfo=UTC)

# (from, wipe pending, move) -> where it ends, for a used item of the municipality's own. Whatever is not here is refused.
TABLE = {
    (S.ORDERED, False): {M.RECEIVE: S.IN_STORE, M.NEVER_CAME: S.RETIRED, M.COUNT: S.ORDERED},
    (S.IN_STORE, False): {
        M.RESERVE: S.RESERVED, M.PICK: S.WITH_INSTALLER, M.PLACE: S.PLACED, M.WASH: S.IN_WASH,
        M.SEND_TO_REPAIR: S.IN_REPAIR, M.LEND: S.LENT_TO_SUPPLIER, M.SEND: S.IN_TRANSIT, M.LOSE: S.LOST,
        M.RETIRE: S.RETIRED, M.COUNT: S.IN_STORE,
    },
    (S.RESERVED, False): {
        M.RELEASE: S.IN_STORE, M.PICK: S.WITH_INSTALLER, M.PLACE: S.PLACED, M.LOSE: S.LOST, M.COUNT: S.RESERVED,
    },
    (S.WITH_INSTALLER, False): {
        M.PUT_BACK: S.IN_STORE, M.PLACE: S.PLACED, M.SEND_TO_REPAIR: S.IN_REPAIR, M.LOSE: S.LOST,
        M.COUNT: S.WITH_INSTALLER,
    },
    (S.PLACED, False): {M.COLLECT: S.COLLECTED, M.LOSE: S.LOST, M.HAND_OVER: S.HANDED_OVER, M.COUNT: S.PLACED},
    (S.COLLECTED, True): {
        M.WASH: S.IN_WASH, M.WIPE: S.IN_STORE, M.SEND_TO_REPAIR: S.IN_REPAIR, M.LEND: S.LENT_TO_SUPPLIER,
        M.SEND: S.IN_TRANSIT, M.LOSE: S.LOST, M.COUNT: S.COLLECTED,
    },
    (S.PENDING_WIPE, True): {
        M.WASH: S.IN_WASH, M.WIPE: S.IN_STORE, M.SEND_TO_REPAIR: S.IN_REPAIR, M.LEND: S.LENT_TO_SUPPLIER,
        M.SEND: S.IN_TRANSIT, M.LOSE: S.LOST, M.COUNT: S.PENDING_WIPE,
    },
    (S.IN_WASH, True): {
        M.WASHED: S.PENDING_WIPE, M.WIPE: S.IN_WASH, M.SEND_TO_REPAIR: S.IN_REPAIR, M.LOSE: S.LOST, M.COUNT: S.IN_WASH,
    },
    (S.IN_WASH, False): {
        M.WASHED: S.IN_STORE, M.WIPE: S.IN_WASH, M.SEND_TO_REPAIR: S.IN_REPAIR, M.LOSE: S.LOST, M.COUNT: S.IN_WASH,
    },
    (S.IN_REPAIR, True): {
        M.REPAIRED: S.PENDING_WIPE, M.WIPE: S.IN_REPAIR, M.LEND: S.LENT_TO_SUPPLIER, M.LOSE: S.LOST,
        M.COUNT: S.IN_REPAIR,
    },
    (S.IN_REPAIR, False): {
        M.REPAIRED: S.IN_STORE, M.WIPE: S.IN_REPAIR, M.LEND: S.LENT_TO_SUPPLIER, M.LOSE: S.LOST, M.RETIRE: S.RETIRED,
        M.COUNT: S.IN_REPAIR,
    },
    (S.LENT_TO_SUPPLIER, True): {
        M.COME_BACK: S.PENDING_WIPE, M.WIPE: S.LENT_TO_SUPPLIER, M.LOSE: S.LOST, M.COUNT: S.LENT_TO_SUPPLIER,
    },
    (S.LENT_TO_SUPPLIER, False): {
        M.COME_BACK: S.IN_STORE, M.WIPE: S.LENT_TO_SUPPLIER, M.LOSE: S.LOST, M.RETIRE: S.RETIRED,
        M.COUNT: S.LENT_TO_SUPPLIER,
    },
    (S.IN_TRANSIT, True): {M.ARRIVE: S.PENDING_WIPE, M.WIPE: S.IN_TRANSIT, M.LOSE: S.LOST, M.COUNT: S.IN_TRANSIT},
    (S.IN_TRANSIT, False): {M.ARRIVE: S.IN_STORE, M.WIPE: S.IN_TRANSIT, M.LOSE: S.LOST, M.COUNT: S.IN_TRANSIT},
    (S.TO_RETURN, False): {
        M.RESTOCK: S.IN_STORE, M.WASH: S.IN_WASH, M.SEND_TO_REPAIR: S.IN_REPAIR, M.LEND: S.LENT_TO_SUPPLIER,
        M.LOSE: S.LOST, M.COUNT: S.TO_RETURN,
    },
    (S.LOST, True): {M.FIND: S.PENDING_WIPE, M.WIPE: S.LOST, M.COUNT: S.LOST},
    (S.LOST, False): {M.FIND: S.IN_STORE, M.WIPE: S.LOST, M.RETIRE: S.RETIRED, M.COUNT: S.LOST},
    (S.RETURNED, False): {},
    (S.RETIRED, False): {},
    (S.HANDED_OVER, False): {},
}  # fmt: skip


@pytest.mark.parametrize("move", list(Move))
@pytest.mark.parametrize(("start", "pending"), list(TABLE))
def test_each_move_from_each_state_ends_where_the_table_says_or_is_refused(start, pending, move):
    standing = Standing(start, wipe_pending=pending, used=True)
    expected = TABLE[start, pending].get(move)
    if expected is None:
        with pytest.raises(MoveRefused) as told:
            lifecycle.apply(standing, move)
        assert (told.value.move, told.value.state) == (move, start)
        assert not lifecycle.may(standing, move)
    else:
        assert lifecycle.apply(standing, move).state is expected


def test_every_state_and_move_stands_in_the_table():
    assert {state for state, _ in TABLE} == set(State)
    assert set(MOVES) == set(Move) - {M.REGISTER, M.TAKE_OVER}, "those two begin a story"
    assert set(MOVES) <= {move for row in TABLE.values() for move in row} | {M.SET_ASIDE, M.GIVE_BACK}


@given(st.lists(st.sampled_from(list(Move)), max_size=60), st.sampled_from(list(Ownership)))
def test_whatever_is_done_to_it_an_item_that_may_hold_data_is_never_placed_returned_or_scrapped(moves, whose):
    standing, holds_data = Standing(S.IN_STORE, ownership=whose), False
    for move in moves:
        try:
            after = lifecycle.apply(standing, move)
        except MoveRefused:
            continue
        if standing.state is S.PLACED and after.state is not S.HANDED_OVER and move is not M.COUNT:
            holds_data = True
        if move is M.WIPE:
            holds_data = False
        assert after.wipe_pending == holds_data
        if holds_data:
            assert after.state in lifecycle.MAY_HOLD_DATA
            assert not lifecycle.may(after, M.PLACE)
            assert not lifecycle.may(after, M.GIVE_BACK)
            assert not lifecycle.may(after, M.RETIRE)
        standing = after


@given(st.lists(st.sampled_from(list(Move)), max_size=40))
def test_what_is_gone_for_good_never_moves_again(moves):
    for state in lifecycle.GONE:
        assert lifecycle.open_moves(Standing(state)) == ()
        for move in moves:
            assert not lifecycle.may(Standing(state), move)


def test_every_state_can_be_left_unless_it_is_gone_for_good():
    for whose in Ownership:
        for state in set(State) - lifecycle.GONE:
            pending = state in (S.COLLECTED, S.PENDING_WIPE)
            moves = lifecycle.open_moves(Standing(state, wipe_pending=pending, used=True, ownership=whose))
            assert set(moves) - {M.COUNT}, (state, whose)


@pytest.mark.parametrize(
    ("whose", "after_wipe", "goes_back", "scrapped"),
    [
        (O.MUNICIPALITY, S.IN_STORE, False, True),
        (O.LEASED, S.IN_STORE, True, False),
        (O.BHM, S.TO_RETURN, True, False),
        (O.NAV, S.TO_RETURN, True, False),
        (O.PRIVATE, S.TO_RETURN, True, False),
        (O.PARTNER, S.TO_RETURN, True, False),
    ],
)
def test_after_a_wipe_the_owner_decides_where_it_goes(whose, after_wipe, goes_back, scrapped):
    wiped = lifecycle.apply(Standing(S.COLLECTED, True, True, whose), M.WIPE)
    assert wiped.state is after_wipe
    assert ownership.terms(whose).goes_back is goes_back
    aside = Standing(S.TO_RETURN, False, True, whose)
    assert lifecycle.may(aside, M.GIVE_BACK) is goes_back
    assert lifecycle.may(Standing(S.IN_STORE, False, True, whose), M.RETIRE) is scrapped
    if not goes_back:
        with pytest.raises(NotOurs):
            lifecycle.apply(aside, M.GIVE_BACK)


def test_a_return_before_the_wipe_is_refused_by_name():
    with pytest.raises(WipePending):
        lifecycle.apply(Standing(S.LENT_TO_SUPPLIER, True, True, O.LEASED), M.GIVE_BACK)
    with pytest.raises(WipePending):
        lifecycle.apply(Standing(S.COLLECTED, True, True, O.BHM), M.SET_ASIDE)


def test_what_was_never_used_goes_back_to_the_shelf_after_a_repair_whoever_owns_it():
    assert lifecycle.apply(Standing(S.IN_REPAIR, ownership=O.BHM), M.REPAIRED).state is S.IN_STORE


ORDER_TABLE = {
    (OrderState.ORDERED, OrderMove.PICK): OrderState.PICKED,
    (OrderState.ORDERED, OrderMove.CANCEL): OrderState.CANCELLED,
    (OrderState.PICKED, OrderMove.UNPICK): OrderState.ORDERED,
    (OrderState.PICKED, OrderMove.HAND_OUT): OrderState.HANDED_OUT,
    (OrderState.PICKED, OrderMove.INSTALL): OrderState.INSTALLED,
    (OrderState.PICKED, OrderMove.CANCEL): OrderState.CANCELLED,
    (OrderState.HANDED_OUT, OrderMove.TAKE_BACK): OrderState.ORDERED,
    (OrderState.HANDED_OUT, OrderMove.INSTALL): OrderState.INSTALLED,
}


@pytest.mark.parametrize("move", list(OrderMove))
@pytest.mark.parametrize("state", list(OrderState))
def test_each_move_of_an_order(state, move):
    if (expected := ORDER_TABLE.get((state, move))) is not None:
        assert orders.after(state, move) is expected
    else:
        with pytest.raises(OrderRefused):
            orders.after(state, move)


@pytest.mark.parametrize(
    ("held", "operator", "last"),
    [
        (["2g"], "telia", date(2025, 12, 31)),
        (["2g"], "telenor", date(2027, 12, 31)),
        (["2g"], "", date(2025, 12, 31)),
        (["2g", "3g"], "telenor", date(2027, 12, 31)),
        (["2g", "4g"], "telenor", None),
        (["radio"], "", None),
        ([], "telia", None),
    ],
)
def test_a_unit_falls_silent_when_its_last_network_does(held, operator, last):
    assert networks.silent_after(held, operator) == last


@pytest.mark.parametrize(
    ("one", "other"), [("sn 12-ab", "SN12AB"), ("s/n:4711", "SN4711"), ("ærø 1", "ÆRØ1")]
)
def test_two_ways_to_write_a_serial_are_one_key(one, other):
    assert marks.mark_key(one) == marks.mark_key(other) != ""


@given(st.text(max_size=40))
def test_a_key_is_stable_and_its_tail_is_the_key_from_behind(text):
    found = marks.keys(serial=text, device=text, code=text)
    assert marks.mark_key(found["serial_key"]) == found["serial_key"] == found["serial_tail"][::-1]


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("since", "calls", "heard", "speaks", "lack"),
    [
        (None, [], None, True, Lack.NOT_PLACED),
        (T, [], T + HOUR, True, Lack.NOT_TESTED),
        (T, [Call(T - HOUR, True)], T + HOUR, True, Lack.NOT_TESTED),
        (T, [Call(T + HOUR, False)], T + HOUR, True, Lack.NOT_READ_BACK),
        (T, [Call(T + HOUR, True), Call(T + 2 * HOUR, False)], T + HOUR, True, Lack.NOT_READ_BACK),
        (T, [Call(T + HOUR, True)], None, True, Lack.NOT_HEARD),
        (T, [Call(T + HOUR, True)], T - HOUR, True, Lack.NOT_HEARD),
        (T, [Call(T + HOUR, True)], None, False, None),
        (T, [Call(T + 2 * HOUR, True), Call(T + HOUR, False)], T + HOUR, True, None),
    ],
)
def test_what_an_installation_lacks_before_it_counts(since, calls, heard, speaks, lack):
    assert tested.lack(since, calls, heard_at=heard, speaks=speaks) is lack


@pytest.mark.parametrize(
    ("facts", "left"),
    [
        (Facts(False, False, False, False), (Missing.RESET, Missing.SIGNATURE)),
        (Facts(True, False, False, False), (Missing.SIGNATURE,)),
        (Facts(True, True, True, False), (Missing.SUPPLIER,)),
        (Facts(True, True, True, True), ()),
        (Facts(True, True, False, False), ()),
    ],
)
def test_what_a_wipe_lacks(facts, left):
    assert wiping.missing(facts) == left


DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2030, 1, 1))


@given(st.integers(1, 900), DAYS, st.integers(0, 400), st.integers(0, 400))
def test_a_task_that_rested_has_the_days_it_had_left(every, start, used, shelved):
    clock = maintenance.first(every, today=start, runs=True)
    stopped = maintenance.rest(clock, today=start + timedelta(days=used))
    again = maintenance.go_on(stopped, today=start + timedelta(days=used + shelved))
    assert again.due_on == start + timedelta(days=every + shelved)
    assert maintenance.rest(stopped, today=start) == stopped
    assert maintenance.go_on(again, today=start) == again


def test_a_task_is_due_on_a_day_or_rests_never_both():
    for wrong in ({}, {"due_on": date(2026, 1, 1), "days_left": 3}):
        with pytest.raises(ValueError, match="due on a day"):
            Clock(**wrong)


@pytest.mark.parametrize(
    ("only_in_use", "in_use", "gone", "runs"),
    [
        (True, True, False, True),
        (True, False, False, False),
        (False, False, False, True),
        (False, True, True, False),
    ],
)
def test_when_the_days_count(only_in_use, in_use, gone, runs):
    assert maintenance.runs(only_in_use=only_in_use, in_use=in_use, gone=gone) is runs
