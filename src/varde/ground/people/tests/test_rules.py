from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from varde.ground.people.rules import next_of_kin, relation, risk
from varde.ground.people.rules.address import (
    NEVER_SHOWN,
    ON_THE_WAY,
    Answer,
    Place,
    Protection,
    Viewer,
    answer,
    may_show_position,
)
from varde.ground.people.rules.next_of_kin import (
    Missing,
    NextOfKin,
    may_be_told,
    may_receive_alarms,
    missing_to_receive,
)
from varde.ground.people.rules.relation import Basis, RelationRefused, in_force, terms
from varde.ground.people.rules.risk import RiskStatement, default_review, is_overdue, judging_words, problems
from varde.kernel.period import DatePeriod

pytestmark = pytest.mark.unit
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
TODAY = date(2026, 6, 1)
DAY = timedelta(days=1)
protections, places = st.sampled_from(Protection), st.sampled_from(Place)
viewers = st.builds(Viewer, st.booleans(), st.booleans(), st.booleans(), st.booleans())
OPENNESS = [Answer.WITHHOLD, Answer.REVEAL, Answer.SHOW_AND_RECORD, Answer.SHOW]


class TestAddress:
    @given(protections, viewers)
    def test_no_address_goes_to_a_log_or_a_lock_screen(self, protection, viewer):
        assert {answer(protection, place, viewer) for place in NEVER_SHOWN} == {Answer.WITHHOLD}

    @given(protections, st.sampled_from(sorted(ON_THE_WAY)), viewers)
    def test_whoever_holds_a_live_alarm_sees_where_to_go(self, protection, place, viewer):
        holder = Viewer(
            True, viewer.has_task_now, viewer.has_care_relation, viewer.is_authorised_for_protected
        )
        assert answer(protection, place, holder) in (Answer.SHOW, Answer.SHOW_AND_RECORD)
        assert may_show_position(protection, holder)

    @given(places, viewers)
    def test_more_protection_never_shows_more(self, place, viewer):
        shown = [OPENNESS.index(answer(protection, place, viewer)) for protection in Protection]
        assert shown == sorted(shown, reverse=True)

    @given(protections.filter(lambda p: p is not Protection.ORDINARY), places, viewers)
    def test_a_protected_address_is_never_shown_without_a_record(self, protection, place, viewer):
        assert answer(protection, place, viewer) is not Answer.SHOW
        if place not in ON_THE_WAY:
            assert answer(protection, place, viewer) is Answer.WITHHOLD

    @given(protections, places)
    def test_a_stranger_sees_nothing_not_even_an_authorised_one(self, protection, place):
        assert answer(protection, place, Viewer(is_authorised_for_protected=True)) is Answer.WITHHOLD

    @given(protections, places, viewers)
    def test_another_reason_to_see_never_takes_sight_away(self, protection, place, viewer):
        now = OPENNESS.index(answer(protection, place, viewer))
        for more in product((viewer.has_task_now, True), (viewer.has_care_relation, True)):
            wider = Viewer(viewer.holds_live_alarm, *more, viewer.is_authorised_for_protected)
            assert OPENNESS.index(answer(protection, place, wider)) >= now

    @pytest.mark.parametrize(
        ("protection", "viewer", "expected"),
        [
            (Protection.ORDINARY, Viewer(has_care_relation=True), Answer.SHOW),
            (Protection.CONFIDENTIAL, Viewer(has_care_relation=True), Answer.WITHHOLD),
            (Protection.CONFIDENTIAL, Viewer(has_task_now=True), Answer.REVEAL),
            (Protection.STRICTLY_CONFIDENTIAL, Viewer(has_task_now=True), Answer.WITHHOLD),
            (
                Protection.STRICTLY_CONFIDENTIAL,
                Viewer(has_care_relation=True, is_authorised_for_protected=True),
                Answer.WITHHOLD,
            ),
            (
                Protection.STRICTLY_CONFIDENTIAL,
                Viewer(has_task_now=True, is_authorised_for_protected=True),
                Answer.REVEAL,
            ),
        ],
    )
    def test_on_the_card_each_level_asks_for_more(self, protection, viewer, expected):
        assert answer(protection, Place.CARD, viewer) is expected


