"""`varde check`."""

from __future__ import annotations

import argparse

from django.core.checks import run_checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from varde.foundation import appendonly, encryption
from varde.foundation.signallog.partitions import partitions_missing
from varde.foundation.signallog.port import open_log
from varde.kernel.clock import now


def faults() -> list[str]:
    found = [str(message) for message in run_checks() if message.level >= 30]
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        found += [f"migration not run: {m.app_label}.{m.name}" for m, _ in waiting]
        if not waiting:
            found += [f"append-only trigger is missing: {table}" for table in appendonly.toothless()]
            found += _of_the_signal_log()
    except DatabaseError as fault:
        found.append(f"database: {type(fault).__name__}")
    plain = b"varde"
    if encryption.decrypt(encryption.encrypt(plain, context="check"), context="check") != plain:
        found.append("encryption keys do not work")
    return found


def _of_the_signal_log() -> list[str]:
    """Only after the migrations: on PostgreSQL the log is a table that they make."""
    found = [f"signal log: partition {name} is missing" for name in partitions_missing(now())]
    log = open_log()
    try:
        if not log.append_only():
            found.append("signal log: rows can be changed or deleted")
    finally:
        log.close()
    return found


def run(_: argparse.Namespace) -> int:
    found = faults()
    print("\n".join(found) or "All is well.")
    return 1 if found else 0
