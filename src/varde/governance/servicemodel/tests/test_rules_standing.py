from datetime import date, timedelta
from itertools import product

import pytest

from varde.governance.servicemodel.rules.codes import Proof, State
from varde.governance.servicemodel.rules.standing import Light, Word, count, light

pytestmark = pytest.mark.unit
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(("state", "review"), list(product(State, (None, -1, 0, 1))))
def test_a_lapsed_proof_is_amber_whatever_anybody_has_said(state, review):
    on = None if review is None else TODAY + timedelta(days=review)
    assert light(Word(state, on), Proof.LAPSED, today=TODAY) is Light.AMBER
    assert light(Word(state, on), Proof.PROVEN, today=TODAY) is Light.GREEN


@pytest.mark.parametrize("proof", [None, Proof.NOT_APPLICABLE])
def test_where_the_system_has_nothing_to_say_a_word_counts_until_its_review(proof):
    assert light(None, proof, today=TODAY) is Light.OPEN
    assert light(Word(State.YES), proof, today=TODAY) is Light.GREEN
    assert light(Word(State.YES, TODAY + timedelta(days=1)), proof, today=TODAY) is Light.GREEN
    assert light(Word(State.YES, TODAY), proof, today=TODAY) is Light.AMBER
    assert light(Word(State.NO), proof, today=TODAY) is Light.RED
    assert light(Word(State.PARTLY), proof, today=TODAY) is Light.AMBER
    assert light(Word(State.NOT_RELEVANT, TODAY), proof, today=TODAY) is Light.GREY


def test_a_line_set_aside_is_grey_and_not_counted():
    assert light(Word(State.NO), Proof.LAPSED, today=TODAY, is_relevant=False) is Light.GREY
    assert count([Light.GREY, Light.GREEN]).counted == 1


def test_what_has_slipped_is_seen_before_what_was_never_done():
    assert count([Light.RED, Light.OPEN, Light.AMBER, Light.GREEN]).light is Light.AMBER
    assert count([Light.OPEN, Light.RED]).light is Light.RED
    assert count([Light.GREEN, Light.OPEN]).light is Light.OPEN
    assert count([Light.GREEN, Light.GREY]).light is Light.GREEN
    assert count([]).light is Light.GREY
