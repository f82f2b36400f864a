"""What both sides of the crash test know: names, keys and numbers."""

from __future__ import annotations

import zlib

KEY = "the-key-of-the-crash-test"
OPERATOR = "ada"


def device_of(number: int) -> str:
    return f"unit-{number:05d}"


def phone_of(name: str) -> str:
    return f"+4741{zlib.crc32(name.encode()) % 1_000_000:06d}"
