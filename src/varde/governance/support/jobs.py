"""What the worker does for support."""

from __future__ import annotations

from datetime import datetime

from varde.foundation.authorisation import machine
from varde.foundation.worker import Job
from varde.governance.support import actions


def watch(now: datetime) -> int:
    return actions.tell_of_clocks(machine("support_worker"), now=now)


JOBS = (Job("support.watch", watch, every=60.0),)
