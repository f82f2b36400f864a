"""How an introduction moves."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from varde.governance.adoption.rules.lifecycle import (
    MOVES,
    OPEN,
    QUIET,
    STATE_NAMES,
    VERB_NAMES,
    NotAllowed,
    State,
    Verb,
    may,
    moved,
)

pytestmark = pytest.mark.unit


def test_the_way_from_groundwork_to_operation():
    assert moved(State.GROUNDWORK, Verb.BEGIN) is State.INTRODUCING
    assert moved(State.INTRODUCING, Verb.FINISH) is State.OPERATION
    assert moved(State.OPERATION, Verb.REOPEN) is State.INTRODUCING


def test_an_introduction_is_not_over_before_it_has_begun():
    with pytest.raises(NotAllowed):
        moved(State.GROUNDWORK, Verb.FINISH)


@pytest.mark.parametrize("before", [State.GROUNDWORK, State.INTRODUCING, State.OPERATION])
def test_what_is_taken_up_again_is_what_it_was(before):
    stopped = moved(before, Verb.STOP)
    assert stopped is State.STOPPED
    assert moved(stopped, Verb.RESUME, before=before) is before


def test_while_it_is_stopped_nothing_can_be_done_but_to_take_it_up_again():
    assert [verb for verb in Verb if may(State.STOPPED, verb)] == [Verb.RESUME]


def test_units_are_planned_and_started_while_it_is_open_alone():
    for verb in (Verb.ADD_UNIT, Verb.START_UNIT, Verb.MOVE_UNIT, Verb.DROP_UNIT):
        assert {state for state in State if may(state, verb)} == OPEN


@pytest.mark.parametrize(("state", "verb"), list(product(State, Verb)))
def test_a_verb_either_leads_somewhere_or_is_refused(state, verb):
    if may(state, verb):
        assert moved(state, verb) in State
        assert verb not in QUIET or moved(state, verb) is state
    else:
        with pytest.raises(NotAllowed):
            moved(state, verb)


@given(st.lists(st.sampled_from(Verb), max_size=30))
def test_whatever_is_pressed_it_never_comes_to_operation_but_by_being_finished(verbs):
    state, was, finished = State.GROUNDWORK, State.GROUNDWORK, False
    for verb in verbs:
        if not may(state, verb):
            continue
        before, state = state, moved(state, verb, before=was)
        was = before if verb is Verb.STOP else was
        finished = finished or verb is Verb.FINISH
        assert state is not State.OPERATION or finished


def test_every_state_and_verb_has_a_name_and_a_place():
    assert set(STATE_NAMES) == set(MOVES) == set(State)
    assert set(VERB_NAMES) == set(Verb)
    assert set(QUIET) | {verb for moves in MOVES.values() for verb in moves} == set(Verb)
