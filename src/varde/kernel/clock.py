"""The only place that asks what time it is.

Rules and actions take the time as an argument; views, the worker loop and the intake ask here and hand it on.
"""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251


def local(instant: datetime) -> datetime:
    """The same instant as a Norwegian wall clock shows it."""
    return instant.astimezone(OSLO)
