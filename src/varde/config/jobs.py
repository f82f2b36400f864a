"""Everything the worker does, in the order it does it: alarms before all else."""

from __future__ import annotations

from datetime import datetime

from varde.care.alarms import jobs as alarms
from varde.care.pathways import jobs as pathways
from varde.care.rota import jobs as rota
from varde.config import proofs, stock
from varde.foundation.outbox import lead, post
from varde.foundation.signallog.partitions import ensure_partitions
from varde.foundation.worker import Job
from varde.governance.support import jobs as support
from varde.ground.equipment import jobs as equipment
from varde.ground.messaging import jobs as messaging
from varde.ground.organisations import jobs as organisations


def partitions(now: datetime) -> int:
    """Rooms for the coming months of the PostgreSQL signal log. Nothing to do on SQLite."""
    return len(ensure_partitions(now))


def jobs() -> list[Job]:
    reader = alarms.Reader(holder=lead.process("worker"))
    return [
        Job("alarms.read", reader.round),
        Job("alarms.due", alarms.do_due, every=0.2),
        Job("outbox", post.run),
        *messaging.JOBS,
        Job("alarms.watch", alarms.watch, every=5.0),
        *rota.JOBS,
        *support.JOBS,
        *pathways.JOBS,
        *stock.JOBS,
        *equipment.JOBS,
        *proofs.jobs(),
        Job("organisations.lapses", organisations.notice_lapses, every=600.0),
        Job("signallog.partitions", partitions, every=3600.0),
    ]
