"""How the house is doing: database, migrations, signal log, workers, outbox. For machines (health) and people (status)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from varde.foundation.outbox import lead, post
from varde.foundation.signallog.port import open_log
from varde.ground.organisations.permissions import OrganisationPermission
from varde.kernel.actor import Actor

NEEDED = ("database", "migrations", "signal_log")
SILENT_AFTER = timedelta(seconds=15)
FORGOTTEN_AFTER = timedelta(days=1)
_migrated: list[bool] = []


def readiness(*, now: datetime) -> dict[str, Any]:
    """The three that are needed to serve are True or False; `worker_seconds` is the age of the freshest worker pulse."""
    checks: dict[str, Any] = {"database": _database(), "signal_log": _signal_log()}
    checks["migrations"] = checks["database"] and _all_migrated()
    checks["worker_seconds"] = _worker_age(now) if checks["migrations"] else None
    return checks


def state(actor: Actor, *, now: datetime) -> dict[str, Any]:
    """For the status page. Raises PermissionDenied for whoever does not manage a house."""
    if not actor.may(OrganisationPermission.MANAGE):
        raise PermissionDenied
    pulses = [
        {"name": p.name, "at": p.beat_at, "silent": now - p.beat_at > SILENT_AFTER}
        for p in lead.pulses()
        if now - p.beat_at < FORGOTTEN_AFTER
    ]
    return {"now": now, "pulses": pulses, "backlog": post.backlog(), "checks": readiness(now=now)}


def _signal_log() -> bool:
    log = open_log()
    try:
        return log.healthy()
    finally:
        log.close()


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _all_migrated() -> bool:
    """Asked until it is true once: a process does not lose migrations."""
    if not _migrated:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        _migrated.append(True)
    return True


def _worker_age(now: datetime) -> float | None:
    beats = [pulse.beat_at for pulse in lead.pulses() if pulse.name.startswith("worker")]
    return round((now - max(beats)).total_seconds(), 1) if beats else None
