"""Escalation: an alarm always has somebody coming for it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from varde.care.alarms.rules.codes import Severity
from varde.care.alarms.rules.escalation import (
    Act,
    AlreadyHeld,
    Outcome,
    Picture,
    WaitInvalid,
    What,
    by_key,
    moved,
    next_due,
    skipped,
    start,
    when_due,
)
from varde.care.alarms.rules.lifecycle import HELD, MOVES, NotAllowed, Role, State, Verb
from varde.care.alarms.rules.plan import FALLBACK, Channel, Plan, Receiver, ReceiverKind, Step, StepKind

pytestmark = pytest.mark.unit
T0 = datetime(2026, 11, 21, 1, 14, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def plan(*kinds: StepKind) -> Plan:
    receivers = {
        StepKind.BOARD: (Receiver(ReceiverKind.CENTRE), (Channel.SCREEN,)),
        StepKind.CONTACT: (Receiver(ReceiverKind.CONTACT, "c"), (Channel.VOICE,)),
        StepKind.LAST_RESORT: (Receiver(ReceiverKind.LAST_RESORT), (Channel.VOICE,)),
    }
    steps = []
    for number, kind in enumerate(kinds, start=1):
        receiver, channels = receivers.get(
            kind, (Receiver(ReceiverKind.POOL, f"pool{number}"), (Channel.VOICE, Channel.SMS))
        )
        steps.append(Step(number, kind, receiver, channels, MINUTE))
    return Plan("p", tuple(steps), 5 * MINUTE)


NIGHT = plan(StepKind.BOARD, StepKind.DISPATCH, StepKind.DISPATCH, StepKind.LAST_RESORT)


def fresh(**changes) -> Picture:
    return replace(Picture("a", NIGHT, Severity.CRITICAL, T0), **changes)


def run(picture: Picture, until: datetime) -> list[Outcome]:
    """A worker that is always on time."""
    done = []
    now = picture.opened_at
    for _ in range(2000):
        due = next_due(picture, now)
        if due is None or due.at > until:
            break
        now = max(now, due.at)
        done.append(when_due(picture, due, now))
        picture = done[-1].picture
    return done


def receivers(outcome: Outcome) -> set[ReceiverKind]:
    return {note.receiver.kind for note in outcome.notify}


def test_when_nobody_acts_it_climbs_every_step_and_never_stops():
    done = run(fresh(), T0 + timedelta(hours=2))
    assert [o.picture.level for o in done[:4]] == [1, 2, 3, 4]
    assert all({ReceiverKind.LAST_RESORT, ReceiverKind.LEADER} <= receivers(o) for o in done[3:])
    assert done[-1].picture.rung_at >= T0 + timedelta(hours=2) - 5 * MINUTE
    assert len(done) > 20


def test_two_operators_reach_for_it_and_the_second_learns_who_has_it():
    taken = moved(start(fresh(), T0).picture, Act(Verb.TAKE, "ane"), T0).picture
    with pytest.raises(AlreadyHeld) as held:
        moved(taken, Act(Verb.TAKE, "bo"), T0)
    assert held.value.held_by == "ane"
    over = moved(taken, Act(Verb.TAKE, "bo", over=True), T0)
    assert over.picture.held_by == "bo"
    assert [n.receiver.ref for n in over.notify] == ["ane"]


BY_ITSELF = {Verb.EXTEND, Verb.WAKE, Verb.LOSE_HOLD, Verb.NOBODY_ANSWERED}


@pytest.mark.parametrize("state", sorted(HELD))
@pytest.mark.parametrize("verb", sorted(set(Verb) - BY_ITSELF))
def test_nothing_a_colleague_presses_takes_the_alarm_out_of_the_hands_of_its_holder(state, verb):
    held = fresh(state=state, held_by="ane", level=2, ring=2, rung_at=T0, active_at=T0)
    act = Act(verb, "bo", to="cia", until=T0 + 5 * MINUTE, step=2)
    try:
        outcome = moved(held, act, T0 + MINUTE)
    except (NotAllowed, AlreadyHeld):
        return
    assert (outcome.picture.held_by, outcome.picture.state) == ("ane", state)
    assert outcome.picture.active_at == T0


@pytest.mark.parametrize("verb", [Verb.TALK, Verb.CALL_EMERGENCY, Verb.CLOSE, Verb.SOLVE_LATER, Verb.GIVE])
def test_over_on_purpose_is_for_the_take_button_alone(verb):
    held = fresh(state=State.TAKEN, held_by="ane", level=1, ring=1, rung_at=T0, active_at=T0)
    with pytest.raises(AlreadyHeld) as refused:
        moved(held, Act(verb, "bo", to="cia", over=True), T0)
    assert refused.value.held_by == "ane"


@pytest.mark.parametrize("verb", list(Verb))
def test_with_an_emergency_service_there_the_holder_is_told_of_any_change_of_hands(verb):
    there = fresh(state=State.WITH_EMERGENCY, held_by="kari", level=2, ring=2, rung_at=T0, active_at=T0)
    try:
        outcome = moved(there, Act(verb, "ane", to="cia"), T0 + MINUTE)
    except (NotAllowed, AlreadyHeld):
        return
    if outcome.picture.held_by != "kari":
        assert verb is Verb.CONFIRM_HANDOVER
        assert [note.receiver.ref for note in outcome.notify] == ["kari"]
        assert outcome.notify[0].rings


def test_from_the_door_113_leads_back_to_the_door_and_to_done():
    at_door = fresh(state=State.ON_SITE, held_by="kari", level=2, ring=2, rung_at=T0, active_at=T0)
    called = moved(at_door, Act(Verb.CALL_EMERGENCY, "kari"), T0).picture
    with pytest.raises(NotAllowed):
        moved(called, Act(Verb.DONE, "kari"), T0)
    for verb in (Verb.CONFIRM_AT_DOOR, Verb.ARRIVE):
        back = moved(called, Act(verb, "kari"), T0 + MINUTE).picture
        assert (back.state, back.held_by) == (State.ON_SITE, "kari")
        done = moved(back, Act(Verb.DONE, "kari"), T0 + MINUTE).picture
        assert moved(done, Act(Verb.CLOSE, "kari"), T0 + MINUTE).picture.state is State.CLOSED


@pytest.mark.parametrize("state", [State.DISPATCHED, State.ON_THE_WAY, State.ON_SITE, State.WITH_EMERGENCY])
def test_a_responder_who_has_an_alarm_can_always_finish_it_or_lay_it_back(state):
    reached = {state}
    for _ in State:
        reached |= {
            move.target or source
            for (source, _verb), move in MOVES.items()
            if source in reached and Role.RESPONDER in move.who
        }
    assert {State.CLOSED, State.NEW} & reached


@settings(deadline=None)
@given(
    story=st.lists(st.tuples(st.sampled_from(list(Verb)), st.sampled_from(["kari", "ola"])), max_size=12),
    waits=st.integers(0, 8),
)
def test_where_the_holder_never_answers_an_operator_finds_a_way_to_the_end(story, waits):
    """In every state that people can bring about, and however long the holder has been silent."""
    picture, now = start(fresh(), T0).picture, T0
    for verb, who in story:
        outcome = happen(picture, verb, now, who)
        picture = outcome.picture if outcome else picture
    for _ in range(waits):
        due = next_due(picture, now)
        if due is not None:
            now, picture = due.at, when_due(picture, due, due.at).picture
    assert _leads_out(picture, now)


@pytest.mark.parametrize("state", [state for state in State if state is not State.CLOSED])
def test_an_operator_leads_an_alarm_out_of_every_state_whoever_holds_it(state):
    held = fresh(state=state, held_by="kari", level=2, ring=2, rung_at=T0, active_at=T0)
    assert _leads_out(held, T0 + timedelta(hours=2))


def _leads_out(picture: Picture, now: datetime) -> bool:
    """Whether an operator alone, who takes over on purpose, can close the alarm."""
    seen, ahead = set(), [picture]
    while ahead:
        one = ahead.pop()
        if one.state is State.CLOSED:
            return True
        for verb in (Verb.TAKE, Verb.CONFIRM_HANDOVER, Verb.CLOSE):
            move = MOVES.get((one.state, verb))
            outcome = happen(one, verb, now, "ane") if move and Role.OPERATOR in move.who else None
            if outcome and (key := (outcome.picture.state, outcome.picture.held_by)) not in seen:
                seen.add(key)
                ahead.append(outcome.picture)
    return False


def test_one_who_takes_over_from_the_door_is_the_holder_and_the_one_at_the_door_is_told():
    at_door = fresh(state=State.ON_SITE, held_by="kari", level=2, ring=2, rung_at=T0, active_at=T0)
    with pytest.raises(AlreadyHeld):
        moved(at_door, Act(Verb.TAKE, "ane"), T0)
    taken = moved(at_door, Act(Verb.TAKE, "ane", over=True), T0)
    assert (taken.picture.state, taken.picture.held_by) == (State.TAKEN, "ane")
    assert [(note.receiver.ref, note.rings) for note in taken.notify] == [("kari", True)]


def test_taken_and_forgotten_rings_again_and_is_then_free_for_everybody():
    taken = moved(start(fresh(), T0).picture, Act(Verb.TAKE, "ane"), T0).picture
    due = next_due(taken, T0)
    assert (due.what, due.at) == (What.HOLD_EXPIRED, T0 + 3 * MINUTE)
    again = when_due(taken, due, due.at)
    assert again.picture.state is State.TAKEN
    assert {ReceiverKind.HOLDER, ReceiverKind.CENTRE} <= receivers(again)
    assert any(n.rings for n in again.notify)
    lost = when_due(again.picture, again.due, again.due.at)
    assert (lost.picture.state, lost.picture.held_by, lost.picture.level) == (State.NEW, "", 1)
    assert lost.due.what is What.CLIMB


def test_activity_of_the_holder_extends_the_hold_and_a_note_by_another_does_not():
    taken = moved(start(fresh(), T0).picture, Act(Verb.TAKE, "ane"), T0).picture
    later = T0 + 2 * MINUTE
    assert moved(taken, Act(Verb.NOTE, "ane"), later).due.at == later + 3 * MINUTE
    assert moved(taken, Act(Verb.NOTE, "bo"), later).due.at == T0 + 3 * MINUTE


def test_an_unanswered_dispatch_goes_to_the_next_receiver_and_then_back_to_the_operators():
    taken = moved(start(fresh(), T0).picture, Act(Verb.TAKE, "ane"), T0).picture
    sent = moved(taken, Act(Verb.DISPATCH, "ane"), T0)
    assert sent.picture.dispatch_step == 2
    second = when_due(sent.picture, sent.due, sent.due.at)
    assert (second.picture.dispatch_step, second.picture.state) == (3, State.DISPATCHED)
    back = when_due(second.picture, second.due, second.due.at)
    assert (back.picture.state, back.picture.level) == (State.NEW, 3)
    assert ReceiverKind.CENTRE in receivers(back)
    last = when_due(back.picture, back.due, back.due.at)
    assert last.picture.level == 4


def test_a_hole_is_passed_at_once_and_told_of():
    at_board = start(fresh(holes=frozenset({2})), T0).picture
    due = next_due(at_board, T0)
    outcome = when_due(at_board, due, due.at)
    assert outcome.picture.level == 3
    assert ReceiverKind.LEADER in receivers(outcome)
    assert "hole" in {line.code for line in outcome.log}


def test_the_last_step_rings_even_when_it_looks_empty():
    everything = frozenset({1, 2, 3, 4})
    outcome = start(fresh(holes=everything), T0)
    assert outcome.picture.level == 4
    assert ReceiverKind.LAST_RESORT in receivers(outcome)


def test_missing_training_neither_removes_nor_delays_a_step():
    trained = run(fresh(), T0 + 10 * MINUTE)
    untrained = run(fresh(untrained=frozenset({1, 2, 3, 4})), T0 + 10 * MINUTE)
    assert [(o.picture.level, o.picture.rung_at) for o in trained] == [
        (o.picture.level, o.picture.rung_at) for o in untrained
    ]
    ring = untrained[1]
    assert ReceiverKind.LEADER in receivers(ring)
    assert [n.with_card for n in ring.notify if n.receiver.kind is ReceiverKind.POOL] == [True]


def test_waiting_needs_an_end_within_a_day_and_wakes_then():
    taken = moved(start(fresh(), T0).picture, Act(Verb.TAKE, "ane"), T0).picture
    for until in (None, T0, T0 + timedelta(hours=25)):
        with pytest.raises(WaitInvalid):
            moved(taken, Act(Verb.WAIT, "ane", until=until), T0)
    waiting = moved(taken, Act(Verb.WAIT, "ane", until=T0 + timedelta(hours=5)), T0)
    assert (waiting.due.what, waiting.due.at) == (What.WAKE, T0 + timedelta(hours=5))
    woken = when_due(waiting.picture, waiting.due, waiting.due.at)
    assert woken.picture.state is State.NEW
    assert any(n.rings for n in woken.notify)


def test_with_113_it_stays_open_and_reminds_until_the_handover_is_confirmed():
    taken = moved(start(fresh(), T0).picture, Act(Verb.TAKE, "ane"), T0).picture
    called = moved(taken, Act(Verb.CALL_EMERGENCY, "ane"), T0).picture
    done = run(called, T0 + timedelta(hours=3))
    assert len(done) == 18
    assert all(o.picture.state is State.WITH_EMERGENCY for o in done)
    assert ReceiverKind.LEADER in receivers(done[1])
    with pytest.raises(NotAllowed):
        moved(called, Act(Verb.CLOSE, "ane"), T0)
    assert moved(called, Act(Verb.CONFIRM_HANDOVER, "ane"), T0).picture.state is State.TAKEN


def test_solved_without_documentation_is_reminded_at_the_shift_change():
    taken = moved(start(fresh(), T0).picture, Act(Verb.TAKE, "ane"), T0).picture
    handover = T0 + timedelta(hours=5)
    solved = moved(replace(taken, handover_at=handover), Act(Verb.SOLVE_LATER, "ane"), T0)
    assert (solved.due.what, solved.due.at) == (What.DOCUMENT, handover)
    reminded = when_due(solved.picture, solved.due, handover)
    assert reminded.notify
    assert reminded.due.at > handover


def test_no_voice_in_time_is_shown_once():
    first = start(fresh(voice_due_at=T0 + timedelta(seconds=59)), T0)
    assert first.due.what is What.VOICE
    shown = when_due(first.picture, first.due, first.due.at)
    assert shown.due.what is What.CLIMB
    assert shown.due.at == T0 + MINUTE


def test_a_phone_that_accepts_twice_changes_nothing():
    sent = moved(start(fresh(), T0).picture, Act(Verb.DISPATCH, "ane"), T0).picture
    once = moved(sent, Act(Verb.ACCEPT, "kari"), T0)
    twice = moved(once.picture, Act(Verb.ACCEPT, "kari"), T0)
    assert twice == replace(once, stops_calls=False)
    with pytest.raises(AlreadyHeld):
        moved(once.picture, Act(Verb.ACCEPT, "ola"), T0)


def test_a_worker_that_slept_ten_minutes_rings_one_step_and_counts_on_from_now():
    at_board = start(fresh(), T0).picture
    due = next_due(at_board, T0)
    late = due.at + 10 * MINUTE
    outcome = when_due(at_board, due, late)
    assert outcome.picture.level == 2
    assert outcome.due.at == late + MINUTE
    assert when_due(outcome.picture, due, late).notify == ()


def test_the_same_work_done_by_two_workers_gives_the_same_keys():
    at_board = start(fresh(), T0).picture
    due = next_due(at_board, T0)
    one = when_due(at_board, due, due.at)
    two = when_due(at_board, due, due.at + MINUTE)
    assert [n.key for n in one.notify] == [n.key for n in two.notify]


def test_when_all_in_the_pool_say_no_the_next_is_rung_at_once():
    sent = moved(start(fresh(), T0).picture, Act(Verb.DISPATCH, "ane"), T0).picture
    assert skipped(sent, T0).picture.dispatch_step == 3


def test_at_the_last_step_a_failed_ring_waits_for_the_repeat():
    last = fresh(level=4, ring=4, rung_at=T0)
    outcome = skipped(last, T0 + timedelta(seconds=1))
    assert (outcome.picture, outcome.notify) == (last, ())
    assert (outcome.due.what, outcome.due.at) == (What.REPEAT, T0 + 5 * MINUTE)


PLANS = st.lists(
    st.sampled_from([StepKind.BOARD, StepKind.DISPATCH, StepKind.CONTACT]), min_size=0, max_size=5
).map(lambda kinds: plan(*kinds, StepKind.LAST_RESORT))
HAPPENINGS = st.one_of(
    st.tuples(st.just("late"), st.integers(0, 3600)),
    st.tuples(st.just("on_time"), st.just(0)),
    st.tuples(st.just("skip"), st.just(0)),
    st.tuples(st.sampled_from(list(Verb)), st.integers(0, 900)),
)


def happen(picture: Picture, what: object, now: datetime, who: str) -> Outcome | None:
    if what == "skip":
        return skipped(picture, now)
    if not isinstance(what, Verb):
        return when_due(picture, next_due(picture, now), now)
    act = Act(what, who, to="cia", until=now + timedelta(hours=2), over=True, severity=Severity.MODERATE)
    try:
        return moved(picture, act, now)
    except (NotAllowed, AlreadyHeld):
        return None


@settings(max_examples=250, deadline=None)
@given(
    chosen=PLANS,
    severity=st.sampled_from(list(Severity)),
    holes=st.frozensets(st.integers(1, 6)),
    story=st.lists(st.tuples(HAPPENINGS, st.sampled_from(["ane", "bo", "kari"])), max_size=40),
)
def test_whatever_happens_an_open_alarm_has_a_next_due_step_and_never_climbs_down(
    chosen, severity, holes, story
):
    picture = Picture("a", chosen, severity, T0, holes=holes, voice_due_at=T0 + MINUTE)
    now, sent = T0, []
    for (what, seconds), who in story:
        due = next_due(picture, now)
        now += timedelta(seconds=seconds)
        if what == "on_time" and due is not None:
            now = max(now, due.at)
        outcome = happen(picture, what, now, who)
        if outcome is None:
            continue
        after_it = outcome.picture
        sent += [note.key for note in outcome.notify]
        assert after_it.level >= picture.level
        assert after_it.severity >= picture.severity
        assert after_it.ring >= picture.ring
        if after_it.state is State.CLOSED:
            assert what is Verb.CLOSE or picture.state is State.CLOSED
            assert next_due(after_it, now) is None
        else:
            assert next_due(after_it, now) is not None
            assert outcome.due == next_due(after_it, now)
            assert outcome.due.at <= now + timedelta(hours=25)
        if not after_it.held_by and after_it.state not in (State.NEW, State.DISPATCHED, State.WAITING):
            assert after_it.state is State.CLOSED
        picture = after_it
    assert len(sent) == len(set(sent))


@settings(max_examples=60, deadline=None)
@given(chosen=PLANS, holes=st.frozensets(st.integers(1, 6)), severity=st.sampled_from(list(Severity)))
def test_left_alone_from_any_plan_the_last_resort_and_the_leader_are_rung_within_the_sum_of_limits(
    chosen, holes, severity
):
    done = run(Picture("a", chosen, severity, T0, holes=holes), T0 + chosen.last * MINUTE)
    rung = {n.receiver.kind for o in done for n in o.notify if n.rings}
    assert {ReceiverKind.LAST_RESORT, ReceiverKind.LEADER} <= rung


@settings(max_examples=60, deadline=None)
@given(
    chosen=PLANS,
    holes=st.frozensets(st.integers(1, 6)),
    sent_out=st.booleans(),
    fails=st.lists(st.integers(0, 900), max_size=40),
)
def test_whatever_calls_fail_the_rings_of_an_hour_are_bounded_by_the_plan(chosen, holes, sent_out, fails):
    """Each ring fails at once, or after a while, or is left to time out."""
    picture, now, rings = start(Picture("a", chosen, Severity.CRITICAL, T0, holes=holes), T0).picture, T0, 1
    if sent_out:
        picture = moved(picture, Act(Verb.DISPATCH, "ane"), T0).picture
    answers = iter(fails)
    for _ in range(3000):
        due = next_due(picture, now)
        fails_at = now + timedelta(seconds=next(answers, 0))
        if fails_at < due.at:
            outcome, now = skipped(picture, fails_at), fails_at
        if fails_at >= due.at or not outcome.notify:
            now = max(now, due.at)
            outcome = when_due(picture, due, now)
        if now > T0 + timedelta(hours=1):
            break
        rings += outcome.picture.rung_at != picture.rung_at or outcome.picture.ring != picture.ring
        picture = outcome.picture
    assert rings <= 2 * chosen.last + 1 + timedelta(hours=1) // chosen.repeat_every


AT_DOOR = fresh(state=State.ON_SITE, held_by="kari", level=2, ring=2, rung_at=T0, active_at=T0)


def test_a_cry_for_help_rings_on_and_again_whatever_the_one_who_cries_does_meanwhile():
    asked = moved(AT_DOOR, Act(Verb.NEED_HELP, "kari"), T0)
    assert {ReceiverKind.CENTRE, ReceiverKind.LEADER} == receivers(asked)
    assert not asked.stops_calls
    assert (asked.due.what, asked.due.at) == (What.HELP, T0 + 2 * MINUTE)
    for verb in (Verb.NOTE, Verb.ACCEPT, Verb.CALL_EMERGENCY):
        went_on = moved(asked.picture, Act(verb, "kari"), T0 + MINUTE)
        assert not went_on.stops_calls
        assert went_on.due == asked.due
    picture = asked.picture
    for round_ in (1, 2, 3):
        again = when_due(picture, next_due(picture, T0), T0 + round_ * 2 * MINUTE)
        assert [n.receiver.kind for n in again.notify if n.rings] == [
            ReceiverKind.CENTRE,
            ReceiverKind.LEADER,
        ]
        picture = again.picture


def test_a_missing_voice_connection_does_not_silence_a_cry_for_help():
    asked = moved(replace(AT_DOOR, voice_due_at=T0 + MINUTE), Act(Verb.NEED_HELP, "kari"), T0)
    assert asked.due.what is What.VOICE
    shown = when_due(asked.picture, asked.due, asked.due.at)
    assert not shown.stops_calls
    assert shown.due.what is What.HELP


def test_a_cry_for_help_is_over_when_another_acts_or_the_matter_is_laid_down_and_not_before():
    asked = moved(AT_DOOR, Act(Verb.NEED_HELP, "kari"), T0).picture
    over = [("bo", Verb.HELP_COMES), ("kari", Verb.HELP_COMES), ("bo", Verb.TAKE), ("kari", Verb.DONE)]
    over += [("kari", Verb.CLOSE), ("kari", Verb.SOLVE_LATER)]
    for who, verb in over:
        helped = moved(asked, Act(verb, who, over=True), T0 + MINUTE)
        assert (helped.picture.help_at, helped.picture.help_by) == (None, ""), verb
        assert helped.stops_calls
    for who, verb in (("bo", Verb.NOTE), ("bo", Verb.NEED_HELP), ("kari", Verb.RELEASE), ("", Verb.EXTEND)):
        assert moved(asked, Act(verb, who), T0 + MINUTE).picture.help_at is not None, verb


def test_a_key_on_a_cry_for_help_says_that_help_comes_and_leaves_the_alarm_with_its_holder():
    asked = moved(AT_DOOR, Act(Verb.NEED_HELP, "kari"), T0).picture
    assert by_key(asked, "lea", True) is Verb.HELP_COMES
    helped = moved(asked, Act(Verb.HELP_COMES, "lea"), T0 + MINUTE)
    assert (helped.picture.state, helped.picture.held_by) == (State.ON_SITE, "kari")
    assert by_key(AT_DOOR, "lea", True) is Verb.ACCEPT
    free = moved(start(fresh(), T0).picture, Act(Verb.ASK_HELP, "ane"), T0).picture
    assert by_key(free, "kari", True) is Verb.ACCEPT


def test_one_who_was_given_an_alarm_and_says_no_lays_it_back():
    taken = moved(start(fresh(), T0).picture, Act(Verb.TAKE, "ane"), T0).picture
    given = moved(taken, Act(Verb.GIVE, "ane", to="bo"), T0).picture
    assert by_key(given, "cia", False) is Verb.DECLINE
    back = moved(given, Act(by_key(given, "bo", False), "bo"), T0)
    assert (back.picture.state, back.picture.held_by) == (State.NEW, "")
    assert any(note.rings for note in back.notify)


def test_calls_that_ring_stop_when_somebody_has_it_and_not_by_a_note_on_it():
    taken = moved(start(fresh(), T0).picture, Act(Verb.TAKE, "ane"), T0)
    assert taken.stops_calls
    given = moved(taken.picture, Act(Verb.GIVE, "ane", to="bo"), T0)
    assert given.stops_calls
    assert not moved(given.picture, Act(Verb.NOTE, "ane"), T0).stops_calls
    forgotten = when_due(given.picture, given.due, given.due.at)
    assert moved(forgotten.picture, Act(Verb.NOTE, "bo"), given.due.at).stops_calls


def test_a_stored_plan_without_steps_still_rings_somebody():
    outcome = start(fresh(plan=Plan("broken", (), 5 * MINUTE)), T0)
    assert outcome.notify
    assert FALLBACK.steps[0].receiver in {n.receiver for n in outcome.notify}


def test_a_press_while_it_waits_makes_it_new_again_and_severity_never_falls():
    taken = moved(start(fresh(severity=Severity.SERIOUS), T0).picture, Act(Verb.TAKE, "ane"), T0).picture
    waiting = moved(taken, Act(Verb.WAIT, "ane", until=T0 + timedelta(hours=5)), T0).picture
    pressed = moved(waiting, Act(Verb.EXTEND, severity=Severity.CRITICAL), T0 + MINUTE)
    assert (pressed.picture.state, pressed.picture.severity) == (State.NEW, Severity.CRITICAL)
    assert any(note.rings for note in pressed.notify)
    lower = moved(taken, Act(Verb.EXTEND, severity=Severity.NORMAL), T0 + MINUTE)
    assert (lower.picture.state, lower.picture.severity) == (State.TAKEN, Severity.SERIOUS)
    assert {ReceiverKind.HOLDER, ReceiverKind.CENTRE} <= receivers(lower)


def test_a_responder_who_accepted_and_then_cannot_sets_the_next_one_ringing_at_once():
    sent = moved(start(fresh(), T0).picture, Act(Verb.DISPATCH, "ane"), T0).picture
    accepted = moved(sent, Act(Verb.ACCEPT, "kari"), T0).picture
    declined = moved(accepted, Act(Verb.DECLINE, "kari"), T0 + MINUTE)
    assert (declined.picture.state, declined.picture.held_by, declined.picture.dispatch_step) == (
        State.DISPATCHED,
        "",
        3,
    )
    assert any(note.rings for note in declined.notify)


def test_an_operator_may_ring_an_earlier_receiver_again_and_the_level_stays():
    climbed = fresh(state=State.TAKEN, held_by="ane", level=4, ring=4, rung_at=T0, active_at=T0)
    sent = moved(climbed, Act(Verb.DISPATCH, "ane", step=2), T0)
    assert (sent.picture.dispatch_step, sent.picture.level) == (2, 4)
    unplanned = moved(climbed, Act(Verb.DISPATCH, "ane"), T0)
    assert unplanned.picture.dispatch_step in (2, 3, 4)
    assert any(note.rings for note in unplanned.notify)


def test_somebody_on_the_way_who_falls_silent_keeps_the_task_and_the_leader_is_called():
    driving = fresh(state=State.ON_THE_WAY, held_by="kari", level=2, ring=2, rung_at=T0, active_at=T0)
    done = run(driving, T0 + timedelta(minutes=25))
    assert len(done) >= 3
    assert all(o.picture.state is State.ON_THE_WAY for o in done)
    assert ReceiverKind.LEADER in receivers(done[1])
