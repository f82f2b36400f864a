"""Fill a signal log with rows of this month, so that no figure is taken on an empty table."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from uuid import UUID

import psycopg

RAW_BYTES = 190  # an encrypted JSON alarm
FILL = """
INSERT INTO signallog_signal
SELECT (lpad(to_hex(%(first)s + n), 12, '0') || '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid,
  now(), '00000000-0000-0000-0000-000000000007', 'http', 'json', '192.0.2.1', (n %% 2)::smallint,
  sha256(n::text::bytea), decode(repeat(md5(n::text), 12), 'hex'), ''
FROM generate_series(1, %(rows)s) n"""


def make_tables(environment: dict[str, str]) -> None:
    """Everything Varde keeps, in the empty PostgreSQL that the environment names, and a place for today's signals."""
    make = "import django; django.setup(); from django.core.management import call_command as c; c('migrate', verbosity=0)"
    make += "; from varde.foundation.signallog.partitions import ensure_partitions as e; from varde.kernel import clock; e(clock.now())"
    subprocess.run([sys.executable, "-c", make], env={**os.environ, **environment}, check=True)


def fill_postgres(url: str, rows: int) -> int:
    """The rows in the log afterwards, counted."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(FILL, {"rows": rows, "first": _first(rows)})
        connection.execute("VACUUM ANALYZE signallog_signal")
        connection.execute("CHECKPOINT")
        row = connection.execute("SELECT count(*) FROM signallog_signal").fetchone()
    return int(row[0]) if row else 0


def fill_sqlite(path: Path, rows: int) -> int:
    """The file must hold an empty log. The rows afterwards, counted."""
    first, raw = _first(rows), os.urandom(RAW_BYTES)
    with sqlite3.connect(path) as connection:
        connection.executemany(
            "INSERT INTO signal VALUES (?,?,?,'http','json','192.0.2.1',?,?,?,'')",
            (
                (
                    UUID(int=(first + n << 80) | 7 << 76 | 2 << 62 | n).bytes,
                    (first + n) * 1000,
                    UUID(int=7).bytes,
                    n % 2,
                    hashlib.sha256(str(n).encode()).digest(),
                    raw,
                )
                for n in range(rows)
            ),
        )
    count = connection.execute("SELECT count(*) FROM signal").fetchone()[0]
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return int(count)


def _first(rows: int) -> int:
    """A millisecond so far back that the rows end an hour ago."""
    return int(time.time() * 1000) - 3_600_000 - rows
