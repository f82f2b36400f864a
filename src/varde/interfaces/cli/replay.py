"""`varde replay`: read a signal log again, as of the times it was received, in a sandbox that rings nobody.

The sandbox is an embedded database, whatever the installation runs on. It gets a copy of the signals, through the signal
log's port, and of the registers (organisations, people, equipment, plans, rota, sources) without alarms, readings and
messages. The command then runs itself there, so that nothing of it can touch the real database.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection

from varde.care.alarms import actions
from varde.foundation import appendonly
from varde.foundation.authorisation import machine
from varde.foundation.signallog import port
from varde.foundation.signallog.signal import UNDECRYPTABLE, Lane, Signal, SignalLog
from varde.foundation.signallog.sqlite import SqliteLog
from varde.interfaces.cli import registers
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


def prepare(database: Path | None, folder: Path) -> Path:
    """The sandbox's database: the registers alone, from a SQLite file or (None) from the database of this installation.

    Raises ReplayFault unless the folder is new or empty.
    """
    if folder.exists() and any(folder.iterdir()):
        raise ReplayFault(
            f"{folder} is not empty: a replay never writes into a database that has anything in it"
        )
    if database is not None and not database.exists():
        raise ReplayFault(f"there is no database {database}")
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / FILES[0]
    if database is not None:
        copy(database, target)
    else:
        registers.copy(target, without=_is_emptied)
    with contextlib.closing(sqlite3.connect(target, isolation_level=None)) as sandbox:
        _empty(sandbox)
    return target


def _is_emptied(table: str) -> bool:
    return table in EMPTIED or table.startswith(EMPTIED_APPS)


def _empty(sandbox: sqlite3.Connection) -> None:
    sandbox.execute("PRAGMA foreign_keys = OFF")
    tables = [row[0] for row in sandbox.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for name in [row[0] for row in sandbox.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]:
        sandbox.execute(f'DROP TRIGGER "{name}"')  # migrate, in the sandbox, puts them back
    for table in tables:
        if _is_emptied(table):
            sandbox.execute(f'DELETE FROM "{table}"')
    sandbox.execute("DELETE FROM people_carerelation WHERE basis = 'alarm'")
    sandbox.execute("VACUUM")


def copy_signals(log: SignalLog, target: Path) -> int:
    """Every signal of the log into a log of the sandbox's own. Returns how many."""
    copied, signals = 0, SqliteLog(target, writer=True)
    for part in (part for lane in Lane for part in _parts(log, lane)):
        if any(one.note == UNDECRYPTABLE for one in part):
            raise ReplayFault(
                "a signal could not be decrypted: is the key it was written under in VARDE_KEYS?"
            )
        fault = next((one for one in signals.append(part) if one is not None), None)
        if fault is not None:
            raise ReplayFault(f"a signal could not be copied: {type(fault).__name__}")
        copied += len(part)
    signals.close()
    return copied


def read_all(log: SignalLog) -> tuple[int, int, str]:
    """Reads every signal of the log here, in order. Returns signals, alarms, and a mark that two equal replays share."""
    found = (one for lane in Lane for part in _parts(log, lane) for one in part)
    every = sorted(found, key=lambda one: (one.received_at, one.id))
    reader = machine("signal_reader")
    for start in range(0, len(every), BATCH):
        batch = every[start : start + BATCH]
        actions.read_signals(reader, signals=batch, now=batch[-1].received_at)
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


def _parts(log: SignalLog, lane: Lane) -> Iterator[list[Signal]]:
    last = None
    while part := log.after(lane, last, 1_000):
        yield part
        last = part[-1].id


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "log",
        type=Path,
        nargs="?",
        help="a signal log (signals.sqlite3), perhaps from a backup (default: this installation's, on either database)",
    )
    parser.add_argument("--into", type=Path, required=True, help="a new or empty folder: the sandbox")
    parser.add_argument(
        "--registers", type=Path, help="SQLite database with the registers (default: this installation's)"
    )
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    parser.epilog = (
        "Needs the keys that the log was written under. Prints how many alarms came of it and a mark: two replays of the "
        "same log with the same registers have the same mark. Nobody is called. Look at the result with VARDE_DATA set "
        "to the sandbox."
    )


def run(chosen: argparse.Namespace) -> int:
    if chosen.here:
        return _here(chosen.log)
    if chosen.log is not None and not chosen.log.exists():
        print(f"Nothing replayed: there is no log {chosen.log}")
        return 1
    own = Path(settings.DATA) / FILES[0] if connection.vendor == "sqlite" else None
    log = SqliteLog(chosen.log) if chosen.log else port.open_log()
    try:
        prepare(chosen.registers or own, chosen.into)
        copy_signals(log, chosen.into / FILES[1])
    except (ReplayFault, DatabaseError, sqlite3.Error, OSError) as fault:
        print(f"Nothing replayed: {fault}")
        return 1
    finally:
        log.close()
    copied = str(chosen.into / FILES[1])
    words = [sys.executable, "-m", "varde", "replay", copied, "--into", str(chosen.into), "--here"]
    return subprocess.run(words, env=sandbox_environment(chosen.into)).returncode


def _here(path: Path) -> int:
    call_command("migrate", verbosity=0, interactive=False)
    appendonly.install()
    log = SqliteLog(path)
    signals, alarms, mark = read_all(log)
    log.close()
    print(f"{signals} signals, {alarms} alarms, mark {mark}")
    return 0


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
