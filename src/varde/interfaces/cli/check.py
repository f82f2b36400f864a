"""`varde check`."""

from __future__ import annotations

import argparse

from django.core.checks import run_checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from varde.foundation import appendonly, encryption


def faults() -> list[str]:
    found = [str(message) for message in run_checks() if message.level >= 30]
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        found += [f"migration not run: {m.app_label}.{m.name}" for m, _ in waiting]
        if not waiting:
            found += [f"append-only trigger is missing: {table}" for table in appendonly.toothless()]
    except DatabaseError as fault:
        found.append(f"database: {type(fault).__name__}")
    plain = b"varde"
    if encryption.decrypt(encryption.encrypt(plain, context="check"), context="check") != plain:
        found.append("encryption keys do not work")
    return found


def run(_: argparse.Namespace) -> int:
    found = faults()
    print("\n".join(found) or "All is well.")
    return 1 if found else 0
