from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from varde.foundation.calendar import public_holidays
from varde.governance.support.rules.clock import NOTHING, Hours, NeverOpen, spent
from varde.governance.support.rules.codes import (
    CAUSE_NAMES,
    CRITICALITY_MEANS,
    CRITICALITY_NAMES,
    DISCOVERER_NAMES,
    HARM_NAMES,
    ORDER,
    PROBLEM_NAMES,
    PROBLEM_WORDS,
    TECHNOLOGY_NAMES,
    TECHNOLOGY_WORDS,
    Cause,
    Criticality,
    Discoverer,
    Harm,
    Problem,
    Technology,
)
from varde.governance.support.rules.early_days import NORWEGIAN, early_days, easter
from varde.governance.support.rules.faults import is_common, seen, technology_of
from varde.governance.support.rules.lifecycle import (
    MOVES,
    QUIET,
    STATE_NAMES,
    VERB_NAMES,
    NotAllowed,
    State,
    Verb,
    may,
    moved,
    needs_verdict,
)
from varde.governance.support.rules.promise import Promise, Standing, deadlines, standing
from varde.kernel.band import EVERY_DAY, Band, OnHolidays
from varde.kernel.clock import OSLO, local
from varde.kernel.private import holds_national_id

pytestmark = pytest.mark.unit
HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)
WEEK = frozenset(range(5))
PUBLIC = public_holidays(2024, 2030)
OFFICE = Hours(
    (Band(WEEK, time(8), time(16), OnHolidays.NEVER),), PUBLIC, early_days(range(2024, 2031), time(12))
)
ALWAYS = Hours((Band(EVERY_DAY, time(), time()),))
NIGHT = Hours((Band(EVERY_DAY, time(22), time(7)),))


def at(text: str) -> datetime:
    """A Norwegian wall clock time."""
    return datetime.fromisoformat(text).replace(tzinfo=OSLO).astimezone(UTC)


BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
instants = st.integers(0, 3 * 366 * 86_400).map(lambda seconds: BEGIN + timedelta(seconds=seconds))
spans = st.integers(0, 40 * 86_400).map(lambda seconds: timedelta(seconds=seconds))
amounts = st.integers(0, 60 * 120).map(lambda minutes: timedelta(minutes=minutes))
sometimes = st.sampled_from([OFFICE, ALWAYS, NIGHT])


class TestWorkingTime:
    @pytest.mark.parametrize(
        ("start", "end", "hours"),
        [
            ("2026-11-09T10:00", "2026-11-09T11:30", 1.5),
            ("2026-11-09T15:00", "2026-11-10T09:00", 2),  # overnight
            ("2026-11-13T15:00", "2026-11-16T09:00", 2),  # over a weekend
            ("2026-04-01T10:00", "2026-04-07T09:00", 3),  # a short Wednesday, then Easter to the Tuesday
            ("2026-12-23T15:00", "2026-12-28T09:00", 6),  # Christmas Eve to noon
            ("2026-12-31T08:00", "2027-01-04T08:00", 4),  # New Year's Eve to noon, New Year's Day closed
            ("2026-05-17T08:00", "2026-05-17T16:00", 0),
        ],
    )
    def test_the_working_hours_between_two_instants(self, start, end, hours):
        assert OFFICE.worked(at(start), at(end)) == hours * HOUR

    @pytest.mark.parametrize(("evening", "hours"), [("2026-03-28", 8), ("2026-10-24", 10), ("2026-06-01", 9)])
    def test_a_night_is_as_long_as_it_is(self, evening, hours):
        start = at(f"{evening}T12:00")
        assert NIGHT.worked(start, start + DAY) == hours * HOUR

    def test_a_deadline_of_eight_hours_given_on_the_wednesday_before_easter_falls_after_it(self):
        assert OFFICE.after(at("2026-04-01T10:00"), 8 * HOUR) == at("2026-04-07T14:00")

    def test_a_deadline_may_end_with_the_day(self):
        assert OFFICE.after(at("2026-11-09T08:00"), 8 * HOUR) == at("2026-11-09T16:00")

    def test_hours_that_never_come_are_told_and_not_waited_for(self):
        closed = Hours((Band(frozenset({6}), time(8), time(9), OnHolidays.NEVER),), early={})
        with pytest.raises(NeverOpen):
            closed.after(at("2026-11-09T08:00"), 100 * HOUR)
        with pytest.raises(ValueError, match="end"):
            OFFICE.windows(_endless())

    @given(hours=sometimes, start=instants, one=spans, two=spans)
    def test_time_adds_up_over_any_cut(self, hours, start, one, two):
        whole = hours.worked(start, start + one + two)
        assert whole == hours.worked(start, start + one) + hours.worked(start + one, start + one + two)
        assert NOTHING <= whole <= one + two
        assert whole == spent(hours, [(start, start + one), (start + one, start + one + two)])

    @given(start=instants, span=spans)
    def test_round_the_clock_every_second_counts(self, start, span):
        assert ALWAYS.worked(start, start + span) == span

    @given(hours=sometimes, start=instants, amount=amounts)
    def test_the_deadline_is_the_first_instant_with_that_much_work_before_it(self, hours, start, amount):
        due = hours.after(start, amount)
        assert hours.worked(start, due) == amount
        if amount:
            assert hours.worked(start, due - timedelta(seconds=1)) == amount - timedelta(seconds=1)

    @given(hours=sometimes, start=instants, one=amounts, two=amounts)
    def test_a_deadline_in_two_steps_is_the_same_deadline(self, hours, start, one, two):
        assert hours.after(hours.after(start, one), two) == hours.after(start, one + two) or not two

    @given(start=instants, span=spans, closes=st.times(time(8, 30), time(15)))
    def test_closing_early_never_adds_working_time(self, start, span, closes):
        shorter = Hours(OFFICE.bands, PUBLIC, early_days(range(2024, 2031), closes))
        plain = Hours(OFFICE.bands, PUBLIC)
        assert shorter.worked(start, start + span) <= plain.worked(start, start + span)

    @given(start=instants, span=spans, day=st.dates(date(2025, 1, 1), date(2028, 6, 1)))
    def test_one_more_holiday_never_adds_working_time(self, start, span, day):
        more = Hours(OFFICE.bands, PUBLIC | {day}, OFFICE.early)
        lost = OFFICE.worked(start, start + span) - more.worked(start, start + span)
        assert NOTHING <= lost <= 8 * HOUR

    @given(hours=sometimes, start=instants)
    def test_the_next_opening_is_open_and_all_before_it_is_not(self, hours, start):
        opens = hours.next_opening(start)
        assert opens is not None and hours.is_open(opens) and hours.worked(start, opens) == NOTHING

    @given(hours=st.sampled_from([OFFICE, NIGHT]), start=instants)
    def test_the_next_closing_is_closed_and_all_before_it_is_not(self, hours, start):
        closes = hours.next_closing(start)
        assert not hours.is_open(closes) and hours.worked(start, closes) == closes - start

    def test_who_is_always_there_never_closes(self):
        assert ALWAYS.next_closing(at("2026-11-09T10:00")) is None


