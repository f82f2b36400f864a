"""Which PINs are too easy to guess. Pure."""

from __future__ import annotations

import re

SHORTEST, LONGEST = 4, 6
ROWS = ("01234567890", "09876543210")
KEYPAD = ("2580", "0852", "147369", "159753", "1379", "3971")


def well_formed(pin: str) -> bool:
    return re.fullmatch(rf"[0-9]{{{SHORTEST},{LONGEST}}}", pin) is not None


def obvious(pin: str) -> bool:
    """One digit or one pair over and over, a run up or down, a line on the keypad, or a year that somebody was born."""
    repeated = any(pin == (pin[:size] * len(pin))[: len(pin)] for size in (1, 2, 3) if len(pin) > size)
    run = any(pin in row for row in ROWS)
    return repeated or run or pin in KEYPAD or re.fullmatch(r"19[0-9]{2}|20[0-2][0-9]", pin) is not None
