"""What the worker does for the rota: makes coming shifts, and notices holes."""

from __future__ import annotations

from datetime import datetime

from varde.care.rota import actions, queries
from varde.foundation.authorisation import machine
from varde.foundation.worker import Job


def make_shifts(now: datetime) -> int:
    return actions.make_shifts(machine("rota_worker"), now=now)


def notice_holes(now: datetime) -> int:
    """Opens a hole where nobody is checked in and somebody should be, closes those that are covered."""
    actor = machine("rota_worker")
    done = 0
    for pool in queries.duty_now(actor, now=now):
        if pool.is_hole and not pool.is_noticed:
            actions.open_hole(actor, pool_id=pool.pool_id, since=pool.since or now, now=now)
            done += 1
        elif pool.is_noticed and not pool.is_hole:
            done += actions.close_hole(actor, pool_id=pool.pool_id, now=now) is not None
    return done


JOBS = (
    Job("rota.notice_holes", notice_holes, every=20.0),
    Job("rota.make_shifts", make_shifts, every=3600.0),
)
