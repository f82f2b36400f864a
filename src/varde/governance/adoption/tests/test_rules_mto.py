"""Evaluations: nothing is computed from fewer than it should be, and the weakest come first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from varde.governance.adoption.rules.mto import (
    FEWEST,
    Change,
    compared,
    is_enough,
    mean,
    shift,
    weakest,
)

pytestmark = pytest.mark.unit
TEN = [f"f{number}" for number in range(10)]
RATINGS = st.dictionaries(st.sampled_from(TEN), st.none() | st.integers(1, 5))


def all_at(value, factors=TEN):
    return dict.fromkeys(factors, value)


def test_an_average_is_over_what_was_rated_and_says_of_how_many():
    found = mean({**all_at(4, TEN[:8]), "f8": 2, "f9": None}, TEN)
    assert (found.value, found.n, found.of) == ((8 * 4 + 2) / 9, 9, 9)


@pytest.mark.parametrize(("n", "of", "enough"), [(4, 4, False), (5, 5, True), (5, 8, False), (6, 9, True)])
def test_an_average_needs_five_factors_and_two_thirds_of_the_relevant_ones(n, of, enough):
    ratings = {**all_at(3, TEN[:n]), **all_at(None, TEN[of:])}
    found = mean(ratings, TEN)
    assert (found.n, found.of) == (n, of)
    assert (found.value is not None) is enough is is_enough(n, of)


def test_where_nothing_is_relevant_there_is_no_average():
    assert mean(all_at(None), TEN).value is None
    assert mean({}, []).value is None


@given(RATINGS)
def test_an_average_lies_between_the_lowest_and_the_highest_or_is_not_there(ratings):
    found, given_ = mean(ratings, TEN), [one for one in ratings.values() if one is not None]
    assert found.n == len(given_)
    assert found.of == len(TEN) - sum(one is None for one in ratings.values())
    if found.value is None:
        assert found.n < FEWEST or 3 * found.n < 2 * found.of
    else:
        assert min(given_) <= found.value <= max(given_)


def test_the_weakest_come_first_and_in_the_order_asked_where_they_are_equal():
    ratings = {"f0": 4, "f1": 2, "f2": 5, "f3": 2, "f4": None, "f5": 1}
    assert weakest(ratings, TEN, most=3) == ["f5", "f1", "f3"]
    assert weakest(ratings, TEN, most=10) == ["f5", "f1", "f3", "f0"], "what cannot be better is not weak"


@given(RATINGS, st.integers(0, 12))
def test_nothing_that_is_left_out_is_weaker_than_the_weakest(ratings, most):
    found = weakest(ratings, TEN, most=most)
    assert len(found) <= most and len(set(found)) == len(found)
    left = [one for code, one in ratings.items() if one is not None and code not in found]
    assert all(one >= max(ratings[code] for code in found) for one in left) if found else True


def test_a_change_is_said_only_of_what_was_rated_both_times():
    before = {"f0": 2, "f1": 3, "f2": 4, "f3": None, "f4": 3}
    after = {"f0": 3, "f1": 3, "f2": 1, "f3": 4}
    found = {one.code: one.change for one in compared(before, after, TEN[:6])}
    assert found == {
        "f0": Change.BETTER,
        "f1": Change.SAME,
        "f2": Change.WORSE,
        "f3": Change.UNKNOWN,
        "f4": Change.UNKNOWN,
        "f5": Change.UNKNOWN,
    }


@given(RATINGS, RATINGS)
def test_side_by_side_the_weakest_now_rise_to_the_top(before, after):
    found = compared(before, after, TEN)
    assert sorted(one.code for one in found) == sorted(TEN)
    rated = [one.after for one in found if one.after is not None]
    assert rated == sorted(rated)
    assert [one.after for one in found][len(rated) :] == [None] * (len(TEN) - len(rated))


OPPOSITE = {Change.BETTER: Change.WORSE, Change.WORSE: Change.BETTER}


@given(RATINGS, RATINGS)
def test_what_is_better_one_way_is_worse_the_other(before, after):
    there = {one.code: one.change for one in compared(before, after, TEN)}
    back = {one.code: one.change for one in compared(after, before, TEN)}
    assert back == {code: OPPOSITE.get(one, one) for code, one in there.items()}
    one, other = shift(before, after, TEN), shift(after, before, TEN)
    assert (one.n, one.of) == (other.n, other.of)
    assert other.change is OPPOSITE.get(one.change, one.change)


def test_two_averages_are_compared_over_the_same_factors_or_not_at_all():
    before = {**all_at(2, TEN[:6]), **all_at(5, TEN[6:])}
    after = all_at(3, TEN[:6])
    found = shift(before, after, TEN)
    assert (found.before, found.after, found.n, found.of) == (None, None, 6, 10)
    assert found.change is Change.UNKNOWN
    found = shift(before, {**after, "f6": 5}, TEN)
    assert (found.before, found.after, found.n) == ((6 * 2 + 5) / 7, (6 * 3 + 5) / 7, 7)
    assert found.change is Change.BETTER


def test_what_was_not_relevant_either_time_is_not_missed():
    without = all_at(None, TEN[5:])
    found = shift({**all_at(2, TEN[:5]), **without}, {**all_at(2, TEN[:5]), **without}, TEN)
    assert (found.n, found.of, found.change) == (5, 5, Change.SAME)
