"""The signal log in PostgreSQL: a connection of its own, one statement per batch, no Django transaction around it."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import psycopg
from psycopg.conninfo import make_conninfo

from .rows import COLUMNS, from_postgres, postgres_row
from .signal import Lane, Signal

TABLE = "signallog_signal"
SELECT = f"SELECT {COLUMNS} FROM {TABLE}"
ARRAYS = "uuid[], timestamptz[], uuid[], text[], text[], text[], smallint[], bytea[], bytea[], text[]"
INSERT = (
    f"INSERT INTO {TABLE} ({COLUMNS}) SELECT * FROM unnest("
    + ", ".join(f"%b::{kind}" for kind in ARRAYS.split(", "))
    + ")"
)
# The reader's low-water mark trails by 60 s; a statement that outlives this could commit behind it.
STATEMENT_TIMEOUT_MS = 10_000
NOWHERE = UUID(int=0)
ROOM = 65_536  # bytes the health probe asks for after a failure


class PostgresLog:
    """`database` is an entry of Django's DATABASES. Connects when first needed, and again after a failure."""

    def __init__(self, database: Mapping[str, Any]) -> None:
        self._conninfo = _conninfo(database)
        self._lock = threading.Lock()
        self._connection: psycopg.Connection[Any] | None = None
        self._failed = False

    def append(self, batch: Sequence[Signal]) -> list[Exception | None]:
        rows = [postgres_row(signal) for signal in batch]
        with self._lock:
            failure = self._commit(rows)
            if failure is None:
                return [None] * len(rows)
            if len(rows) == 1 or isinstance(failure, psycopg.OperationalError):
                return [failure] * len(
                    rows
                )  # the database is away: asking once per row would only take longer
            return [self._commit([row]) for row in rows]

    def after(self, lane: Lane, last: UUID | None, limit: int) -> list[Signal]:
        sql = f"{SELECT} WHERE lane = %s AND id > %s ORDER BY id LIMIT %s"
        return [from_postgres(row) for row in self._read(sql, (int(lane), last or NOWHERE, limit))]

    def ids(self, lane: Lane, first: UUID, last: UUID, limit: int) -> list[UUID]:
        sql = f"SELECT id FROM {TABLE} WHERE lane = %s AND id >= %s AND id < %s ORDER BY id LIMIT %s"
        return [row[0] for row in self._read(sql, (int(lane), first, last, limit))]

    def get(self, ids: Sequence[UUID]) -> list[Signal]:
        return [
            from_postgres(row) for row in self._read(f"{SELECT} WHERE id = ANY(%s) ORDER BY id", (list(ids),))
        ]

    def count(self) -> int:
        return int(self._read(f"SELECT count(*) FROM {TABLE}", ())[0][0])

    def healthy(self) -> bool:
        try:
            with self._session() as connection:
                row = connection.execute("SELECT pg_is_in_recovery()").fetchone()
                if self._failed:
                    self._probe(connection)
        except psycopg.Error:
            return False
        return row is not None and row[0] is False

    def append_only(self) -> bool:
        row = (NOWHERE, "2000-01-01T00:00:00Z", None, "", "", "", 0, b"\0" * 32, b"", "")
        with self._session() as connection:
            try:
                with connection.transaction(force_rollback=True):
                    connection.execute(
                        f"INSERT INTO {TABLE} ({COLUMNS}) VALUES ({','.join(['%s'] * 10)})", row
                    )
                    return all(
                        _refuses(connection, statement)
                        for statement in (
                            f"UPDATE {TABLE} SET note = 'x' WHERE id = '{NOWHERE}'",
                            f"DELETE FROM {TABLE} WHERE id = '{NOWHERE}'",
                            f"TRUNCATE {TABLE}",
                        )
                    )
            except psycopg.Error:
                return False

    def close(self) -> None:
        with self._lock:
            self._drop()

    def _commit(self, rows: list[tuple[object, ...]]) -> Exception | None:
        try:
            connection = self._open()
            connection.execute(INSERT, [list(column) for column in zip(*rows, strict=True)])
        except (psycopg.Error, UnicodeEncodeError, ValueError) as error:
            if isinstance(error, psycopg.OperationalError):
                self._failed = True
                self._drop()
            return error
        self._failed = False
        return None

    def _probe(self, connection: psycopg.Connection[Any]) -> None:
        """After a failure: ask for room. Nothing is kept; random bytes, because the server packs others to nothing."""
        row = (NOWHERE, "2000-01-01T00:00:00Z", None, "", "", "", 0, b"\0" * 32, os.urandom(ROOM), "")
        with connection.transaction(force_rollback=True):
            connection.execute(f"INSERT INTO {TABLE} ({COLUMNS}) VALUES ({','.join(['%s'] * 10)})", row)
        self._failed = False

    def _read(self, sql: str, arguments: Sequence[object]) -> list[tuple[Any, ...]]:
        with self._session() as connection:
            return connection.execute(sql, arguments).fetchall()

    @contextlib.contextmanager
    def _session(self) -> Iterator[psycopg.Connection[Any]]:
        with self._lock:
            try:
                yield self._open()
            except psycopg.OperationalError:
                self._drop()
                raise

    def _open(self) -> psycopg.Connection[Any]:
        if self._connection is None or self._connection.closed:
            connection = psycopg.connect(self._conninfo, autocommit=True, prepare_threshold=2)
            row = connection.execute("SHOW synchronous_commit").fetchone()
            if (
                row is None or row[0] == "off"
            ):  # an acknowledgement means on disk, whatever the server's default
                connection.execute("SET synchronous_commit = on")
            self._connection = connection
        return self._connection

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _conninfo(database: Mapping[str, Any]) -> str:
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    given = {theirs: str(database[ours]) for ours, theirs in names.items() if database.get(ours)}
    ssl = {
        key: value
        for key, value in database.get("OPTIONS", {}).items()
        if key.startswith("ssl") or key == "service"
    }
    return make_conninfo(
        **given,
        **ssl,
        application_name="varde signal log",
        connect_timeout="5",
        keepalives_idle="5",
        keepalives_interval="2",
        keepalives_count="3",
        tcp_user_timeout=str(STATEMENT_TIMEOUT_MS),
        options=f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c timezone=UTC",
    )


def _refuses(connection: psycopg.Connection[Any], statement: str) -> bool:
    try:
        with connection.transaction():
            connection.execute(statement)
    except psycopg.errors.RaiseException:
        return True
    return False
