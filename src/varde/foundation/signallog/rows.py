"""A signal as a row and back. The raw bytes are encrypted on the way down and bound to their column."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from varde.foundation.encryption import decrypt, encrypt

from .signal import UNDECRYPTABLE, Lane, Signal

CONTEXT = "signal_log.raw"
COLUMNS = "id, received_at, source_id, transport, protocol, peer, lane, digest, raw, note"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def sqlite_row(signal: Signal) -> tuple[object, ...]:
    """SQLite form: keys as 16 bytes, time as whole microseconds since 1970."""
    return (
        signal.id.bytes,
        (signal.received_at - EPOCH) // MICROSECOND,
        signal.source_id.bytes if signal.source_id else None,
        signal.transport,
        signal.protocol,
        signal.peer,
        int(signal.lane),
        signal.digest,
        encrypt(signal.raw, context=CONTEXT),
        signal.note,
    )


def _opened(sealed: bytes, note: str) -> tuple[bytes, str]:
    """Raw bytes and note. One row that another key sealed, or that was damaged, must not keep the others from being read."""
    try:
        return decrypt(sealed, context=CONTEXT), note
    except ValueError:  # Undecryptable, or what is left is too short to have been sealed
        return b"", note or UNDECRYPTABLE


def from_sqlite(row: Sequence[Any]) -> Signal:
    raw, note = _opened(row[8], row[9])
    return Signal(
        id=UUID(bytes=row[0]),
        received_at=EPOCH + row[1] * MICROSECOND,
        source_id=UUID(bytes=row[2]) if row[2] else None,
        transport=row[3],
        protocol=row[4],
        peer=row[5],
        lane=Lane(row[6]),
        digest=row[7],
        raw=raw,
        note=note,
    )


def postgres_row(signal: Signal) -> tuple[object, ...]:
    return (
        signal.id,
        signal.received_at,
        signal.source_id,
        signal.transport,
        signal.protocol,
        signal.peer,
        int(signal.lane),
        signal.digest,
        encrypt(signal.raw, context=CONTEXT),
        signal.note,
    )


def from_postgres(row: Sequence[Any]) -> Signal:
    raw, note = _opened(bytes(row[8]), row[9])
    return Signal(
        id=row[0],
        received_at=row[1].astimezone(UTC),
        source_id=row[2],
        transport=row[3],
        protocol=row[4],
        peer=row[5],
        lane=Lane(row[6]),
        digest=bytes(row[7]),
        raw=raw,
        note=note,
    )
