"""pgbench "ins2": an event row and 40 % alarm rows per transaction, in the same database, in every round."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

FOLDER = Path(__file__).parent


def pgbench() -> str | None:
    return shutil.which("pgbench")


def prepare(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute((FOLDER / "ins2_tables.sql").read_text())


def ins2(url: str, clients: int, seconds: int) -> float:
    """Transactions per second at so many clients; 0 where pgbench is not on the machine."""
    program = pgbench()
    if program is None:
        return 0.0
    at = urlsplit(url)
    done = subprocess.run(
        [
            program,
            "-n",
            "-f",
            str(FOLDER / "pgbench_ins2.sql"),
            "-c",
            str(clients),
            "-j",
            "2",
            "-T",
            str(seconds),
            "-h",
            str(at.hostname),
            "-p",
            str(at.port),
            "-U",
            str(at.username),
            "--no-vacuum",
            at.path.lstrip("/"),
        ],
        env={**os.environ, "PGPASSWORD": at.password or ""},
        capture_output=True,
        text=True,
        check=True,
    )
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    return float(found[1]) if found else 0.0
