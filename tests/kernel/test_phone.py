"""Phone numbers: the one judgement that the forms and the messages share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from varde.kernel.phone import BadNumber, can_ring, international

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("typed", "rung"),
    [("900 00 000", "+4790000000"), ("0047 90000000", "+4790000000"), ("+46 70 123 45 67", "+46701234567")],
)
def test_a_number_is_read_as_people_write_it_and_is_the_same_when_read_again(typed, rung):
    assert international(typed) == rung
    assert international(rung) == rung


@pytest.mark.parametrize("typed", ["", "112", "116117", "116 117", "02800", "ring meg", "+0123456789"])
def test_short_numbers_and_text_cannot_be_rung(typed):
    assert not can_ring(typed)


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_a_bad_one_that_is_not_repeated(typed):
    try:
        assert can_ring(international(typed))
    except BadNumber as fault:
        assert str(fault) == "not a phone number"
