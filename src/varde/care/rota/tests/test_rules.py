from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from varde.care.rota.rules.calendar import DayKind, day_kind, shift_period
from varde.care.rota.rules.duty import (
    CheckIn,
    Level,
    NoShow,
    OnDuty,
    Shift,
    call_order,
    no_shows,
    on_duty,
    staffing,
)
from varde.care.rota.rules.holes import coming, holes, stretches, uncovered
from varde.care.rota.rules.pattern import Pattern, occurrences
from varde.foundation.calendar import holidays_around, public_holidays
from varde.kernel.band import EVERY_DAY, Band, OnHolidays, instant_at
from varde.kernel.clock import OSLO
from varde.kernel.period import DatePeriod, Period

pytestmark = pytest.mark.unit
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
NIGHT, OTHER = UUID(int=1), UUID(int=2)
ANNE, BJORN, CELINE = UUID(int=11), UUID(int=12), UUID(int=13)


def at(hours: float) -> datetime:
    return NOON + hours * HOUR


def shift(
    start: float, end: float, person: UUID | None = None, *, pool: UUID = NIGHT, key: int = 100
) -> Shift:
    return Shift(UUID(int=key), pool, Period(at(start), at(end)), person)


def check_in(person: UUID, start: float, end: float | None = None, *, pool: UUID = NIGHT) -> CheckIn:
    return CheckIn(person, pool, Period(at(start), None if end is None else at(end)))


class TestCalendar:
    @pytest.mark.parametrize(
        ("evening", "hours"), [(date(2026, 6, 1), 8), (date(2026, 3, 28), 7), (date(2026, 10, 24), 9)]
    )
    def test_a_night_shift_lasts_as_long_as_the_night(self, evening, hours):
        night = shift_period(evening, time(23), time(7))
        assert night.duration == hours * HOUR
        assert night.start.astimezone(OSLO).time() == time(23) and night.end.astimezone(OSLO).time() == time(
            7
        )

    def test_a_day_is_holiday_before_weekend_before_weekday(self):
        public = public_holidays(2026, 2026)
        assert day_kind(date(2026, 5, 17), public) is DayKind.HOLIDAY  # a Sunday
        assert day_kind(date(2026, 6, 6), public) is DayKind.WEEKEND
        assert day_kind(date(2026, 6, 8), public) is DayKind.WEEKDAY


