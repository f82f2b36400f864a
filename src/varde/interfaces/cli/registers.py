"""A copy of this installation's tables in an embedded database: what a replay needs where Varde runs on PostgreSQL.

Values go over as they lie, encrypted fields too; only their form changes (a key is 32 letters there, a time is text).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.core.management import call_command
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

ALIAS: Final = "replay_sandbox"
AT_ONCE: Final = 1_000


def copy(target: Path, *, without: Callable[[str], bool]) -> None:
    """Makes the database `target` and fills it with every table that `without` does not name.

    One transaction here, so that the copy is of one instant.
    """
    connections.settings[ALIAS] = {
        **connections.settings["default"],
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(target),
        "OPTIONS": {},
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": 0,
    }
    sandbox = connections[ALIAS]
    try:
        call_command("migrate", database=ALIAS, verbosity=0, interactive=False)
        _fill(sandbox, [model for model in _models() if not without(model._meta.db_table)])
    finally:
        sandbox.close()
        del connections[ALIAS], connections.settings[ALIAS]


def _models() -> Iterator[type[Model]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield model


def _fill(sandbox: BaseDatabaseWrapper, models: Sequence[type[Model]]) -> None:
    with connection.cursor() as reading, sandbox.cursor() as writing:
        writing.execute("PRAGMA foreign_keys = OFF")
        reading.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        writing.execute("BEGIN")
        for model in models:
            table, columns = model._meta.db_table, [field.column for field in model._meta.concrete_fields]
            names = ", ".join(f'"{name}"' for name in columns)
            marks = ", ".join(["%s"] * len(columns))
            writing.execute(f'DELETE FROM "{table}"')  # what a migration put there
            reading.execute(f'SELECT {names} FROM "{table}"')
            while rows := reading.fetchmany(AT_ONCE):
                given = [[_as_there(sandbox, value) for value in row] for row in rows]
                writing.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', given)
        writing.execute("COMMIT")
        reading.execute("ROLLBACK")


def _as_there(sandbox: BaseDatabaseWrapper, value: Any) -> Any:
    """A value that PostgreSQL gave, as Django keeps it in SQLite."""
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return sandbox.ops.adapt_datetimefield_value(value)
    if isinstance(value, date | time | Decimal):
        return str(value)
    return bytes(value) if isinstance(value, memoryview) else value
