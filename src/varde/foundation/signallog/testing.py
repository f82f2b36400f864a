"""Signals to test with, and a log emptied between tests."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from uuid import UUID

from django.db import connection

from varde.foundation.ids import new_id

from .postgres import TABLE
from .signal import Lane, Signal

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def make_signal(
    raw: bytes = b"<mrq/>",
    *,
    lane: Lane = Lane.URGENT,
    source_id: UUID | None = None,
    received_at: datetime = NOON,
    id: UUID | None = None,
) -> Signal:
    """A signal that came in over HTTP at noon."""
    return Signal(
        id=id or new_id(),
        received_at=received_at,
        source_id=source_id,
        transport="http",
        protocol="scaip",
        peer="127.0.0.1",
        lane=lane,
        digest=hashlib.sha256(raw).digest(),
        raw=raw,
        note="",
    )


def empty_postgres_log() -> None:
    """Truncate the table behind its triggers' back. Nothing in the product calls this."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {TABLE}")
        cursor.execute(f"ALTER TABLE {TABLE} ENABLE TRIGGER USER")
