"""Which messages only say again what was said."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from varde.care.alarms.rules.codes import Fault
from varde.care.alarms.rules.lifecycle import State
from varde.care.alarms.rules.repeats import LAID_DOWN, Earlier, RepeatKey, is_repeat, is_woken

pytestmark = pytest.mark.unit
T0 = datetime(2026, 11, 21, 1, 14, tzinfo=UTC)
WITH_ID = RepeatKey("s", "803137200003", "aa")
WITHOUT = RepeatKey("s", "", "aa")


@pytest.mark.parametrize(
    ("key", "later", "repeat"),
    [
        (WITH_ID, timedelta(hours=23, minutes=59), True),
        (WITH_ID, timedelta(hours=24), False),
        (WITHOUT, timedelta(seconds=31), True),
        (WITHOUT, timedelta(seconds=32), False),
        (WITH_ID, timedelta(seconds=-2), True),
    ],
)
def test_the_window_is_a_day_with_an_id_and_32_seconds_without(key, later, repeat):
    assert is_repeat(key, T0 + later, Earlier(key, T0, closed=False)) is repeat


def test_a_repeat_after_its_alarm_is_closed_is_a_new_signal():
    assert not is_repeat(WITH_ID, T0, Earlier(WITH_ID, T0, closed=True))


@given(
    key=st.builds(RepeatKey, st.sampled_from("st"), st.sampled_from(["", "1"]), st.sampled_from(["aa", "bb"]))
)
def test_other_bytes_another_id_or_another_source_is_never_a_repeat(key):
    assert is_repeat(key, T0, Earlier(WITH_ID, T0, closed=False)) is (key == WITH_ID)
    assert is_repeat(key, T0, None) is False


@pytest.mark.parametrize(
    ("later", "repeat"),
    [
        (timedelta(seconds=59), True),
        (timedelta(seconds=60), False),
        (timedelta(hours=2), False),
        (timedelta(minutes=-2), True),
    ],
)
def test_where_nobody_works_on_the_alarm_the_same_bytes_are_a_repeat_for_a_minute_only(later, repeat):
    assert is_repeat(WITH_ID, T0 + later, Earlier(WITH_ID, T0, closed=False, laid_down=True)) is repeat


def test_without_an_id_the_window_is_no_longer_than_before():
    laid = Earlier(WITHOUT, T0, closed=False, laid_down=True)
    assert not is_repeat(WITHOUT, T0 + timedelta(seconds=32), laid)


def test_only_an_urgent_fault_that_nobody_works_on_is_woken_by_one_more_signal():
    assert {state for state in State if is_woken(Fault.UNREADABLE, state)} == LAID_DOWN
    assert not any(is_woken(Fault.BATTERY_LOW, state) for state in State)
    assert {State.WAITING, State.PASSED_ON, State.SOLVED_UNDOCUMENTED} == LAID_DOWN
