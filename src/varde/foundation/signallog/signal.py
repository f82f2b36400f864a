"""What a signal is, and what a signal log can do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Protocol
from uuid import UUID

UNDECRYPTABLE = "undecryptable"


class Lane(IntEnum):
    """Which queue the worker reads a signal from: a heartbeat never stands before an alarm."""

    URGENT = 0
    ROUTINE = 1


@dataclass(frozen=True, slots=True)
class Signal:
    """One message as it came.

    id: UUIDv7, made when the bytes arrived. received_at: aware, UTC. source_id: the sender we recognised, or None.
    transport: "http", "sip-udp", "sip-tcp" or "sip-tls". protocol: "scaip", "json" or "unknown".
    peer: the sender's network address. digest: SHA-256 of `raw`.
    note: "" or why the row is here although nobody was let in: "refused" (unauthenticated sample), "too large". A row that
    none of our keys opens comes back with empty `raw` and, when it had no note, UNDECRYPTABLE; the log keeps it as it is.
    """

    id: UUID
    received_at: datetime
    source_id: UUID | None
    transport: str
    protocol: str
    peer: str
    lane: Lane
    digest: bytes
    raw: bytes
    note: str


class SignalLog(Protocol):
    """Append-only store of signals. One writer per object; readers may be many, each with an object of its own."""

    def append(self, batch: Sequence[Signal]) -> list[Exception | None]:
        """Store the batch in one durable commit. One result per signal, in order: None when it is on disk.

        If the commit fails each signal is tried alone, so that one bad row does not take the others down.
        """

    def after(self, lane: Lane, last: UUID | None, limit: int) -> list[Signal]:
        """Signals of a lane with id greater than `last` (None: from the beginning), in order of id."""

    def ids(self, lane: Lane, first: UUID, last: UUID, limit: int) -> list[UUID]:
        """Ids of a lane in the half-open range first <= id < last, in order."""

    def get(self, ids: Sequence[UUID]) -> list[Signal]:
        """The signals among `ids` that exist, in order of id."""

    def count(self) -> int:
        """Rows in the log. Walks an index: for tests and reports, not for a page."""

    def healthy(self) -> bool:
        """Whether the log answers now; for the writer: whether it could take a row."""

    def append_only(self) -> bool:
        """Whether the store refuses to change and to delete rows (its triggers are tried, nothing is kept)."""

    def close(self) -> None:
        """Let go of the connection; a later call opens it again."""
