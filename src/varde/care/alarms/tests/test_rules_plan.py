"""Response plans: what a plan must hold, and which plan is in force."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from varde.care.alarms.rules.plan import (
    FALLBACK,
    Band,
    Channel,
    Choice,
    Plan,
    PlanFault,
    Receiver,
    ReceiverKind,
    Step,
    StepKind,
    Terms,
    compare,
    faults,
    holes,
    plan_from,
    plan_row,
    select,
)
from varde.kernel.clock import local
from varde.kernel.period import Period

pytestmark = pytest.mark.unit
DAY = date(2026, 11, 21)
MINUTE = timedelta(minutes=1)
LAST = Step(1, StepKind.LAST_RESORT, Receiver(ReceiverKind.LAST_RESORT), (Channel.VOICE,), MINUTE)


def plan(*steps: Step, code: str = "p") -> Plan:
    return Plan(code, tuple(replace(step, number=n) for n, step in enumerate(steps, 1)), 5 * MINUTE)


def contact(terms: Terms | None) -> Step:
    return Step(1, StepKind.CONTACT, Receiver(ReceiverKind.CONTACT, "c"), (Channel.VOICE,), MINUTE, terms)


def found(chosen: Plan) -> set[PlanFault]:
    return {fault for _, fault in faults(chosen, DAY)}


def test_the_fallback_has_no_faults():
    assert faults(FALLBACK, DAY) == ()


def test_the_last_step_is_never_next_of_kin_and_never_nobody():
    agreed = contact(Terms(True, True, date(2027, 1, 1)))
    assert found(plan(agreed)) == {PlanFault.ENDS_WITH_KIN}
    assert found(plan()) == {PlanFault.EMPTY}
    assert found(plan(Step(1, StepKind.BOARD, Receiver(ReceiverKind.CENTRE), (Channel.SCREEN,), MINUTE))) == {
        PlanFault.ENDS_WITH_NOBODY
    }
    disguised = replace(LAST, receiver=Receiver(ReceiverKind.CONTACT, "c"))
    assert found(plan(disguised)) == {PlanFault.ENDS_WITH_KIN}


def test_a_dispatch_without_a_ringing_channel_is_refused():
    silent = Step(
        1, StepKind.DISPATCH, Receiver(ReceiverKind.POOL, "x"), (Channel.SMS, Channel.EMAIL), MINUTE
    )
    assert found(plan(silent, LAST)) == {PlanFault.DISPATCH_SILENT}
    assert found(plan(replace(silent, channels=(Channel.SMS, Channel.VOICE)), LAST)) == set()


@pytest.mark.parametrize(
    ("terms", "fault"),
    [
        (None, PlanFault.CONTACT_WITHOUT_TERMS),
        (Terms(False, True, date(2027, 1, 1)), PlanFault.CONTACT_NOT_ACCEPTED),
        (Terms(True, False, date(2027, 1, 1)), PlanFault.CONTACT_WITHOUT_KEY),
        (Terms(True, True, None), PlanFault.CONTACT_WITHOUT_END),
        (Terms(True, True, DAY), PlanFault.CONTACT_ENDED),
    ],
)
def test_next_of_kin_receive_only_with_their_own_yes_a_key_and_an_end_date(terms, fault):
    assert found(plan(contact(terms), LAST)) == {fault}


def test_limits_repeat_and_a_ringing_last_step_are_required():
    assert PlanFault.NO_LIMIT in found(plan(replace(LAST, limit=timedelta(0))))
    assert PlanFault.NO_REPEAT in found(replace(plan(LAST), repeat_every=timedelta(0)))
    assert PlanFault.LAST_SILENT in found(plan(replace(LAST, channels=(Channel.EMAIL,))))
    assert PlanFault.NO_CHANNEL in found(plan(replace(LAST, channels=())))
    assert PlanFault.NUMBERING in found(Plan("p", (replace(LAST, number=7),), MINUTE))


def test_a_plan_survives_being_stored():
    whole = plan(contact(Terms(True, True, date(2027, 1, 1))), LAST)
    assert plan_from(plan_row(whole)) == whole


NIGHT = Band(frozenset({4, 5}), 22 * 60, 7 * 60)


@pytest.mark.parametrize(
    ("local", "inside"),
    [
        (datetime(2026, 11, 20, 22, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 20, 21, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 21, 2, 14, tzinfo=UTC), True),
        (datetime(2026, 11, 22, 6, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 22, 7, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 20, 2, 0, tzinfo=UTC), False),
    ],
)
def test_a_band_past_midnight_belongs_to_the_day_it_starts_on(local, inside):
    assert NIGHT.holds(local) is inside


@settings(max_examples=25, deadline=None)
@given(
    days=st.frozensets(st.integers(0, 6)),
    starts=st.integers(0, 1439),
    ends=st.integers(0, 1439),
)
def test_a_band_holds_for_as_many_minutes_of_the_week_as_it_says(days, starts, ends):
    band = Band(days, starts, ends)
    monday = datetime(2026, 11, 16, tzinfo=UTC)
    step = 7
    held = sum(band.holds(monday + timedelta(minutes=m)) for m in range(0, 7 * 1440, step))
    assert abs(held * step - band.minutes) <= 2 * step * max(len(days), 1)


def choice(code: str, **terms) -> Choice:
    return Choice(plan(LAST, code=code), **terms)


def test_the_most_specific_plan_wins_whatever_the_order():
    choices = [
        choice("everybody"),
        choice("everybody-4", alert="4"),
        choice("everybody-4.1", alert="4.1"),
        choice("hers", recipient="r"),
        choice("hers-4", recipient="r", alert="4"),
        choice("hers-4-night", recipient="r", alert="4", band=NIGHT),
    ]
    night, day = datetime(2026, 11, 21, 2, 14, tzinfo=UTC), datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
    for order in (choices, choices[::-1]):
        assert select(order, "r", "4.1", night).code == "hers-4-night"
        assert select(order, "r", "4.1", day).code == "hers-4"
        assert select(order, "r", "3", night).code == "hers"
        assert select(order, "other", "4.1", night).code == "everybody-4.1"
        assert select(order, "other", "3", night).code == "everybody"
    assert select([], "r", "3", night) == FALLBACK


CHOICES = st.lists(
    st.builds(
        choice,
        st.sampled_from("abcdef"),
        recipient=st.sampled_from(["", "r", "s"]),
        alert=st.sampled_from(["", "4", "4.1", "3"]),
        band=st.sampled_from([None, NIGHT]),
    ),
    max_size=6,
)


@given(
    choices=CHOICES,
    alert=st.sampled_from(["3", "4", "4.1", "T.x", ""]),
    hour=st.integers(0, 167),
    turn=st.randoms(),
)
def test_there_is_always_a_plan_and_the_order_of_storing_never_decides(choices, alert, hour, turn):
    local = datetime(2026, 11, 16, tzinfo=UTC) + timedelta(hours=hour)
    chosen = select(choices, "r", alert, local)
    shuffled = list(choices)
    turn.shuffle(shuffled)
    assert select(shuffled, "r", alert, local).code == chosen.code
    assert chosen.steps


def stored(chosen: Plan, **more: object) -> dict[str, object]:
    return {"title": "Natt", "alert": "3", "band": None, "body": plan_row(chosen), **more}


STORED_STEPS = st.lists(
    st.builds(
        lambda kind, ref, channels, seconds, terms: Step(
            1, kind, Receiver(ReceiverKind.POOL, ref), tuple(channels), timedelta(seconds=seconds), terms
        ),
        st.sampled_from(list(StepKind)),
        st.sampled_from(["", "a", "b"]),
        st.sets(st.sampled_from(list(Channel)), min_size=1).map(sorted),
        st.integers(0, 3600),
        st.sampled_from([None, Terms(True, True, DAY), Terms(False, True, None)]),
    ),
    max_size=6,
).map(lambda steps: plan(*steps))


@given(one=STORED_STEPS, other=STORED_STEPS)
def test_two_versions_differ_in_words_exactly_when_they_differ_in_data(one, other):
    left, right = stored(one), stored(other)
    assert compare(left, left) == ()
    assert bool(compare(left, right)) is (left != right)
    there = [(each.part, each.step, each.before, each.after) for each in compare(left, right)]
    assert there == [(each.part, each.step, each.after, each.before) for each in compare(right, left)]


def test_what_is_other_is_told_by_part_and_step():
    first = plan(replace(LAST, kind=StepKind.BOARD), LAST)
    slower = replace(first, steps=(replace(first.steps[0], limit=2 * MINUTE), *first.steps[1:]))
    changes = compare(stored(first), stored(slower, title="Dag", band={"days": [0], "starts": 0, "ends": 60}))
    assert [(one.part, one.step, one.before, one.after) for one in changes] == [
        ("title", 0, "Natt", "Dag"),
        ("band", 0, None, {"days": [0], "starts": 0, "ends": 60}),
        ("limit_seconds", 1, 60.0, 120.0),
    ]
    (came,) = compare(stored(plan(LAST)), stored(first))[-1:]
    assert (came.part, came.step, came.before) == ("kind", 2, None)


WEEK = Period(datetime(2026, 11, 23, tzinfo=UTC), datetime(2026, 11, 30, tzinfo=UTC))
PATROL = Receiver(ReceiverKind.POOL, "patrol")
GOES = plan(Step(1, StepKind.DISPATCH, PATROL, (Channel.VOICE,), MINUTE), LAST)
SHIFTS = st.lists(
    st.tuples(st.integers(0, 7 * 24 - 1), st.integers(1, 40)).map(
        lambda pair: Period(
            WEEK.start + timedelta(hours=pair[0]), WEEK.start + timedelta(hours=pair[0] + pair[1])
        )
    ),
    max_size=6,
)
BANDS = st.one_of(
    st.none(),
    st.builds(
        Band,
        st.frozensets(st.integers(0, 6), min_size=1),
        st.integers(0, 23).map(lambda hour: 60 * hour),
        st.integers(0, 23).map(lambda hour: 60 * hour),
    ),
)


@settings(max_examples=80, deadline=None)
@given(shifts=SHIFTS, hours=SHIFTS, bands=st.lists(BANDS, max_size=3))
def test_a_hole_is_exactly_where_nobody_can_be_sent_within_the_hours(shifts, hours, bands):
    choices = [Choice(GOES, band=band) for band in bands]
    found = holes(choices, "anna", hours, lambda receiver: shifts if receiver == PATROL else ())
    at = WEEK.start
    while at < WEEK.end + timedelta(days=2):
        wanted = any(one.contains(at) for one in hours)
        planned = any(band is None or band.holds(local(at)) for band in bands)
        there = any(one.contains(at) for one in shifts)
        assert any(one.contains(at) for one in found) is (wanted and not (planned and there)), at
        at += timedelta(minutes=30)


def test_a_plan_for_one_kind_of_alarm_leaves_the_others_without():
    only = [Choice(GOES, alert="3")]
    assert holes(only, "anna", [WEEK], lambda receiver: [WEEK]) == (WEEK,)
    assert holes([*only, Choice(GOES)], "anna", [WEEK], lambda receiver: [WEEK]) == ()
    nobody = Step(1, StepKind.DISPATCH, Receiver(ReceiverKind.POOL, "empty"), (Channel.VOICE,), MINUTE)
    worse = [Choice(GOES), Choice(plan(nobody, LAST), recipient="anna", alert="3")]
    staffed = {PATROL: [WEEK]}
    assert holes(worse, "anna", [WEEK], lambda receiver: staffed.get(receiver, ())) == (WEEK,)
    assert holes(worse, "berit", [WEEK], lambda receiver: staffed.get(receiver, ())) == ()
