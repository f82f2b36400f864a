"""The laws of layers: no local word is lost, and the same upgrade twice changes nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from varde.governance.servicemodel.rules.layers import (
    Local,
    Origin,
    differences,
    keep_ours,
    questions,
    reword,
    shown,
    take_theirs,
    upgraded,
)
from varde.governance.servicemodel.rules.shape import Point, Words

pytestmark = pytest.mark.unit
ADDRESSES = [f"a.t{task}/checklist/c{code}" for task in range(2) for code in range(4)]
TEXTS = ["one", "two", "three", "four"]
addresses = st.sampled_from(ADDRESSES)
texts = st.sampled_from(TEXTS)


def words(text: str) -> Words:
    return Words(text, text)


def point(address: str, text: str) -> Point:
    return Point(address.rpartition("/")[2], text, text)


@st.composite
def editions(draw):
    return {at: point(at, draw(texts)) for at in draw(st.lists(addresses, unique=True, max_size=8))}


@st.composite
def locals_on(draw, above):
    at = sorted(above)
    chosen = draw(st.lists(st.sampled_from(at), unique=True)) if at else []
    own = {f"a.t0/checklist/own{n}": point("x/own", draw(texts)) for n in range(draw(st.integers(0, 2)))}
    aside = draw(st.frozensets(st.sampled_from(at))) if at else frozenset()
    local = Local(own, not_relevant=aside)
    for one in chosen:
        local = reword(local, above, one, words(draw(texts)))
    return local


@st.composite
def upgrades(draw):
    before, after = draw(editions()), draw(editions())
    used = draw(st.lists(st.sampled_from(sorted(before)), unique=True)) if before else []
    return before, after, draw(locals_on(before)), used


@given(upgrades())
def test_no_local_word_is_lost_by_an_upgrade(case):
    before, after, local, used = case
    now = shown(after, upgraded(local, before, after, used=used))
    for at, ours in local.reworded.items():
        assert now[at].words == ours.words
    for at, own in local.added.items():
        assert now[at].words == own.words
    for at in used:
        assert at in now


@given(upgrades())
def test_the_same_upgrade_twice_changes_nothing(case):
    before, after, local, used = case
    once = upgraded(local, before, after, used=used)
    assert upgraded(once, after, after, used=used) == once
    assert upgraded(once, before, after, used=used) == once
    assert differences(after, after) == {}


@given(upgrades())
def test_it_is_asked_only_where_both_have_changed(case):
    before, after, local, used = case
    asked = {one.address for one in questions(after, upgraded(local, before, after, used=used))}
    for at in asked:
        assert before[at].words != after[at].words
        assert local.reworded[at].words != after[at].words
    for at, ours in local.reworded.items():
        if at in after and after[at].words not in (before[at].words, ours.words):
            assert at in asked


@given(upgrades())
def test_an_answer_closes_its_question_and_no_other(case):
    before, after, local, used = case
    standing = upgraded(local, before, after, used=used)
    open_now = questions(after, standing)
    for one in open_now:
        for answer, expected in ((keep_ours, one.ours), (take_theirs, one.theirs)):
            answered = answer(standing, one)
            left = {other.address for other in questions(after, answered)}
            assert left == {other.address for other in open_now} - {one.address}
            assert shown(after, answered)[one.address].words == expected


@given(upgrades())
def test_what_nobody_touched_follows_the_edition(case):
    before, after, local, used = case
    now = shown(after, upgraded(local, before, after, used=used))
    for at, above in after.items():
        if at not in local.reworded and at not in local.added:
            assert now[at].words == above.words
            assert now[at].origin is Origin.ABOVE


def test_a_point_set_aside_is_still_shown():
    at = ADDRESSES[0]
    seen = shown({at: point(at, "one")}, Local(not_relevant=frozenset({at})))
    assert not seen[at].is_relevant
