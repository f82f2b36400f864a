"""What time alone brings about."""

from __future__ import annotations

from datetime import datetime

from varde.care.pathways import actions
from varde.foundation.authorisation import machine
from varde.foundation.worker import Job

WORKER = "pathway_worker"


def reopen_gates(now: datetime) -> int:
    return actions.reopen_gates(machine(WORKER), now=now)


JOBS = [Job("pathways.reopen_gates", reopen_gates, every=60.0)]
