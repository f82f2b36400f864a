"""Phone numbers: whether one can be rung."""

from __future__ import annotations

import re
from typing import Final

_E164: Final = re.compile(r"\+[1-9]\d{7,14}")
NORWAY: Final = "+47"


class BadNumber(ValueError):
    """Nobody can be rung there. Never holds the number."""


def international(text: str) -> str:
    """E.164 ("+4741234567"). Eight digits are Norwegian; 00 is read as +. Raises BadNumber.

    Short numbers (112, 116117, 02800) belong to one country's net and are refused.
    """
    digits = re.sub(r"[\s().\u00a0-]", "", text)
    digits = "+" + digits[2:] if digits.startswith("00") else digits
    digits = NORWAY + digits if re.fullmatch(r"[2-9]\d{7}", digits) else digits
    if not _E164.fullmatch(digits):
        raise BadNumber("not a phone number")
    return digits


def can_ring(text: str) -> bool:
    """Whether the number can be rung."""
    try:
        return bool(international(text))
    except BadNumber:
        return False
