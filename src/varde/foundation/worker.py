"""The loop that every background job runs in: one failure does not stop the next job.

A job takes the time and returns how much it did; a loop that did nothing rests a moment.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import Error, close_old_connections, connection

from varde.foundation.outbox import lead
from varde.kernel.clock import now

log = structlog.get_logger()
REST = 0.1


@dataclass(frozen=True, slots=True)
class Job:
    """`every` is the least number of seconds between two rounds of this job."""

    name: str
    run: Callable[[datetime], int]
    every: float = 0.0


def round_of(jobs: Sequence[Job], last: dict[str, float]) -> int:
    """Run each job that is due once. Returns how much was done."""
    done = 0
    for job in jobs:
        at = time.monotonic()
        if at - last.get(job.name, -1e9) < job.every:
            continue
        last[job.name] = at
        try:
            done += job.run(now())
        except Exception as fault:  # the one place: a job that fails must not stop the alarms
            log.error("job.failed", job=job.name, fault=type(fault).__name__, exc_info=True)
            if isinstance(fault, Error):
                connection.close()
                time.sleep(REST)
    return done


def run(jobs: Sequence[Job], *, name: str = "", stop: threading.Event | None = None) -> None:
    """Until told to stop. The pulse tells the others that this worker lives."""
    name = name or lead.process("worker")
    stopping = stop or threading.Event()
    if stop is None:
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: stopping.set())
    last: dict[str, float] = {}

    def beat(at: datetime) -> int:
        lead.beat(name, now=at, pid=os.getpid())
        return 0

    pulse = Job("pulse", beat, every=2.0)
    # One thread to the end keeps its connection: else there are ten a second. A pool keeps its own.
    if "pool" not in connection.settings_dict["OPTIONS"]:
        connection.settings_dict["CONN_MAX_AGE"] = None
    while not stopping.is_set():
        close_old_connections()
        if not round_of([pulse, *jobs], last):
            stopping.wait(REST)
    with contextlib.suppress(Error):
        lead.gone(name)
