from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from varde.kernel.band import EVERY_DAY, Band, OnHolidays, instant_at
from varde.kernel.clock import local
from varde.kernel.period import Period

pytestmark = pytest.mark.unit
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

walls = st.times().map(lambda t: t.replace(second=0, microsecond=0))
days = st.one_of(
    st.dates(date(2020, 1, 1), date(2035, 12, 1)),
    st.sampled_from([SPRING, SPRING - DAY, AUTUMN, AUTUMN - DAY]),
)
bands = st.builds(
    Band, st.frozensets(st.integers(0, 6), min_size=1), walls, walls, st.sampled_from(OnHolidays)
)


def around(day: date) -> Period:
    start = instant_at(day, time(0)) - 36 * HOUR
    return Period(start, start + 96 * HOUR)


@pytest.mark.parametrize(("evening", "hours"), [(date(2026, 6, 1), 8), (SPRING - DAY, 7), (AUTUMN - DAY, 9)])
def test_the_night_lasts_as_long_as_it_lasts(evening, hours):
    night = Band(EVERY_DAY, time(23), time(7)).on(evening)
    assert night is not None and night.duration == hours * HOUR


@given(days, walls)
def test_an_instant_is_the_first_at_which_the_clock_shows_that_time_or_later(day, wall):
    instant, wanted = instant_at(day, wall), datetime.combine(day, wall)
    assert local(instant).replace(tzinfo=None) >= wanted
    for minutes in (1, 30, 60, 61, 120):
        assert local(instant - timedelta(minutes=minutes)).replace(tzinfo=None) < wanted
    if day != SPRING:
        assert local(instant).replace(tzinfo=None) == wanted or day.month == 3


@given(bands, days, st.sets(days, max_size=4))
def test_covers_and_intervals_agree_at_every_quarter_of_an_hour(band, day, holidays):
    window = around(day)
    intervals = band.intervals(window, holidays)
    for step in range(96 * 4):
        instant = window.start + step * timedelta(minutes=15)
        assert band.covers(instant, holidays) is any(each.contains(instant) for each in intervals)


@given(walls, walls, days)
def test_bands_that_meet_on_the_clock_tile_the_time_without_hole_or_overlap(one, other, day):
    if one == other:
        return
    first, second = Band(EVERY_DAY, one, other), Band(EVERY_DAY, other, one)
    window = around(day)
    parts = [*first.intervals(window), *second.intervals(window)]
    assert window.subtract(parts) == []
    assert sum((part.duration for part in parts), timedelta()) == window.duration


@given(walls, days, st.sets(days, max_size=4))
def test_round_the_clock_has_no_hole_on_any_day(start, day, holidays):
    window = around(day)
    assert Band(EVERY_DAY, start, start).intervals(window, holidays) == [window]


@given(bands, days)
def test_away_from_the_two_nights_it_is_what_the_wall_clock_says(band, day):
    noon = instant_at(day, time(12))
    wall = local(noon).time()
    inside = band.start <= wall < band.end if band.start < band.end else wall >= band.start or wall < band.end
    if not inside and band.start != band.end:
        assert not band.covers(noon)
    begins = day if band.start <= wall else day - DAY
    if inside:
        assert band.covers(noon) is (begins.weekday() in band.weekdays)


def test_a_band_inside_the_hour_that_is_jumped_over_does_not_take_place():
    assert Band(EVERY_DAY, time(2, 10), time(2, 50)).on(SPRING) is None


def test_a_band_that_starts_in_the_jump_starts_at_the_jump():
    assert Band(EVERY_DAY, time(2, 30), time(4)).on(SPRING) == Period(
        datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 3, 29, 2, tzinfo=UTC)
    )


def test_the_hour_shown_twice_belongs_to_the_band_that_runs_through_it():
    late = Band(EVERY_DAY, time(2, 30), time(7)).on(AUTUMN)
    assert late == Period(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 6, tzinfo=UTC))


@pytest.mark.parametrize(
    ("rule", "weekdays", "starts"),
    [
        (OnHolidays.AS_WEEKDAY, {3}, True),
        (OnHolidays.AS_WEEKDAY, {1}, False),
        (OnHolidays.ALSO, set(), True),
        (OnHolidays.NEVER, {3}, False),
    ],
)
def test_holidays_do_what_the_band_says(rule, weekdays, starts):
    ascension = date(2026, 5, 14)  # a Thursday
    band = Band(frozenset(weekdays), time(8), time(16), rule)
    assert (band.on(ascension, {ascension}) is not None) is starts


def test_a_band_without_any_day_is_refused_and_so_is_a_window_without_an_end():
    with pytest.raises(ValueError, match="weekdays"):
        Band(frozenset(), time(8), time(16))
    with pytest.raises(ValueError, match="weekdays"):
        Band(frozenset({7}), time(8), time(16))
    with pytest.raises(ValueError, match="end"):
        Band(EVERY_DAY, time(8), time(16)).intervals(Period(datetime(2026, 1, 1, tzinfo=UTC)))
