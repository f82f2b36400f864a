"""What time alone brings about."""

from __future__ import annotations

from datetime import datetime

from varde.care.pathways import actions
from varde.foundation.authorisation import machine
from varde.foundation.worker import Job

WORKER = "pathway_worker"


def reopen_gates(now: datetime) -> int:
    return actions.reopen_gates(machine(WORKER), now=now)


def raise_overlong_pauses(now: datetime) -> int:
    return actions.raise_overlong_pauses(machine(WORKER), now=now)


def raise_unanswered(now: datetime) -> int:
    return actions.raise_unanswered(machine(WORKER), now=now)


def let_deputies_in(now: datetime) -> int:
    return actions.let_deputies_in(machine(WORKER), now=now)


JOBS = [
    Job("pathways.reopen_gates", reopen_gates, every=60.0),
    Job("pathways.raise_overlong_pauses", raise_overlong_pauses, every=60.0),
    Job("pathways.raise_unanswered", raise_unanswered, every=300.0),
    Job("pathways.let_deputies_in", let_deputies_in, every=600.0),
]