def _endless():
    from varde.kernel.period import Period  # noqa: PLC0415

    return Period(at("2026-11-09T10:00"))


class TestEarlyDays:
    def test_easter_is_the_day_that_the_library_says(self):
        for year in range(1990, 2060):
            assert easter(year) in public_holidays(year, year)
            assert easter(year) + DAY in public_holidays(year, year)

    def test_the_four_norwegian_ones_of_2026(self):
        assert set(early_days([2026], time(12))) == {
            date(2026, 4, 1), date(2026, 5, 23), date(2026, 12, 24), date(2026, 12, 31),
        }  # fmt: skip
        assert early_days([2026], None) == {} and len({one.name for one in NORWEGIAN}) == 4


class TestPromise:
    PROMISE = Promise(2 * HOUR, 8 * HOUR)

    def test_a_ticket_sent_at_ten_is_answered_by_noon_and_solved_by_ten_the_next_day(self):
        due = deadlines(OFFICE, self.PROMISE, sent_at=at("2026-11-09T10:00"), used=NOTHING)
        assert due.respond_at == at("2026-11-09T12:00")
        assert due.near_at == at("2026-11-09T16:00") and due.solve_at == at("2026-11-10T10:00")

    def test_sent_again_it_goes_on_from_where_it_stood(self):
        due = deadlines(OFFICE, self.PROMISE, sent_at=at("2026-11-09T10:00"), used=7 * HOUR)
        assert due.respond_at is None
        assert due.near_at == at("2026-11-09T10:00") and due.solve_at == at("2026-11-09T11:00")

    @given(sent=instants, used=amounts)
    def test_a_breach_is_foreseen_before_it_is_there_and_used_time_only_brings_it_nearer(self, sent, used):
        due = deadlines(OFFICE, self.PROMISE, sent_at=sent, used=used)
        fresh = deadlines(OFFICE, self.PROMISE, sent_at=sent, used=NOTHING)
        assert sent <= due.near_at <= due.solve_at <= fresh.solve_at

    def test_what_is_not_promised_has_no_deadline(self):
        due = deadlines(OFFICE, Promise(None, None), sent_at=at("2026-11-09T10:00"), used=NOTHING)
        assert (due.respond_at, due.near_at, due.solve_at) == (None, None, None)

    @pytest.mark.parametrize(
        ("facts", "expected"),
        [
            ({"solve_at": None}, Standing.NONE),
            ({}, Standing.RUNNING),
            ({"now": "2026-11-10T09:00"}, Standing.NEAR),
            ({"now": "2026-11-10T10:00"}, Standing.BREACHED),
            ({"is_waiting": False, "now": "2026-11-10T11:00"}, Standing.PAUSED),
            ({"is_waiting": False, "was_late": True}, Standing.BREACHED),
            ({"is_waiting": False, "is_done": True}, Standing.KEPT),
            ({"is_waiting": False, "is_done": True, "was_late": True}, Standing.BROKEN),
        ],
    )
    def test_how_a_ticket_stands(self, facts, expected):
        known = {
            "is_waiting": True,
            "is_done": False,
            "was_late": False,
            "near_at": at("2026-11-09T16:00"),
            "solve_at": at("2026-11-10T10:00"),
            **facts,
            "now": at(facts.get("now", "2026-11-09T11:00")),
        }
        assert standing(**known) is expected