class TestDuty:
    def test_the_check_in_is_the_truth_not_the_shift(self):
        planned = [shift(0, 8, ANNE)]
        assert on_duty(NIGHT, planned, [], now=at(1)) == []
        assert [each.person for each in on_duty(NIGHT, [], [check_in(BJORN, 0)], now=at(1))] == [BJORN]

    def test_whoever_checked_out_or_is_in_another_pool_is_not_on_duty(self):
        them = [check_in(ANNE, 0, 1), check_in(BJORN, 0, pool=OTHER)]
        assert on_duty(NIGHT, [], them, now=at(1)) == []
        assert [each.person for each in on_duty(NIGHT, [], them, now=at(1) - MINUTE)] == [ANNE]

    def test_checking_in_twice_counts_once(self):
        assert len(on_duty(NIGHT, [], [check_in(ANNE, 0), check_in(ANNE, 0.5)], now=at(1))) == 1

    def test_a_forgotten_check_out_is_doubtful_still_called_and_does_not_count(self):
        [anne] = on_duty(NIGHT, [], [check_in(ANNE, -30)], now=NOON)
        assert anne.is_doubtful and call_order([anne], trained=frozenset()) == [anne]
        assert staffing([anne], minimum=1).level is Level.NOBODY

    def test_a_long_shift_explains_a_long_check_in(self):
        [anne] = on_duty(NIGHT, [shift(0, 24, ANNE)], [check_in(ANNE, -0.2)], now=at(23))
        assert not anne.is_doubtful

    def test_yesterdays_forgotten_check_in_does_not_hide_todays_no_show(self):
        today = shift(0, 8, ANNE)
        assert no_shows(NIGHT, [today], [check_in(ANNE, -21)], now=at(0.5)) == [NoShow(today.id, ANNE, at(0))]

    @pytest.mark.parametrize(("minutes", "missing"), [(9, 0), (10, 1), (479, 1), (480, 0)])
    def test_no_check_in_ten_minutes_after_the_start_is_a_hole_until_the_shift_ends(self, minutes, missing):
        assert len(no_shows(NIGHT, [shift(0, 8, ANNE)], [], now=at(0) + minutes * MINUTE)) == missing

    def test_another_person_does_not_fill_a_named_shift_but_does_fill_one_without_a_name(self):
        named, nameless = shift(0, 8, ANNE, key=100), shift(0, 8, key=101)
        assert no_shows(NIGHT, [named], [check_in(BJORN, 0)], now=at(1)) == [NoShow(named.id, ANNE, at(0))]
        assert no_shows(NIGHT, [nameless], [check_in(BJORN, 0)], now=at(1)) == []

    def test_one_person_fills_one_shift_without_a_name(self):
        both = [shift(0, 8, key=100), shift(0, 8, key=101)]
        assert len(no_shows(NIGHT, both, [check_in(BJORN, 0)], now=at(1))) == 1
        both[0] = shift(0, 8, BJORN, key=100)
        assert [each.shift for each in no_shows(NIGHT, both, [check_in(BJORN, 0)], now=at(1))] == [both[1].id]

    @pytest.mark.parametrize(("present", "level"), [(0, Level.NOBODY), (1, Level.TOO_FEW), (2, Level.ENOUGH)])
    def test_two_on_duty_for_a_centre(self, present, level):
        them = [check_in(person, 0) for person in (ANNE, BJORN)[:present]]
        assert staffing(on_duty(NIGHT, [], them, now=at(1)), minimum=2).level is level

    def test_nobody_is_never_enough(self):
        assert staffing([], minimum=0).level is Level.NOBODY

    def test_trained_are_called_first_and_the_busy_after_the_free(self):
        them = on_duty(NIGHT, [], [check_in(ANNE, 0), check_in(BJORN, 1), check_in(CELINE, 2)], now=at(3))
        order = call_order(them, trained={ANNE, BJORN}, busy={BJORN})
        assert [each.person for each in order] == [ANNE, CELINE, BJORN]

    @given(
        st.lists(
            st.builds(OnDuty, st.uuids(), st.integers(0, 9).map(at), st.none(), st.booleans()),
            unique_by=lambda each: each.person,
        ),
        st.data(),
    )
    def test_nobody_is_removed_from_the_calling_and_no_untrained_goes_before_an_equal(self, them, data):
        some = st.sets(st.sampled_from([each.person for each in them])) if them else st.just(set())
        trained, busy = data.draw(some), data.draw(some)
        order = call_order(them, trained=trained, busy=busy)
        assert sorted(order, key=lambda e: e.person) == sorted(them, key=lambda e: e.person)
        for first, then in pairwise(order):
            if (first.is_doubtful, first.person in busy) == (then.is_doubtful, then.person in busy):
                assert first.person in trained or then.person not in trained


shift_lists = st.lists(
    st.builds(
        lambda key, start, length, person, pool: Shift(
            UUID(int=key), pool, Period(at(start), at(start + length)), person
        ),
        st.integers(1, 1000),
        st.integers(-20, 360),
        st.integers(1, 60),
        st.sampled_from([None, ANNE, BJORN]),
        st.sampled_from([NIGHT, NIGHT, OTHER]),
    ),
    max_size=12,
)
services = st.one_of(
    st.none(),
    st.lists(
        st.builds(lambda s, n: Period(at(s), at(s + n)), st.integers(-5, 340), st.integers(1, 40)), max_size=5
    ),
)


