"""`varde check`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.core.checks import run_checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from varde.care.rota import queries as rota
from varde.foundation import appendonly, encryption
from varde.foundation.authorisation import machine
from varde.foundation.outbox import lead
from varde.foundation.signallog.partitions import partitions_missing
from varde.foundation.signallog.port import open_log
from varde.ground.organisations.queries import every_organisation
from varde.kernel.clock import now
from varde.kernel.phone import can_ring

SILENT_AFTER = timedelta(seconds=30)
RECEIVE = ("municipality", "district", "agency", "hospital_trust", "centre_host")


def faults(*, at: datetime) -> list[str]:
    found = [str(message) for message in run_checks() if message.level >= 30]
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        found += [f"migration not run: {m.app_label}.{m.name}" for m, _ in waiting]
        if not waiting:
            found += [f"append-only trigger is missing: {table}" for table in appendonly.toothless()]
            found += [*_signal_log(at), *_processes(at), *_receivers()]
    except DatabaseError as fault:
        found.append(f"database: {type(fault).__name__}")
    plain = b"varde"
    if encryption.decrypt(encryption.encrypt(plain, context="check"), context="check") != plain:
        found.append("encryption keys do not work")
    if not settings.VARDE_GATEWAY_URL:
        found.append("VARDE_GATEWAY_URL is not set: no phone can ring, every call counts as not received")
    elif not settings.VARDE_CALLBACK_KEY:
        found.append("VARDE_CALLBACK_KEY is not set: the gateway's answers are refused")
    return found


def _signal_log(at: datetime) -> Iterator[str]:
    """Only after the migrations: on PostgreSQL the log is a table that they make."""
    for name in partitions_missing(at):
        yield f"signal log: partition {name} is missing"
    log = open_log()
    try:
        if not log.healthy():
            yield "signal log: does not answer"
        elif not log.append_only():
            yield "signal log: rows can be changed or deleted"
    finally:
        log.close()


def _processes(at: datetime) -> Iterator[str]:
    """Each kind of process that must run somewhere, by its signs of life."""
    pulses = lead.pulses()
    for kind, command in (("intake", "varde intake"), ("worker", "varde work")):
        if not any(one.name.startswith(f"{kind}:") and at - one.beat_at < SILENT_AFTER for one in pulses):
            yield f"no {kind} has given a sign of life in {SILENT_AFTER.seconds} seconds: is `{command}` running?"


def _receivers() -> Iterator[str]:
    there = list(every_organisation().filter(is_active=True))
    if not there:
        yield "there is no organisation yet: nobody would be told of a signal from an unknown sender"
    for one in there:
        if one.kind in RECEIVE and not one.last_resort_phone:
            yield f"{one.name} has no last-resort receiver"
        elif one.last_resort_phone and not can_ring(one.last_resort_phone):
            yield f"{one.name}: the number of the last-resort receiver cannot be rung"
    for pool in rota.pools(machine("alarm_worker")).filter(is_active=True):
        if pool.duty_phone and not can_ring(pool.duty_phone):
            yield f"{pool.owner.name}: the duty phone of {pool.name} cannot be rung"


def run(_: argparse.Namespace) -> int:
    found = faults(at=now())
    print("\n".join(found) or "All is well.")
    return 1 if found else 0
