"""The one way to the signal log."""

from __future__ import annotations

from django.conf import settings

from .postgres import PostgresLog
from .signal import Lane, Signal, SignalLog
from .sqlite import SqliteLog

__all__ = ["Lane", "Signal", "SignalLog", "open_log"]


def open_log(*, writer: bool = False) -> SignalLog:
    """The log that `settings.VARDE_SIGNAL_LOG` names: "postgres" (the default database), or the path of a SQLite file.

    Only intake opens it with `writer=True`. Nothing is connected until the first call.
    """
    place = str(settings.VARDE_SIGNAL_LOG)
    if place == "postgres":
        return PostgresLog(settings.DATABASES["default"])
    return SqliteLog(place, writer=writer)
