"""Which PINs are refused."""

from __future__ import annotations

import pytest

from varde.foundation.accounts import pins

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "pin", ["0000", "1111", "1212", "123123", "1234", "4321", "567890", "2580", "1984", "2015"]
)
def test_an_obvious_pin_is_seen(pin: str) -> None:
    assert pins.obvious(pin)


@pytest.mark.parametrize("pin", ["7391", "483920", "90417"])
def test_an_ordinary_pin_passes(pin: str) -> None:
    assert pins.well_formed(pin)
    assert not pins.obvious(pin)


@pytest.mark.parametrize("pin", ["123", "1234567", "12a4", "", "١٢٣٤", "7391\n"])
def test_only_four_to_six_plain_digits_are_a_pin(pin: str) -> None:
    assert not pins.well_formed(pin)