class TestLifecycle:
    def test_every_state_and_verb_has_a_name_and_every_code_too(self):
        assert set(STATE_NAMES) == set(State) == set(MOVES) and set(VERB_NAMES) == set(Verb)
        for names, codes in (
            (DISCOVERER_NAMES, Discoverer), (CRITICALITY_NAMES, Criticality), (CRITICALITY_MEANS, Criticality),
            (TECHNOLOGY_NAMES, Technology), (PROBLEM_NAMES, Problem), (CAUSE_NAMES, Cause), (HARM_NAMES, Harm),
            (TECHNOLOGY_WORDS, Technology), (PROBLEM_WORDS, Problem), (ORDER, Criticality),
        ):  # fmt: skip
            assert set(names) == set(codes)

    def test_from_every_state_a_closed_end_can_be_reached_and_no_other_verb_is_allowed(self):
        for state in State:
            reach, front = {state}, [state]
            while front:
                for after in MOVES[front.pop()].values():
                    if after not in reach:
                        reach.add(after)
                        front.append(after)
            assert State.CLOSED in reach
            for verb in Verb:
                if may(state, verb):
                    assert moved(state, verb) in State
                else:
                    with pytest.raises(NotAllowed):
                        moved(state, verb)

    @given(st.lists(st.sampled_from(list(Verb)), max_size=12))
    def test_a_ticket_closes_only_when_it_was_solved_or_taken_up_by_another(self, verbs):
        state, last = State.NEW, State.NEW
        for verb in verbs:
            if may(state, verb):
                last, state = state, moved(state, verb)
                if state is State.CLOSED and last is not State.CLOSED:
                    assert last is State.SOLVED or verb is Verb.MERGE

    def test_a_note_moves_nothing(self):
        assert all(moved(state, verb) is state for state in State for verb in QUIET)

    @pytest.mark.parametrize(
        ("criticality", "by", "needed"),
        [
            ("critical", "system", True),
            ("critical", "service", True),
            ("serious", "recipient", True),
            ("serious", "system", False),
            ("moderate", "service", False),
        ],
    )
    def test_who_must_decide_about_a_deviation(self, criticality, by, needed):
        assert needs_verdict(criticality, by) is needed


class TestPrivate:
    # Synthetic numbers (Tenor and NAV series).
    @pytest.mark.parametrize(
        "text", ["02819298765", "028192 98765", "028192-98765", "0281 9298 765", "028192.98765"]
    )
    def test_a_number_that_only_looks_like_one_passes(self, text):
        assert not holds_national_id(f"serienummer {text}")

    @pytest.mark.parametrize(
        "write", ["{0}", "{1} {2}", "{1}-{2}", "{1}.{2}", "født {1} {2}, bor her", "({0})"]
    )
    def test_a_national_id_is_seen_however_it_is_broken(self, write):
        number = _synthetic()
        assert holds_national_id(write.format(number, number[:6], number[6:]))

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "Ring 412 34 567",
            "IMEI 356938035643809",
            "lader ikke siden 09.11.2026 kl. 10.15",
            "serie 12345678901",
        ],
    )
    def test_phone_numbers_dates_and_serials_pass(self, text):
        assert not holds_national_id(text)

    @given(st.text(max_size=200))
    def test_no_text_breaks_it(self, text):
        assert holds_national_id(text) in (True, False)


def _synthetic() -> str:
    """The first valid number of Tenor's series on a day: made here, belongs to nobody."""
    from varde.kernel.national_id import InvalidNationalId, NationalId  # noqa: PLC0415

    for tail in range(10_000, 99_999):
        try:
            return NationalId.parse(f"018190{tail}", synthetic=True).value
        except InvalidNationalId:
            continue
    raise AssertionError


class TestFaults:
    def test_a_missing_plan_is_not_for_support_and_an_unknown_fault_is_taken_seriously(self):
        assert seen("T.no_plan") is None
        assert seen("T.something_new").criticality is Criticality.SERIOUS
        assert seen("T.battery_low").may_wait

    def test_the_kind_of_an_item_is_a_technology(self):
        assert technology_of("dispenser") is Technology.DISPENSER and technology_of("x") is Technology.OTHER

    def test_five_alike_have_one_cause(self):
        assert [is_common(n) for n in (1, 4, 5)] == [False, False, True]


def test_the_clock_of_the_tests_is_norwegian():
    assert local(at("2026-11-09T10:00")).hour == 10
