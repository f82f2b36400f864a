"""The table of moves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from varde.care.alarms.rules.codes import ALERT_NAMES, FAULT_NAMES, Fault, alert_name, lineage
from varde.care.alarms.rules.lifecycle import (
    MOVES,
    STATE_NAMES,
    VERB_NAMES,
    NotAllowed,
    Role,
    State,
    Verb,
    after,
    allowed,
    event_of,
)

pytestmark = pytest.mark.unit


@given(state=st.sampled_from(list(State)), verb=st.sampled_from(list(Verb)))
def test_every_verb_gives_a_state_or_a_refusal_that_names_both(state, verb):
    if (state, verb) in MOVES:
        assert after(state, verb) in State
        event_of(state, verb)
    else:
        with pytest.raises(NotAllowed) as refused:
            after(state, verb)
        assert (refused.value.state, refused.value.verb) == (state, verb)


def test_only_close_closes_and_a_closed_alarm_stays_closed():
    assert {verb for (state, verb), move in MOVES.items() if (move.target or state) is State.CLOSED} == {
        Verb.CLOSE
    }
    assert not [verb for (state, verb) in MOVES if state is State.CLOSED]


def test_every_open_state_can_be_closed_in_the_end_by_people():
    reached = {State.CLOSED}
    for _ in State:
        reached |= {
            s for (s, v), m in MOVES.items() if Role.SYSTEM not in m.who and (m.target or s) in reached
        }
    assert reached == set(State)


def test_every_state_is_reached_from_a_new_alarm():
    reached = {State.NEW}
    for _ in State:
        reached |= {m.target or s for (s, v), m in MOVES.items() if s in reached}
    assert reached == set(State)


def test_with_113_only_a_confirmed_hand_over_or_somebody_at_the_door_leads_on():
    ways = {v: m for (s, v), m in MOVES.items() if s is State.WITH_EMERGENCY and m.target not in (None, s)}
    assert set(ways) == {Verb.CONFIRM_HANDOVER, Verb.CONFIRM_AT_DOOR, Verb.ARRIVE}
    assert {ways[Verb.CONFIRM_AT_DOOR].target, ways[Verb.ARRIVE].target} == {State.ON_SITE}
    assert Verb.ARRIVE not in allowed(State.WITH_EMERGENCY, Role.OPERATOR)


def test_nobody_but_a_responder_accepts_and_nobody_but_the_system_wakes():
    assert Verb.ACCEPT not in allowed(State.NEW, Role.OPERATOR)
    assert Verb.ACCEPT in allowed(State.NEW, Role.RESPONDER)
    assert Verb.WAKE not in allowed(State.WAITING, Role.OPERATOR)


def test_all_states_and_verbs_have_words():
    assert set(STATE_NAMES) == set(State)
    assert set(VERB_NAMES) == set(Verb)


def test_every_code_has_a_name_and_a_parent_with_a_name():
    assert set(FAULT_NAMES) == set(Fault)
    for code in ALERT_NAMES:
        assert all(parent in ALERT_NAMES for parent in lineage(code))
    assert alert_name("4.99") == ALERT_NAMES["4"]
    assert alert_name("nonsense") == ALERT_NAMES["0"]
