"""How often, how long and how many times."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

# Longer than the gateway may take to answer: a claim that expires belongs to a process that is gone.
CLAIM: Final = timedelta(seconds=30)
FIRST_WAIT: Final = timedelta(seconds=1)
LONGEST_WAIT: Final = timedelta(seconds=60)
TRIES: Final = 10


def wait_after(attempts: int) -> timedelta:
    """1, 2, 4 … at most 60 seconds: a receiver may be waiting for the call."""
    return min(FIRST_WAIT * 2 ** min(max(attempts - 1, 0), 10), LONGEST_WAIT)


def gives_up(attempts: int) -> bool:
    return attempts >= TRIES


def next_try(attempts: int, *, now: datetime) -> datetime:
    return now + wait_after(attempts)
