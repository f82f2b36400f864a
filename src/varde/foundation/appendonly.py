"""Tables that are only added to, guarded by the database itself.

SQLite rebuilds a table (and drops its triggers) on some migrations, so the triggers are put back after every
migrate; `varde check` and a test see that they bite.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection, transaction

SQLITE = """CREATE TRIGGER IF NOT EXISTS {table}_keep_{verb} BEFORE {verb} ON "{table}"
BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"""
FUNCTION = """CREATE OR REPLACE FUNCTION varde_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME; END $$"""
POSTGRES = """CREATE OR REPLACE TRIGGER {table}_keep BEFORE UPDATE OR DELETE ON "{table}"
FOR EACH ROW EXECUTE FUNCTION varde_append_only()"""


def tables() -> list[str]:
    """Models that say `append_only = True`, and the access log."""
    marked = [m._meta.db_table for m in apps.get_models() if getattr(m, "append_only", False)]
    return sorted({*marked, "audit_accesslog"})


def install(**_: Any) -> None:
    """Put the triggers in place. Safe to call again; skips tables that do not exist yet."""
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(FUNCTION)
        for table in tables():
            if table not in there:
                continue
            if connection.vendor == "postgresql":
                cursor.execute(POSTGRES.format(table=table))
            else:
                for verb in ("UPDATE", "DELETE"):
                    cursor.execute(SQLITE.format(table=table, verb=verb))


def toothless() -> list[str]:
    """Tables whose trigger is missing."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'")
            there = {row[0] for row in cursor.fetchall()}
            return [t for t in tables() if f"{t}_keep" not in there]
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        there = {row[0] for row in cursor.fetchall()}
        return [t for t in tables() if not {f"{t}_keep_UPDATE", f"{t}_keep_DELETE"} <= there]


def bites(table: str) -> bool:
    """Tries to change a row, in a transaction that is always rolled back."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f'UPDATE "{table}" SET id = id')  # the name comes from tables()
            transaction.set_rollback(True)
    except DatabaseError:
        return True
    return False


@contextmanager
def lifted_for_tests() -> Iterator[None]:
    """Tests that empty the database between them do it in here. Nothing in the product calls this."""
    with connection.cursor() as cursor:
        for table in tables():
            if connection.vendor == "postgresql":
                cursor.execute(f'DROP TRIGGER IF EXISTS {table}_keep ON "{table}"')
            else:
                for verb in ("UPDATE", "DELETE"):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {table}_keep_{verb}")
    try:
        yield
    finally:
        install()
