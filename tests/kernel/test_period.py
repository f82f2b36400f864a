from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from varde.kernel.clock import OSLO
from varde.kernel.period import DatePeriod, Period

pytestmark = pytest.mark.unit
ZERO = datetime(2026, 1, 1, tzinfo=UTC)


def at(hour: int) -> datetime:
    return ZERO + timedelta(hours=hour)


def make(start: int, length: int | None) -> Period:
    return Period(at(start), None if length is None else at(start + length))


periods = st.builds(make, st.integers(0, 40), st.one_of(st.none(), st.integers(1, 20)))
probes = range(70)


def hours(them) -> set[int]:
    return {hour for hour in probes if any(each.contains(at(hour)) for each in them)}


@given(periods, periods)
def test_intersection_holds_exactly_what_both_hold(one, other):
    shared = one.intersection(other)
    assert hours([shared] if shared else []) == hours([one]) & hours([other])
    assert one.overlaps(other) is (shared is not None) is other.overlaps(one)


@given(periods, st.lists(periods, max_size=6))
def test_gaps_and_what_is_taken_make_up_the_whole_without_overlap(whole, taken):
    gaps = whole.subtract(taken)
    assert hours(gaps) == hours([whole]) - hours(taken)
    shared = [part for each in taken if (part := whole.intersection(each))]
    assert Period.merge([*gaps, *shared]) == [whole]
    assert not any(gap.overlaps(each) for gap in gaps for each in taken)
    assert gaps == Period.merge(gaps)


@given(st.lists(periods, max_size=8))
def test_merging_keeps_the_time_and_leaves_nothing_that_touches(them):
    merged = Period.merge(them)
    assert hours(merged) == hours(them)
    assert all(a.end is not None and a.end < b.start for a, b in pairwise(merged))
    assert Period.merge(merged) == merged == Period.merge(reversed(them))


def test_the_start_belongs_and_the_end_does_not():
    assert make(1, 2).contains(at(1)) and not make(1, 2).contains(at(3))
    assert not make(1, 2).overlaps(make(3, 2))


def test_without_an_end_it_goes_on():
    assert make(1, None).contains(at(10**5)) and make(1, None).duration is None


def test_the_night_the_clock_goes_back_is_measured_in_real_time():
    first = datetime(2026, 10, 25, 2, 30, tzinfo=OSLO, fold=0)
    second = datetime(2026, 10, 25, 2, 30, tzinfo=OSLO, fold=1)
    assert Period(first, second).duration == timedelta(hours=1)
    assert Period(first, second).contains(first) and not Period(first, second).contains(second)


@pytest.mark.parametrize("end", [0, -1])
def test_a_period_that_ends_as_it_starts_or_before_is_refused(end):
    with pytest.raises(ValueError, match="end after"):
        Period(at(0), at(end))
    with pytest.raises(ValueError, match="end after"):
        DatePeriod(date(2026, 1, 5), date(2026, 1, 5 + end))


def test_naive_times_and_mixed_kinds_are_refused():
    with pytest.raises(ValueError, match="aware"):
        Period(datetime(2026, 1, 1))  # noqa: DTZ001
    with pytest.raises(TypeError):
        DatePeriod(ZERO)


def test_days_work_as_instants_do():
    year = DatePeriod(date(2026, 1, 1), date(2027, 1, 1))
    july = DatePeriod(date(2026, 7, 1), date(2026, 8, 1))
    assert year.subtract([july]) == [DatePeriod(year.start, july.start), DatePeriod(july.end, year.end)]
    assert july.contains(date(2026, 7, 31)) and not july.contains(date(2026, 8, 1))
