"""Adapters: bytes of one supplier's or one standard's message → what it says in our words. Pure, total, liberal.

A new supplier is one file here, its recordings in recordings/<name>/, and one line below.
"""

from collections.abc import Callable
from typing import Final

from varde.care.alarms.intake import json, scaip
from varde.care.alarms.rules.signal import Signal, Unreadable

Adapter = Callable[[bytes], tuple[Signal | Unreadable, ...]]
"""Takes the raw bytes of one message. Gives at least one answer and never raises: bad bytes are Unreadable."""

ADAPTERS: Final[dict[str, Adapter]] = {
    "scaip": scaip.read,
    "json": json.read,
}
