"""Monthly partitions of the PostgreSQL signal log. A UUIDv7 begins with its time, so the key itself is the range."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.utils import DatabaseError

from .postgres import TABLE

MONTHS_AHEAD = 3


def month_bounds(at: datetime, ahead: int = 0) -> tuple[str, UUID, UUID]:
    """Name suffix and half-open key range of the month that lies `ahead` months after `at`, in UTC."""
    first = _month(at, ahead)
    return f"{first:%Y_%m}", _key(first), _key(_month(at, ahead + 1))


def ensure_partitions(now: datetime) -> list[str]:
    """Make this month's partition and the next three; the names made. Nothing to do on SQLite.

    A month whose rows already lie in the DEFAULT partition cannot be made; `partitions_missing` goes on saying so.
    """
    made = []
    for name, low, high in _missing(now):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    f"CREATE TABLE {name} PARTITION OF {TABLE} FOR VALUES FROM ('{low}') TO ('{high}')"
                )
        except DatabaseError:
            continue
        made.append(name)
    return made


def partitions_missing(now: datetime) -> list[str]:
    """Names of the partitions, of this month and the next three, that do not exist. Empty on SQLite."""
    return [name for name, _low, _high in _missing(now)]


def _missing(now: datetime) -> list[tuple[str, UUID, UUID]]:
    if connection.vendor != "postgresql":
        return []
    wanted = [month_bounds(now, ahead) for ahead in range(MONTHS_AHEAD + 1)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = %s::regclass",
            [TABLE],
        )
        there = {row[0] for row in cursor.fetchall()}
    return [
        (f"{TABLE}_{suffix}", low, high) for suffix, low, high in wanted if f"{TABLE}_{suffix}" not in there
    ]


def _month(at: datetime, ahead: int) -> datetime:
    number = at.year * 12 + at.month - 1 + ahead
    return datetime(number // 12, number % 12 + 1, 1, tzinfo=UTC)


def _key(at: datetime) -> UUID:
    milliseconds = (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    return UUID(int=milliseconds << 80)
