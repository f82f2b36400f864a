"""Phone numbers and e-mail addresses: whether one can be reached there, and how to show it without giving it away."""

from __future__ import annotations

import re
from typing import Final

from varde.kernel.phone import BadNumber, international

_EMAIL: Final = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)*")


class BadAddress(ValueError):
    """Nothing can be sent there. Never holds the address."""


def phone(text: str) -> str:
    """As `kernel.phone.international`, which the forms ask too. Raises BadAddress."""
    try:
        return international(text)
    except BadNumber:
        raise BadAddress("not a phone number") from None


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
