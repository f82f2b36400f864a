"""What a look finds, as long as it is fresh; and what is news."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from varde.governance.servicemodel.rules.codes import Proof
from varde.governance.servicemodel.rules.proving import NOT_LOOKED, STALE, Found, Why, dated, has_lapsed, held

pytestmark = pytest.mark.unit
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PROVEN, LAPSED = Found(Proof.PROVEN, Why("På plass")), Found(Proof.LAPSED, Why("Ikke på plass"))
founds = st.sampled_from([PROVEN, LAPSED, Found(Proof.NOT_APPLICABLE)])


@given(founds, st.integers(0, 7200))
def test_what_nobody_has_looked_at_for_an_hour_proves_nothing(found, seconds):
    ago = timedelta(seconds=seconds)
    now_held = held(found, NOW - ago, NOW)
    assert now_held.proof is not Proof.PROVEN or ago <= STALE
    assert (now_held == found) == (ago <= STALE or found.proof is Proof.NOT_APPLICABLE)


def test_a_line_that_was_never_looked_at_says_so():
    assert held(PROVEN, None, NOW) == Found(Proof.LAPSED, NOT_LOOKED)


def test_a_finding_keeps_the_day_it_began_until_it_turns():
    begun = dated(None, PROVEN, NOW - timedelta(days=3))
    assert dated(begun, PROVEN, NOW).since == NOW - timedelta(days=3)
    assert dated(begun, LAPSED, NOW).since == NOW
    known = Found(Proof.PROVEN, since=NOW - timedelta(days=90))
    assert dated(begun, known, NOW) == known


@given(st.one_of(st.none(), founds), founds)
def test_only_what_was_proven_can_lapse(before, after):
    assert has_lapsed(before, after) == (before == PROVEN and after == LAPSED)
