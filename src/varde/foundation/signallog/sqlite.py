"""The signal log in a SQLite file of its own: WAL, synchronous=FULL, one writer.

Its own file, because a transaction in a shared file would hold the acknowledgement of an alarm.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from .rows import COLUMNS, from_sqlite, sqlite_row
from .signal import Lane, Signal

SCHEMA = """
CREATE TABLE IF NOT EXISTS signal (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  received_at INTEGER NOT NULL,
  source_id BLOB CHECK (source_id IS NULL OR length(source_id) = 16),
  transport TEXT NOT NULL,
  protocol TEXT NOT NULL,
  peer TEXT NOT NULL,
  lane INTEGER NOT NULL CHECK (lane IN (0, 1)),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  raw BLOB NOT NULL,
  note TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS signal_lane ON signal (lane, id);
CREATE TRIGGER IF NOT EXISTS signal_keeps BEFORE UPDATE ON signal
  BEGIN SELECT RAISE(ABORT, 'the signal log is append-only'); END;
CREATE TRIGGER IF NOT EXISTS signal_stays BEFORE DELETE ON signal
  BEGIN SELECT RAISE(ABORT, 'the signal log is append-only'); END;
"""
INSERT = f"INSERT INTO signal ({COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?)"
SELECT = f"SELECT {COLUMNS} FROM signal"
BUSY_SECONDS = 5
ROOM = 65_536  # bytes the health probe asks for after a failure


class SqliteLog:
    """One connection, opened when first needed, shared by threads one at a time."""

    def __init__(self, path: str | Path, *, writer: bool = False) -> None:
        self._path = Path(path)
        self._writer = writer
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._failed = False

    def append(self, batch: Sequence[Signal]) -> list[Exception | None]:
        rows: list[tuple[object, ...]] = [sqlite_row(signal) for signal in batch]
        with self._lock:
            failure = self._commit(rows)
            if failure is None:
                return [None] * len(rows)
            if len(rows) == 1:
                return [failure]
            return [self._commit([row]) for row in rows]

    def after(self, lane: Lane, last: UUID | None, limit: int) -> list[Signal]:
        start = last.bytes if last else b""
        return [
            from_sqlite(row)
            for row in self._read(
                f"{SELECT} WHERE lane = ? AND id > ? ORDER BY id LIMIT ?", (int(lane), start, limit)
            )
        ]

    def ids(self, lane: Lane, first: UUID, last: UUID, limit: int) -> list[UUID]:
        sql = "SELECT id FROM signal WHERE lane = ? AND id >= ? AND id < ? ORDER BY id LIMIT ?"
        return [UUID(bytes=row[0]) for row in self._read(sql, (int(lane), first.bytes, last.bytes, limit))]

    def get(self, ids: Sequence[UUID]) -> list[Signal]:
        found: list[Signal] = []
        keys = sorted(key.bytes for key in ids)
        for start in range(0, len(keys), 500):
            part = keys[start : start + 500]
            marks = ",".join("?" * len(part))
            found += [
                from_sqlite(row) for row in self._read(f"{SELECT} WHERE id IN ({marks}) ORDER BY id", part)
            ]
        return found

    def count(self) -> int:
        rows = self._read("SELECT count(*) FROM signal", ())
        return int(rows[0][0]) if rows else 0

    def healthy(self) -> bool:
        with self._lock:
            try:
                connection = self._open()
                if connection is None:
                    return True  # a reader before the first signal: an empty log, not a broken one
                if self._writer:
                    self._probe(connection)
                else:
                    connection.execute("SELECT 1 FROM signal LIMIT 1").fetchone()
            except (sqlite3.Error, OSError):
                self._drop()
                return False
            return True

    def append_only(self) -> bool:
        """The file's own schema is rebuilt in memory and tried there: a reader needs no write access for it."""
        schema = [
            row[0]
            for row in self._read("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid", ())
        ]
        if not schema:
            return not self._path.exists()  # before the first signal there is nothing to change
        with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
            for statement in schema:
                copy.execute(statement)
            row = (b"\0" * 16, 0, None, "", "", "", 0, b"\0" * 32, b"", "")
            copy.execute(INSERT, row)
            return _refuses(copy, "UPDATE signal SET note = 'x'") and _refuses(copy, "DELETE FROM signal")

    def close(self) -> None:
        with self._lock:
            self._drop()

    def _commit(self, rows: list[tuple[object, ...]]) -> Exception | None:
        try:
            connection = self._open()
            if connection is None:
                return sqlite3.OperationalError("the signal log is open for reading only")
            try:
                connection.execute("BEGIN IMMEDIATE")
                connection.executemany(INSERT, rows)
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.rollback()
        except (sqlite3.Error, OSError) as error:
            self._failed = True
            if not isinstance(error, sqlite3.IntegrityError):
                self._drop()
            return error
        self._failed = False
        return None

    def _probe(self, connection: sqlite3.Connection) -> None:
        """Take the write lock; after a failure also ask for room. Nothing is kept."""
        connection.execute("BEGIN IMMEDIATE")
        try:
            if self._failed:
                row = (b"\xff" * 16, 0, None, "", "", "", 0, b"\0" * 32, b"\0" * ROOM, "")
                connection.execute(INSERT, row)
        finally:
            if connection.in_transaction:
                connection.rollback()

    def _read(self, sql: str, arguments: Sequence[object]) -> list[tuple[Any, ...]]:
        with self._lock:
            connection = self._open()
            return connection.execute(sql, arguments).fetchall() if connection else []

    def _open(self) -> sqlite3.Connection | None:
        if self._connection is None:
            self._connection = self._connect_writer() if self._writer else self._connect_reader()
        return self._connection

    def _connect_writer(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(
            self._path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA wal_autocheckpoint = 4000")
            connection.executescript(SCHEMA)
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _connect_reader(self) -> sqlite3.Connection | None:
        if not self._path.exists():
            return None
        uri = f"{self._path.resolve().as_uri()}?mode=ro"
        connection = sqlite3.connect(
            uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'signal'").fetchone()
        if found is None:  # the writer is making the file this very moment
            connection.close()
            return None
        return connection

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _refuses(connection: sqlite3.Connection, statement: str) -> bool:
    try:
        connection.execute(statement)
    except sqlite3.IntegrityError:
        return True
    return False
