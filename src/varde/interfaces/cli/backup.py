"""`varde backup` and `varde restore`: the embedded database and the signal log, both or nothing.

Each file is copied by SQLite's own backup call while Varde runs. The database goes first: a signal that came in between
is then in the log and has no reading yet, and is read again after a restore. The keys are never in a backup.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import shutil
import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connections

from varde.kernel.clock import now

FILES: Final = ("varde.sqlite3", "signals.sqlite3")  # in this order
NOTE: Final = "backup.json"
KEYS: Final = (
    "The keys are not in it (VARDE_KEYS, VARDE_SEARCH_KEY, VARDE_SECRET_KEY). Without them it cannot be read: "
    "keep them elsewhere, and never only here."
)
POSTGRES: Final = """This installation keeps its data in PostgreSQL: use PostgreSQL's own tools.
  every night   pg_basebackup --pgdata=FOLDER --format=tar --gzip --checkpoint=fast --dbname="$VARDE_DATABASE"
  and always    archive the WAL (archive_mode=on), so that no acknowledged signal is lost
  to move       pg_dump --format=custom --file=varde.dump "$VARDE_DATABASE"  and  pg_restore --dbname=… varde.dump
See docs/operations/backup.md."""


class BackupFault(RuntimeError):
    """Says in words why nothing was done."""


def is_embedded() -> bool:
    return connections["default"].vendor == "sqlite"


def copy(source: Path, target: Path) -> None:
    """A consistent copy of a database that may be written to meanwhile, flushed and checked."""
    with (
        contextlib.closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as old,
        contextlib.closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new, pages=2_000)
        new.execute("PRAGMA journal_mode = DELETE")
        if new.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise BackupFault(f"{source.name} is damaged: the copy does not pass its check")


def digest(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def make(data: Path, folder: Path, *, at: datetime) -> dict[str, Any]:
    """Copies into an empty folder and leaves a note with checksums. Raises BackupFault."""
    if folder.exists() and any(folder.iterdir()):
        raise BackupFault(f"{folder} is not empty: choose a new folder for each backup")
    if not (data / FILES[0]).exists():
        raise BackupFault(f"there is no database in {data}")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    there = [name for name in FILES if (data / name).exists()]
    for name in there:
        copy(data / name, folder / name)
    files = {
        name: {"sha256": digest(folder / name), "bytes": (folder / name).stat().st_size} for name in there
    }
    note = {"made_at": at.isoformat(), "files": files}
    (folder / NOTE).write_text(json.dumps(note, indent=2), encoding="utf-8")
    return note


def put_back(folder: Path, data: Path) -> list[str]:
    """Copies a backup into a data folder without databases. Returns the names. Raises BackupFault."""
    try:
        files = json.loads((folder / NOTE).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise BackupFault(f"{folder} holds no backup") from fault
    taken = [name for name in FILES if (data / name).exists()]
    if taken:
        raise BackupFault(
            f"{data} holds {', '.join(taken)}: a restore never overwrites. Move them away first"
        )
    for name, one in files.items():
        if name not in FILES or not (folder / name).exists() or digest(folder / name) != one["sha256"]:
            raise BackupFault(f"{name} is missing from the backup, or is not what was written")
    data.mkdir(parents=True, exist_ok=True)
    for name in files:
        part = data / f"{name}.part"
        shutil.copyfile(folder / name, part)
        part.replace(data / name)
    return list(files)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="a new or empty folder for this backup")
    parser.epilog = f"May run while Varde runs. {KEYS}"


def restore_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="the folder that `varde backup` made")
    parser.epilog = (
        "Stop Varde first. Puts the files into VARDE_DATA, which must hold no database. Then start with the same keys "
        "and run `varde check`. Signals that came after the backup are not in it."
    )


def run(chosen: argparse.Namespace) -> int:
    if not is_embedded():
        print(POSTGRES)
        return 1
    try:
        note = make(Path(settings.DATA), chosen.folder, at=now())
    except (BackupFault, OSError, sqlite3.Error) as fault:
        print(f"No backup: {fault}")
        return 1
    for name, one in note["files"].items():
        print(f"{name}  {one['bytes']} bytes  sha256 {one['sha256']}")
    print(KEYS)
    return 0


def run_restore(chosen: argparse.Namespace) -> int:
    if not is_embedded():
        print(POSTGRES)
        return 1
    connections.close_all()
    try:
        names = put_back(chosen.folder, Path(settings.DATA))
    except (BackupFault, OSError) as fault:
        print(f"Nothing restored: {fault}")
        return 1
    print(
        f"Restored into {settings.DATA}: {', '.join(names)}. Start with the same keys, then run `varde check`."
    )
    return 0
