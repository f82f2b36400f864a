"""What an item is searched by: each mark as a key, and the serial also from behind, because people read out its end."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from uuid import UUID

from varde.ground.equipment.rules.device import device_key


def mark_key(text: str) -> str:
    """Capitals, letters and digits only. "sn 12-ab" and "SN12AB" are the same mark."""
    return re.sub(r"[^0-9A-ZÆØÅ]", "", text.upper())


def keys(*, serial: str, device: str, code: str) -> dict[str, str]:
    """The stored keys of an item."""
    key = mark_key(serial)
    return {
        "serial_key": key,
        "serial_tail": key[::-1],
        "device_key": device_key(device),
        "code_key": mark_key(code),
    }


def made_at(key: UUID) -> datetime:
    """When a key was made, to the millisecond: a UUIDv7 begins with the time."""
    return datetime.fromtimestamp((key.int >> 80) / 1000, tz=UTC)