class TestRelation:
    @pytest.mark.parametrize("basis", [Basis.ALARM, Basis.CASE])
    def test_alarm_and_case_last_until_what_opened_them_closes_them(self, basis):
        assert terms(basis, now=NOON).period.end is None

    def test_a_search_with_a_reason_lasts_an_hour_to_the_second(self):
        period = terms(Basis.SEARCH, now=NOON, reason="Ringte om nytt batteri").period
        assert in_force(period, NOON) and in_force(period, NOON + timedelta(minutes=59, seconds=59))
        assert not in_force(period, NOON + timedelta(hours=1)) and not in_force(
            period, NOON - timedelta(seconds=1)
        )

    @pytest.mark.parametrize("basis", [Basis.SEARCH, Basis.EMERGENCY])
    @pytest.mark.parametrize("reason", ["", "sjekk", "a         b", " " * 40])
    def test_without_a_real_reason_nothing_opens(self, basis, reason):
        with pytest.raises(RelationRefused) as refused:
            terms(basis, now=NOON, hours=2, reason=reason)
        assert refused.value.problem is relation.Problem.REASON_MISSING

    @pytest.mark.parametrize(
        ("hours", "problem"),
        [
            (None, relation.Problem.HOURS_MISSING),
            (0, relation.Problem.HOURS_MISSING),
            (13, relation.Problem.TOO_LONG),
        ],
    )
    def test_an_emergency_ends_within_hours(self, hours, problem):
        with pytest.raises(RelationRefused) as refused:
            terms(Basis.EMERGENCY, now=NOON, hours=hours, reason="Fant henne ute, ukjent")
        assert refused.value.problem is problem

    @given(st.integers(1, 12))
    def test_only_an_emergency_is_followed_up(self, hours):
        opened = terms(Basis.EMERGENCY, now=NOON, hours=hours, reason="Fant henne ute, ukjent")
        assert opened.needs_follow_up and opened.period.duration == timedelta(hours=hours)
        assert not terms(Basis.ALARM, now=NOON).needs_follow_up

    @pytest.mark.parametrize(
        ("until", "problem"),
        [
            (None, relation.Problem.END_MISSING),
            (NOON, relation.Problem.END_MISSING),
            (NOON + 8 * DAY, relation.Problem.TOO_LONG),
        ],
    )
    def test_a_task_has_an_end_within_a_week(self, until, problem):
        with pytest.raises(RelationRefused) as refused:
            terms(Basis.TASK, now=NOON, until=until)
        assert refused.value.problem is problem
        assert terms(Basis.TASK, now=NOON, until=NOON + DAY).period.end == NOON + DAY

    @given(st.sampled_from(Basis), st.one_of(st.none(), st.integers(-5, 50)), st.text(max_size=40))
    def test_what_must_end_by_itself_always_does(self, basis, hours, reason):
        try:
            opened = terms(basis, now=NOON, hours=hours, until=NOON + DAY, reason=reason)
        except RelationRefused as refused:
            assert str(refused) == refused.problem.value
            return
        assert opened.period.start == NOON
        assert basis not in relation.ENDS_BY_ITSELF or opened.period.end is not None


class TestNextOfKin:
    READY = NextOfKin(
        accepted_on=TODAY - DAY, receives=DatePeriod(TODAY, TODAY + 30 * DAY), holds_key=True, has_phone=True
    )

    def test_with_acceptance_key_phone_and_an_end_they_may_receive(self):
        assert may_receive_alarms(self.READY, TODAY)

    @pytest.mark.parametrize(
        ("change", "missing"),
        [
            ({"accepted_on": None}, Missing.ACCEPTANCE),
            ({"accepted_on": TODAY + DAY}, Missing.ACCEPTANCE),
            ({"holds_key": False}, Missing.KEY),
            ({"has_phone": False}, Missing.PHONE),
            ({"receives": None}, Missing.END_DATE),
            ({"receives": DatePeriod(TODAY)}, Missing.END_DATE),
            ({"receives": DatePeriod(TODAY + DAY, TODAY + 2 * DAY)}, Missing.NOT_STARTED),
            ({"receives": DatePeriod(TODAY - DAY, TODAY)}, Missing.ENDED),
        ],
    )
    def test_each_thing_that_is_missing_is_named(self, change, missing):
        kin = NextOfKin(**{**{f: getattr(self.READY, f) for f in NextOfKin.__slots__}, **change})
        assert missing_to_receive(kin, TODAY) == {missing}

    def test_being_told_and_receiving_alarms_are_two_things(self):
        told = NextOfKin(told=DatePeriod(TODAY))
        assert may_be_told(told, TODAY) and not may_receive_alarms(told, TODAY)
        assert not may_be_told(self.READY, TODAY)

    def test_consent_to_tell_that_is_withdrawn_ends_that_day(self):
        withdrawn = NextOfKin(told=DatePeriod(TODAY - 9 * DAY, TODAY))
        assert may_be_told(withdrawn, TODAY - DAY) and not may_be_told(withdrawn, TODAY)

    def test_everything_missing_is_said_at_once(self):
        assert next_of_kin.missing_to_receive(NextOfKin(), TODAY) == {
            Missing.ACCEPTANCE,
            Missing.KEY,
            Missing.PHONE,
            Missing.END_DATE,
        }


class TestRisk:
    def make(self, text="Hunden bet en ansatt i hånden.", observed=0, due=90) -> RiskStatement:
        return RiskStatement(text, TODAY + observed * DAY, TODAY + due * DAY)

    def test_a_fact_with_a_date_and_a_review_can_be_kept(self):
        assert problems(self.make(), today=TODAY) == []
        assert problems(RiskStatement("Løs matte i gangen.", TODAY, default_review(TODAY)), today=TODAY) == []

    @pytest.mark.parametrize(
        ("change", "problem"),
        [
            ({"text": "hund     !"}, risk.Problem.TOO_SHORT),
            ({"text": "x" * 301}, risk.Problem.TOO_LONG),
            ({"observed": 1}, risk.Problem.OBSERVED_LATER),
            ({"observed": -5, "due": -6}, risk.Problem.REVIEW_TOO_EARLY),
            ({"due": 184}, risk.Problem.REVIEW_TOO_LATE),
        ],
    )
    def test_what_cannot_be_kept_says_why(self, change, problem):
        assert problems(self.make(**change), today=TODAY) == [problem]

    @pytest.mark.parametrize(("due", "overdue"), [(-1, True), (0, False), (1, False)])
    def test_a_review_is_overdue_from_the_day_after(self, due, overdue):
        assert is_overdue(self.make(due=due), today=TODAY) is overdue

    def test_words_that_judge_are_pointed_out_and_facts_are_not(self):
        assert judging_words("Pasienten er Vanskelig og krevende, vanskelig.") == [
            "Vanskelig",
            "krevende",
            "vanskelig",
        ]
        assert judging_words("Surstoff på rommet. Galleri i trappen. Kastet en kopp mot ansatt 3. mai.") == []
