"""What goes wrong without anybody dying: the database is away, a worker stands still, the disk takes no more."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests import postgres
from tests.crash.house import House

pytestmark = [pytest.mark.crash, pytest.mark.timeout(600)]
PATIENCE = 120.0
SOON = 5.0
NO_ROOM = 4096
DATABASES = [
    "sqlite",
    pytest.param("postgres", marks=pytest.mark.skipif(postgres.binaries() is None, reason=postgres.MISSING)),
]


def until(holds: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.1)


def acknowledged(house: House) -> int:
    return sum(len(sender.ids) + len(sender.digests) for sender in house.senders)


def more_is_acknowledged(house: House) -> None:
    before = acknowledged(house)
    until(lambda: acknowledged(house) > before + 10, "signals are acknowledged")


def all_holds(house: House) -> None:
    house.shift()  # somebody is called out, however quick the test was
    left = house.settle(PATIENCE)
    found = house.audit()
    assert found["problems"] == []
    assert not any(left.values()), left
    assert found["alarms"] > 0
    assert found["at the gateway"] > 0


@contextmanager
def small_disk(size: str) -> Iterator[Path]:
    """A file system of its own with so much room. Skips in one line where this machine lets nobody mount one."""
    place = Path(tempfile.mkdtemp(prefix="varde-disk-"))
    place.chmod(0o755)
    command = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=0777", "tmpfs", str(place)]
    try:
        mounted = subprocess.run(command, capture_output=True).returncode == 0
    except FileNotFoundError:
        mounted = False
    try:
        if not mounted:
            pytest.skip("disk full under PostgreSQL skipped: needs root and the right to mount a tmpfs")
        yield place
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(place)], check=True)
        place.rmdir()


def fill(disk: Path) -> Path:
    """A file that leaves no room for another."""
    filler, piece = disk / "filler", b"\0" * 65_536
    with filler.open("wb", buffering=0) as file:
        for size in (65_536, 512):
            with suppress(OSError):
                while True:
                    file.write(piece[:size])
    return filler


@pytest.mark.skipif(postgres.binaries() is None, reason=postgres.MISSING)
def test_a_full_disk_under_postgresql_is_refused_honestly_and_goes_on_when_there_is_room(tmp_path):
    with small_disk("256m") as disk, House(tmp_path, "postgres", limit=3.0, where=str(disk)) as house:
        house.load(http=2, pause=0.05)
        more_is_acknowledged(house)
        refused = sum(sender.refused for sender in house.senders)
        filler = fill(disk)
        until(lambda: house.ready() == 503, "the intake says that it cannot take anything")
        until(lambda: sum(s.refused for s in house.senders) > refused + 20, "senders hear it")
        time.sleep(SOON)
        filler.unlink()
        until(lambda: house.ready() == 200, "the intake takes signals again by itself")
        more_is_acknowledged(house)
        house.quiet()
        assert house.revive() == [], "a process died of it"
        all_holds(house)


@pytest.mark.skipif(postgres.binaries() is None, reason=postgres.MISSING)
def test_the_database_is_away_and_back_and_everything_goes_on_by_itself(tmp_path):
    with House(tmp_path, "postgres", limit=3.0) as house:
        assert house.server
        house.load(http=2, pause=0.1)
        more_is_acknowledged(house)
        refused = sum(sender.refused for sender in house.senders)
        house.server.halt()
        until(lambda: house.ready() == 503, "the intake says that it cannot take anything")
        until(lambda: house.ready("web") == 503, "the web says so too")
        until(
            lambda: sum(s.refused for s in house.senders) > refused + 5,
            "senders hear it and can go elsewhere",
        )
        before = acknowledged(house)
        time.sleep(SOON)
        assert acknowledged(house) == before
        house.server.up()
        house.until_ready(PATIENCE)
        until(lambda: house.ready("web") == 200, "the web is back")
        more_is_acknowledged(house)
        house.quiet()
        assert house.revive() == [], "a process died of it"
        all_holds(house)


def pause(house: House, name: str) -> None:
    """Stop it where it stands. On SQLite between two transactions: there one that holds the lock holds up every writer,
    and only its end, not another worker, helps."""
    while True:
        house.signal(name, signal.SIGSTOP)
        if house.server or may_write(house):
            return
        house.signal(name, signal.SIGCONT)
        time.sleep(0.05)


def may_write(house: House) -> bool:
    main = sqlite3.connect(house.folder / "varde.sqlite3", timeout=0.2, isolation_level=None)
    try:
        main.execute("BEGIN IMMEDIATE")
        main.execute("ROLLBACK")
    except sqlite3.OperationalError:
        return False
    finally:
        main.close()
    return True


@pytest.mark.parametrize("database", DATABASES)
def test_a_worker_that_stands_still_is_replaced_and_calls_nobody_twice_when_it_wakes(tmp_path, database):
    with House(tmp_path, database, limit=30.0) as house:
        house.start("worker", "worker-2")
        house.load(http=2, pause=0.1)
        until(lambda: house.call("operator_board"), "alarms reach the board")
        until(lambda: house.call("reader") in house.pids.values(), "a worker reads")
        first = house.call("reader")
        still = next(name for name, pid in house.pids.items() if pid == first)
        pause(house, still)
        assert house.call("shift", seconds=600) > 0
        until(lambda: house.call("reader") not in (0, first), "the other reads")
        house.quiet()
        until(lambda: not house.call("left")["unread"], "the other has read everything")
        until(lambda: not house.call("left")["overdue"], "the other has done what was due")
        house.signal(still, signal.SIGCONT)
        house.load(http=2, pause=0.1)
        more_is_acknowledged(house)
        house.quiet()
        assert house.revive() == []
        all_holds(house)


def test_a_withdrawn_key_is_refused_by_the_intake_that_runs(tmp_path):
    with House(tmp_path, "sqlite", recipients=2) as house:
        house.load(http=1, sip=0, pause=0.1)
        more_is_acknowledged(house)
        house.call("revoke")
        until(lambda: house.senders[0].refused > 3, "the key is refused")
        before = acknowledged(house)
        refused = house.senders[0].refused
        until(lambda: house.senders[0].refused > refused + 3, "it stays refused")
        assert acknowledged(house) == before
        assert house.ready() == 200


def test_a_full_disk_under_the_worker_loses_nothing_and_it_goes_on_when_there_is_room(tmp_path):
    with House(tmp_path, "sqlite", limit=3.0) as house:
        house.kill("worker")
        house.log = os.devnull  # the limit below counts for every file that the worker writes
        house.start("worker")
        house.load(http=2, pause=0.1)
        until(lambda: house.call("operator_board"), "alarms reach the board")
        _, most = resource.prlimit(house.pids["worker"], resource.RLIMIT_FSIZE)
        resource.prlimit(house.pids["worker"], resource.RLIMIT_FSIZE, (NO_ROOM, most))
        more_is_acknowledged(house)
        until(lambda: house.call("left")["unread"] > 20, "signals pile up in the log")
        more_is_acknowledged(house)
        house.quiet()
        assert house.revive() == [], "a process died of it"
        resource.prlimit(house.pids["worker"], resource.RLIMIT_FSIZE, (most, most))
        all_holds(house)