class TestHoles:
    @given(shift_lists, st.integers(0, 3), services)
    def test_covered_and_holes_make_up_the_service_hours_without_overlap(self, shifts, minimum, service):
        window = coming(NOON)
        cut = stretches(NIGHT, shifts, window=window, minimum=minimum, service=service)
        wanted = (
            [window] if service is None else Period.merge(p for s in service if (p := s.intersection(window)))
        )
        assert Period.merge(each.period for each in cut) == wanted
        assert all(a.period.end <= b.period.start for a, b in pairwise(cut))
        found = holes(NIGHT, shifts, window=window, minimum=minimum, service=service)
        assert found == [each for each in cut if each.planned == 0 or each.planned < minimum]

    @given(shift_lists, st.integers(0, 14 * 24 - 1))
    def test_at_every_hour_the_stretch_says_how_many_are_planned(self, shifts, hour):
        now = at(hour)
        running = [s for s in shifts if s.pool == NIGHT and s.period.contains(now)]
        heads = len({s.person for s in running if s.person}) + sum(s.person is None for s in running)
        [there] = [s for s in stretches(NIGHT, shifts, window=coming(NOON)) if s.period.contains(now)]
        assert there.planned == heads

    @given(shift_lists)
    def test_nobody_is_what_no_shift_covers(self, shifts):
        window = coming(NOON)
        gaps = window.subtract(s.period for s in shifts if s.pool == NIGHT)
        found = holes(NIGHT, shifts, window=window)
        assert [each.period for each in found] == gaps
        assert uncovered(found) == sum((gap.duration for gap in gaps), timedelta())

    def test_a_fortnight_of_nights_with_one_forgotten_over_the_change_of_the_clock(self):
        now = instant_at(date(2026, 10, 20), time(12))
        nights = [date(2026, 10, 19) + timedelta(days=n) for n in range(16)]
        shifts = [
            Shift(UUID(int=n), NIGHT, shift_period(day, time(23), time(7)), ANNE)
            for n, day in enumerate(nights)
            if day != date(2026, 10, 24)
        ]
        service = Band(EVERY_DAY, time(23), time(7)).intervals(coming(now))
        [hole] = holes(NIGHT, shifts, window=coming(now), service=service)
        assert hole.period == shift_period(date(2026, 10, 24), time(23), time(7))
        assert uncovered([hole]) == 9 * HOUR


class TestPattern:
    NIGHTS = Band(EVERY_DAY, time(23), time(7))

    def pattern(self, **over) -> Pattern:
        given_ = {
            "id": UUID(int=7),
            "pool": NIGHT,
            "band": self.NIGHTS,
            "valid": DatePeriod(date(2026, 1, 1)),
        }
        return Pattern(**{**given_, **over})

    def test_every_night_of_the_year_leaves_no_hole_at_night(self):
        window = Period(instant_at(date(2026, 1, 2), time(0)), instant_at(date(2027, 1, 1), time(0)))
        found = occurrences([self.pattern()], window=window)
        shifts = [Shift(UUID(int=n), each.pool, each.period) for n, each in enumerate(found)]
        assert holes(NIGHT, shifts, window=window, service=self.NIGHTS.intervals(window)) == []
        assert len({(each.pattern, each.day) for each in found}) == len(found) == 365

    def test_every_third_weekend_is_counted_from_the_first(self):
        weekend = Band(frozenset({5, 6}), time(8), time(16))
        each_third = self.pattern(band=weekend, valid=DatePeriod(date(2026, 1, 8)), every_weeks=3)
        window = Period(instant_at(date(2026, 1, 1), time(0)), instant_at(date(2026, 2, 3), time(0)))
        assert [each.day.day for each in occurrences([each_third], window=window)] == [10, 11, 31, 1]

    def test_a_pattern_stops_when_it_is_no_longer_valid(self):
        ended = self.pattern(valid=DatePeriod(date(2026, 1, 1), date(2026, 6, 1)))
        assert occurrences([ended], window=coming(NOON)) == []

    def test_a_night_that_began_before_the_window_is_there_whole(self):
        window = Period(instant_at(date(2026, 6, 2), time(1)), instant_at(date(2026, 6, 2), time(2)))
        [night] = occurrences([self.pattern()], window=window)
        assert night.day == date(2026, 6, 1) and night.period.duration == 8 * HOUR

    def test_a_holiday_shift_takes_place_on_holidays_only(self):
        band = Band(frozenset(), time(8), time(16), OnHolidays.ALSO)
        window = Period(datetime(2026, 3, 30, tzinfo=UTC), datetime(2026, 4, 13, tzinfo=UTC))
        found = occurrences([self.pattern(band=band)], window=window, public=holidays_around(window))
        assert [each.day.day for each in found] == [2, 3, 5, 6]

    @given(
        st.integers(1, 5),
        st.integers(0, 400),
        st.integers(1, 20),
        st.frozensets(st.integers(0, 6), min_size=1),
    )
    def test_two_windows_that_meet_hold_together_what_one_holds(self, weeks, start, length, weekdays):
        pattern = self.pattern(band=Band(weekdays, time(22), time(6)), every_weeks=weeks)
        a, b, c = at(start), at(start + length), at(start + 3 * length)
        halves = occurrences([pattern], window=Period(a, b)) + occurrences([pattern], window=Period(b, c))
        assert set(halves) == set(occurrences([pattern], window=Period(a, c)))
