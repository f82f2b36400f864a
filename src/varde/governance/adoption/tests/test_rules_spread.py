"""What may be shown of small numbers, and when a status moves by itself."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from varde.governance.adoption.rules.codes import Status
from varde.governance.adoption.rules.lifecycle import State
from varde.governance.adoption.rules.spread import BROUGHT, FORWARD, SMALL, Number, follows, shown, total

pytestmark = pytest.mark.unit


def test_a_small_number_is_for_the_municipality_alone():
    assert [shown(n, is_own=False).value for n in (0, 1, 4, 5, 120)] == [None, None, None, 5, 120]
    assert [shown(n, is_own=True).value for n in (0, 1, 4)] == [0, 1, 4]


def test_a_sum_says_that_it_is_the_least_where_a_number_is_hidden():
    assert total([Number(12), Number(None), Number(7)]) == total([Number(19), Number(None)])
    assert total([Number(12), Number(None)]).is_least
    assert not total([Number(12), Number(7)]).is_least


@given(st.lists(st.integers(0, 30), max_size=12), st.lists(st.integers(0, SMALL - 1), max_size=12))
def test_no_sum_tells_a_hidden_number(numbers, others):
    """Whatever the hidden numbers are, the sum is the same."""
    small = [n for n in numbers if n < SMALL]
    large = [n for n in numbers if n >= SMALL]
    instead = [*large, *(others + [0] * len(small))[: len(small)]]
    one = total(shown(n, is_own=False) for n in numbers)
    other = total(shown(n, is_own=False) for n in instead)
    assert one == other


def test_an_introduction_moves_a_status_that_nobody_has_set():
    for state, status in BROUGHT.items():
        assert follows(None, state, is_mine=False) is status


def test_a_new_introduction_does_not_take_what_is_in_operation_out_of_it():
    for state in (State.GROUNDWORK, State.INTRODUCING, State.STOPPED):
        assert follows(Status.IN_OPERATION, state, is_mine=False) is None


def test_what_was_stopped_is_considered_again_when_an_introduction_begins():
    assert follows(Status.STOPPED, State.GROUNDWORK, is_mine=False) is Status.CONSIDERING


def test_an_introduction_that_is_stopped_stops_what_it_brought_and_nothing_else():
    assert follows(Status.INTRODUCING, State.STOPPED, is_mine=True) is Status.STOPPED
    assert follows(Status.INTRODUCING, State.STOPPED, is_mine=False) is None


def test_an_introduction_opened_again_takes_its_own_status_back():
    assert follows(Status.IN_OPERATION, State.INTRODUCING, is_mine=True) is Status.INTRODUCING


@pytest.mark.parametrize(("now", "state", "is_mine"), list(product([None, *Status], State, [True, False])))
def test_what_others_have_said_is_only_moved_forward_and_nothing_is_said_twice(now, state, is_mine):
    after = follows(now, state, is_mine=is_mine)
    assert after is None or after is not now
    if after is not None:
        assert follows(after, state, is_mine=True) is None
    if after is not None and not is_mine and now in FORWARD:
        assert FORWARD.index(after) > FORWARD.index(now)
