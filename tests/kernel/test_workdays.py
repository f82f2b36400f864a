from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from varde.kernel.workdays import add_working_days, first_working_day, is_working_day, working_days

pytestmark = pytest.mark.unit

EASTER = frozenset({date(2026, 4, 2), date(2026, 4, 3), date(2026, 4, 5), date(2026, 4, 6)})
DAY = timedelta(days=1)
days = st.dates(date(2020, 1, 1), date(2035, 1, 1))
publics = st.frozensets(st.dates(date(2020, 1, 1), date(2036, 1, 1)), max_size=60)


def test_a_week_before_easter_ends_on_the_tuesday_after_it():
    assert add_working_days(date(2026, 4, 1), 1, EASTER) == date(2026, 4, 7)
    assert working_days(date(2026, 3, 30), date(2026, 4, 7), EASTER) == 3


@pytest.mark.parametrize("given_on", [date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22)])
def test_three_working_days_from_friday_or_from_the_weekend_after_it_are_the_wednesday(given_on):
    assert add_working_days(given_on, 3, frozenset()) == date(2026, 11, 25)


def test_working_days_are_counted_forwards_only():
    with pytest.raises(ValueError, match="forwards"):
        add_working_days(date(2026, 4, 1), -1, frozenset())
    assert working_days(date(2026, 4, 2), date(2026, 4, 1), frozenset()) == 0


@given(day=days, count=st.integers(0, 60), public=publics)
def test_a_deadline_is_a_working_day_and_has_exactly_that_many_after_the_first_day(day, count, public):
    due = add_working_days(day, count, public)
    assert is_working_day(due, public)
    assert working_days(day + DAY, due + DAY, public) == count or count == 0
    assert due >= day + count * DAY


@given(day=days, one=st.integers(1, 30), two=st.integers(0, 30), public=publics)
def test_days_added_in_two_steps_are_the_same_as_in_one(day, one, two, public):
    assert add_working_days(add_working_days(day, one, public), two, public) == add_working_days(
        day, one + two, public
    )


@given(day=days, public=publics)
def test_the_first_working_day_is_the_day_itself_or_all_before_it_are_free(day, public):
    first = first_working_day(day, public)
    assert is_working_day(first, public) and working_days(day, first, public) == 0
