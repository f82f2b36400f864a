"""Phone numbers and e-mail addresses: whether one can be reached there, and how to show it without giving it away."""

from __future__ import annotations

import re
from typing import Final

_E164: Final = re.compile(r"\+[1-9]\d{7,14}")
_EMAIL: Final = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)*")
NORWAY: Final = "+47"


class BadAddress(ValueError):
    """Nothing can be sent there. Never holds the address."""


def phone(text: str) -> str:
    """E.164 ("+4741234567"). Eight digits are Norwegian; 00 is read as +. Raises BadAddress."""
    digits = re.sub(r"[\s().\u00a0-]", "", text)
    digits = "+" + digits[2:] if digits.startswith("00") else digits
    digits = NORWAY + digits if re.fullmatch(r"[2-9]\d{7}", digits) else digits
    if not _E164.fullmatch(digits):
        raise BadAddress("not a phone number")
    return digits


def email(text: str) -> str:
    """The address without surrounding space. Raises BadAddress."""
    address = text.strip()
    if len(address) > 254 or not _EMAIL.fullmatch(address):
        raise BadAddress("not an e-mail address")
    return address


def mask(address: str) -> str:
    """Enough to tell two numbers apart, too little to call: "••• 67", "k•••@froland.example"."""
    if "@" in address:
        name, _, domain = address.partition("@")
        return f"{name[:1]}•••@{domain}"
    return f"••• {address[-2:]}" if address else ""
