"""Laws of the case: lifecycle past gates, responsibility, gates, pauses, due dates, consents."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from varde.care.pathways.rules import due, gates, lifecycle, responsibility
from varde.care.pathways.rules.consents import ConsentRefused, Giver, age, check
from varde.care.pathways.rules.gates import (
    Answer,
    Gate,
    Judged,
    Leave,
    LeaveKind,
    LeaveRefused,
    Verdict,
    judge,
)
from varde.care.pathways.rules.lifecycle import GateClosed, Move, NotAllowed, Position, Status, after, allowed
from varde.care.pathways.rules.pause import Pause, PauseRefused, Stops, is_overlong, is_quiet, resume_task_on
from varde.care.pathways.rules.pause import check as check_pause
from varde.care.pathways.rules.responsibility import (
    Away,
    Chain,
    HandOverRefused,
    answer,
    end,
    offer,
    stands_in,
)
from varde.care.pathways.rules.template import END_GATES, START_GATES, GateKind
from varde.kernel.period import DatePeriod, Period

pytestmark = pytest.mark.unit
TODAY = date(2026, 11, 7)
START = datetime(2026, 11, 7, 1, 14, tzinfo=UTC)
DAY = timedelta(days=1)
KINDS = {code: kind for code, (kind, _words) in (START_GATES | END_GATES).items()}


@pytest.mark.parametrize(("code", "state"), list(product(sorted(KINDS), Verdict)))
def test_every_gate_stops_or_lets_through(code: str, state: Verdict) -> None:
    """Missing stops every gate; a deferral and an exception help a quality gate alone; met always lets through."""
    gate = Gate(code, KINDS[code], 14)
    leaves = {
        Verdict.DEFERRED: [Leave(code, LeaveKind.DEFERRAL, TODAY, TODAY + DAY, "Nina")],
        Verdict.EXCEPTED: [Leave(code, LeaveKind.EXCEPTION, TODAY, TODAY + DAY, "Nina")],
    }.get(state, [])
    judged = judge([gate], [Answer(code, state is Verdict.MET, "mangler", "Ola")], leaves, today=TODAY)
    safety = gate.kind is GateKind.SAFETY
    assert judged[0].verdict is (Verdict.MISSING if safety and state is not Verdict.MET else state)
    stops = state is Verdict.MISSING or (safety and state is not Verdict.MET)
    assert bool(lifecycle.closed(judged)) is stops


@pytest.mark.parametrize("code", sorted(KINDS))
def test_a_leave_that_has_ended_opens_the_gate_again(code: str) -> None:
    gate = Gate(code, KINDS[code], 14)
    for kind in LeaveKind:
        leave = [Leave(code, kind, TODAY, TODAY + DAY, "Nina")]
        assert judge([gate], [], leave, today=TODAY + DAY)[0].verdict is Verdict.MISSING


def test_a_gate_that_nobody_answers_is_missing_and_two_answers_must_agree() -> None:
    gate = Gate("way_in", GateKind.SAFETY)
    assert judge([gate], [], [], today=TODAY)[0].verdict is Verdict.MISSING
    both = [Answer("way_in", True), Answer("way_in", False, "nei")]
    assert judge([gate], both, [], today=TODAY)[0].why == "nei"


def test_a_deferral_counts_its_days_from_the_first_one() -> None:
    gate = Gate("iplos", GateKind.QUALITY, 14)
    missing = Judged("iplos", GateKind.QUALITY, Verdict.MISSING)
    first = gates.defer(gate, missing, [], until=TODAY + 7 * DAY, owner="Nina", today=TODAY)
    later = TODAY + 7 * DAY
    gates.defer(gate, missing, [first], until=TODAY + 14 * DAY, owner="Nina", today=later)
    with pytest.raises(LeaveRefused):
        gates.defer(gate, missing, [first], until=TODAY + 15 * DAY, owner="Nina", today=later)


@pytest.mark.parametrize(
    ("owner", "reason", "days"),
    [
        ("", "Lang nok grunn", 5),
        ("Nina", "kort", 5),
        ("Nina", "Lang nok grunn", 0),
        ("Nina", "Lang nok grunn", 400),
    ],
)
def test_an_exception_has_an_owner_a_reason_and_an_end(owner: str, reason: str, days: int) -> None:
    gate, missing = Gate("iplos", GateKind.QUALITY, 14), Judged("iplos", GateKind.QUALITY, Verdict.MISSING)
    with pytest.raises(LeaveRefused):
        gates.except_from(gate, missing, until=TODAY + days * DAY, owner=owner, reason=reason, today=TODAY)


SAFE, GOOD = Gate("way_in", GateKind.SAFETY), Gate("iplos", GateKind.QUALITY, 14)
FACTS = st.tuples(st.booleans(), st.booleans(), st.sampled_from([None, *LeaveKind]))


@settings(max_examples=400)
@given(st.lists(st.tuples(st.sampled_from(list(Move)), FACTS), max_size=40))
def test_no_sequence_of_moves_passes_an_unmet_gate(
    moves: list[tuple[Move, tuple[bool, bool, LeaveKind | None]]],
) -> None:
    """Every move that makes a service active or ended was made with each safety gate met, and each quality gate met or on
    record as deferred or excepted. Taking a winding down back restores what had been reached so."""
    at, before, lawful = lifecycle.NEW, None, set()
    for move, (safe, good, leave) in moves:
        leaves = (
            [Leave(gate.code, leave, TODAY, TODAY + DAY, "Nina") for gate in (SAFE, GOOD)] if leave else []
        )
        judged = judge([SAFE, GOOD], [Answer("way_in", safe), Answer("iplos", good)], leaves, today=TODAY)
        try:
            to = after(at, move, judged, before=before)
        except (NotAllowed, GateClosed):
            continue
        passed = safe and (good or leave is not None)
        enters = to.status is Status.ACTIVE and at.status is not Status.ACTIVE
        ends = to.status is Status.ENDED and move is not Move.HAND_OVER
        if move is Move.UNDO:
            assert to == before
            assert to.status is not Status.ACTIVE or to.status in lawful
        elif enters or ends:
            assert passed
        if to.status is Status.ACTIVE:
            lawful.add(to.status)
        if move is Move.WIND_DOWN:
            before = at
        at = to


@given(st.sampled_from(list(Status)), st.sampled_from(list(lifecycle.Stage)))
def test_what_has_ended_or_was_declined_never_moves_again(status: Status, stage: lifecycle.Stage) -> None:
    if status in (Status.ENDED, Status.REJECTED):
        assert allowed(Position(status, stage)) == frozenset()


ORGANISATIONS = [UUID(int=n) for n in (1, 2, 3)]
ACTS = st.tuples(
    st.sampled_from(["offer", "accept", "reject", "withdraw", "end"]),
    st.sampled_from(ORGANISATIONS),
    st.integers(min_value=0, max_value=3000),
)


@settings(max_examples=400)
@given(st.lists(ACTS, max_size=30))
def test_exactly_one_organisation_is_responsible_at_every_instant(acts: list[tuple[str, UUID, int]]) -> None:
    chain, at, over = Chain.begin(ORGANISATIONS[0], START, "Dr. Lie"), START, None
    for what, who, minutes in acts:
        at += timedelta(minutes=minutes)
        was = chain.holder(at)
        try:
            if what == "offer":
                chain = offer(chain, to=who, at=at)
            elif what == "end":
                chain, over = end(chain, at=at), at
            else:
                chain = answer(chain, responsibility.Answer(what), by=who, at=at, medical="Dr. Dahl")
        except HandOverRefused:
            pass
        if what != "accept":
            assert over == at or chain.holder(at) == was  # nothing but an acceptance moves it
    edges = [held.period.start for held in chain.held] + [at, at + DAY]
    for edge in edges:
        for moment in (edge, edge - timedelta(microseconds=1), edge + timedelta(microseconds=1)):
            holding = [held for held in chain.held if held.period.contains(moment)]
            expected = moment >= START and (over is None or moment < over)
            assert len(holding) == (1 if expected else 0)


def test_a_deputy_who_is_away_has_a_deputy() -> None:
    ada, bo, kari = ORGANISATIONS
    week = DatePeriod(TODAY, TODAY + 7 * DAY)
    away = [Away(ada, week, bo), Away(bo, week)]
    assert stands_in(ada, away, {bo: kari}, TODAY) == kari
    assert stands_in(ada, away, {}, TODAY) is None
    assert stands_in(ada, [Away(ada, week, bo), Away(bo, week, ada)], {}, TODAY) is None
    assert stands_in(ada, away, {}, TODAY + 7 * DAY) == ada


@given(st.integers(0, 200), st.integers(1, 180), st.sets(st.sampled_from(list(Stops))))
def test_a_pause_is_quiet_inside_its_period_alone(hours: int, days: int, stops: set[Stops]) -> None:
    pause = Pause(Period(START, START + timedelta(days=days)), frozenset(stops))
    at = START + timedelta(hours=hours)
    for what in Stops:
        assert is_quiet([pause], what, at) is (what in stops and hours < days * 24)
    assert is_overlong(pause, at) is (hours >= days * 24)
    resumed = Pause(pause.period, pause.stops, resumed_at=START)
    assert not any(is_quiet([resumed], what, at) for what in Stops)


def test_a_pause_has_an_end_ahead_and_its_resume_task_the_day_before() -> None:
    assert resume_task_on(TODAY) == TODAY - DAY
    for days in (0, -1, 184):
        with pytest.raises(PauseRefused):
            check_pause(TODAY, TODAY + days * DAY)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 60))
def test_months_keep_the_day_or_take_the_last_of_the_month(day: date, months: int) -> None:
    later = due.add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + DAY).day == 1


def test_due_dates_in_every_unit() -> None:
    easter = frozenset({date(2026, 4, 2), date(2026, 4, 3), date(2026, 4, 6)})
    assert due.later(date(2026, 4, 1), 2, "working_days", public=easter) == date(2026, 4, 8)
    assert due.later(date(2026, 1, 31), 1, "months", public=frozenset()) == date(2026, 2, 28)
    assert due.later(date(2026, 4, 1), 2, "weeks", public=easter) == date(2026, 4, 15)
    with pytest.raises(ValueError, match="unit"):
        due.later(TODAY, 1, "years", public=frozenset())


@given(st.integers(0, 90), st.sampled_from([(1, "weeks"), (2, "weeks"), (3, "months"), (1, "days")]))
def test_a_series_keeps_its_day_and_is_never_due_in_the_past(late: int, every: tuple[int, str]) -> None:
    done = TODAY + late * DAY
    following = due.next_in_series(TODAY, done, *every, public=frozenset())
    assert following > done
    on_time = due.later(TODAY, *every, public=frozenset())
    assert following == on_time or on_time <= done


@pytest.mark.parametrize(
    ("giver", "kind", "born", "holds"),
    [
        (Giver.SELF, "care", date(1940, 1, 1), True),
        (Giver.SELF, "care", date(2015, 1, 1), False),
        (Giver.SELF, "care", date(2010, 11, 7), True),
        (Giver.SELF, "care", date(2010, 11, 8), False),
        (Giver.PARENT, "care", date(2015, 1, 1), True),
        (Giver.PARENT, "care", date(1990, 1, 1), False),
        (Giver.PARENT, "care", None, False),
        (Giver.GUARDIAN, "care", date(1940, 1, 1), True),
        (Giver.NEXT_OF_KIN, "care", date(1940, 1, 1), False),
        (Giver.NEXT_OF_KIN, "tell_kin", date(1940, 1, 1), False),
        (Giver.CO_RESIDENT, "camera", date(1940, 1, 1), True),
        (Giver.CO_RESIDENT, "care", date(1940, 1, 1), False),
    ],
)
def test_who_may_consent_to_what(giver: Giver, kind: str, born: date | None, holds: bool) -> None:
    if holds:
        check(giver, kind, born, TODAY, TODAY)
        return
    with pytest.raises(ConsentRefused):
        check(giver, kind, born, TODAY, TODAY)


def test_a_leap_day_birthday_falls_on_the_first_of_march() -> None:
    assert age(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert age(date(2008, 2, 29), date(2026, 3, 1)) == 18
