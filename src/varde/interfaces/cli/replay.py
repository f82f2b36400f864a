"""`varde replay`: read a signal log again, as of the times it was received, in a sandbox that rings nobody.

The sandbox gets a copy of the registers (organisations, people, equipment, plans, rota, sources) without alarms, readings
and messages. The command then runs itself there, so that nothing of it can touch the real database.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from varde.care.alarms import actions
from varde.foundation import appendonly
from varde.foundation.authorisation import machine
from varde.foundation.signallog.signal import Lane, Signal
from varde.foundation.signallog.sqlite import SqliteLog
from varde.interfaces.cli.backup import FILES, copy

BATCH: Final = 200
# What a replay makes anew, and what would be another time's.
EMPTIED: Final = (
    "alarms_alarm", "alarms_alarmevent", "alarms_recordtext", "alarms_reading", "alarms_boardtick",
    "alarms_handovernote", "outbox_delivery", "outbox_lease", "outbox_pulse", "audit_accesslog", "rota_hole",
)  # fmt: skip
EMPTIED_APPS: Final = ("messaging_",)


class ReplayFault(RuntimeError):
    """Says in words why nothing was replayed."""


def prepare(registers: Path, folder: Path) -> Path:
    """The sandbox's database: the registers alone. Raises ReplayFault unless the folder is new or empty."""
    if folder.exists() and any(folder.iterdir()):
        raise ReplayFault(
            f"{folder} is not empty: a replay never writes into a database that has anything in it"
        )
    if not registers.exists():
        raise ReplayFault(f"there is no database {registers}")
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / FILES[0]
    copy(registers, target)
    with contextlib.closing(sqlite3.connect(target, isolation_level=None)) as sandbox:
        _empty(sandbox)
    return target


def _empty(sandbox: sqlite3.Connection) -> None:
    sandbox.execute("PRAGMA foreign_keys = OFF")
    tables = [row[0] for row in sandbox.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for name in [row[0] for row in sandbox.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]:
        sandbox.execute(f'DROP TRIGGER "{name}"')  # migrate, in the sandbox, puts them back
    for table in tables:
        if table in EMPTIED or table.startswith(EMPTIED_APPS):
            sandbox.execute(f'DELETE FROM "{table}"')
    sandbox.execute("DELETE FROM people_carerelation WHERE basis = 'alarm'")
    sandbox.execute("VACUUM")


def read_all(log: Path) -> tuple[int, int, str]:
    """Reads every signal of the log here, in order. Returns signals, alarms, and a mark that two equal replays share."""
    signals = SqliteLog(log)
    every = sorted(
        (one for lane in Lane for one in _lane(signals, lane)), key=lambda one: (one.received_at, one.id)
    )
    reader = machine("signal_reader")
    for start in range(0, len(every), BATCH):
        batch = every[start : start + BATCH]
        actions.read_signals(reader, signals=batch, now=batch[-1].received_at)
    signals.close()
    alarms = raised()
    mark = hashlib.sha256("\n".join(map(str, alarms)).encode()).hexdigest()[:16]
    return len(every), len(alarms), mark


def raised() -> list[tuple[object, ...]]:
    """Every alarm of the sandbox as plain values."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, owner_id, recipient_id, item_id, code, card, severity, urgency, opened_at, state, level, repeats, "
            "due_at FROM alarms_alarm ORDER BY id"
        )
        return [tuple(row) for row in cursor.fetchall()]


def _lane(log: SqliteLog, lane: Lane) -> list[Signal]:
    found: list[Signal] = []
    last = None
    while part := log.after(lane, last, 1_000):
        found += part
        last = part[-1].id
    return found


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("log", type=Path, help="a signal log (signals.sqlite3), perhaps from a backup")
    parser.add_argument("--into", type=Path, required=True, help="a new or empty folder: the sandbox")
    parser.add_argument(
        "--registers", type=Path, help="database with the registers (default: this installation's)"
    )
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    parser.epilog = (
        "Needs the keys that the log was written under. Prints how many alarms came of it and a mark: two replays of the "
        "same log with the same registers have the same mark. Nobody is called. Look at the result with VARDE_DATA set "
        "to the sandbox."
    )


def run(chosen: argparse.Namespace) -> int:
    if not chosen.log.exists():
        print(f"Nothing replayed: there is no log {chosen.log}")
        return 1
    if chosen.here:
        call_command("migrate", verbosity=0, interactive=False)
        appendonly.install()
        signals, alarms, mark = read_all(chosen.log)
        print(f"{signals} signals, {alarms} alarms, mark {mark}")
        return 0
    if chosen.registers is None and connection.vendor != "sqlite":
        print("Nothing replayed: name a SQLite database with --registers.")
        return 1
    try:
        prepare(chosen.registers or Path(settings.DATA) / FILES[0], chosen.into)
    except (ReplayFault, sqlite3.Error, OSError) as fault:
        print(f"Nothing replayed: {fault}")
        return 1
    words = [sys.executable, "-m", "varde", "replay", str(chosen.log), "--into", str(chosen.into), "--here"]
    return subprocess.run(words, env=sandbox_environment(chosen.into)).returncode


def sandbox_environment(folder: Path) -> dict[str, str]:
    """This installation's keys, the sandbox's data, and no way out."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VARDE_")}
    options = settings.OPTIONS
    keys = ("VARDE_MODE", "VARDE_SECRET_KEY", "VARDE_KEYS", "VARDE_SEARCH_KEY", "VARDE_HOSTS")
    return {
        **kept,
        **{name: options[name] for name in keys},
        "VARDE_DATA": str(folder.resolve()),
        "VARDE_DATABASE": "sqlite",
        "VARDE_GATEWAY_URL": "",
        "VARDE_LOG": "WARNING",
    }
