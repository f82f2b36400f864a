"""`varde demo` as a person meets it: real processes, real sockets, a first alarm, a kill, and a clean end."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from varde.demo.supervise import House, environment, python

pytestmark = pytest.mark.crash
FREE = "127.0.0.1:0"
ONE_PER_PROCESS = 6


def own_environment(folder: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VARDE_")}
    ports = {"VARDE_WEB": FREE, "VARDE_INTAKE_HTTP": FREE, "VARDE_INTAKE_SIP": FREE}
    return {**kept, **ports, "VARDE_DATA": str(folder), "PYTHONUNBUFFERED": "1", **more}


def until(what: Callable[[], object], seconds: float) -> object:
    """What it gives once it gives something, or None when the time is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError, sqlite3.Error):
            if found := what():
                return found
        time.sleep(0.1)
    return None


def children(folder: Path) -> dict[str, int]:
    """The processes that work in this data folder, by their words. Linux."""
    found = {}
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            mine = f"VARDE_DATA={folder}".encode() in (place / "environ").read_bytes().split(b"\0")
            words = (place / "cmdline").read_bytes().split(b"\0")
            if mine and b"varde" in words:
                found[b" ".join(words[words.index(b"varde") + 1 :]).decode().strip()] = int(place.name)
    return found


class Demo:
    def __init__(self, folder: Path) -> None:
        self.folder, self.out = folder, folder.parent / "out.txt"
        with self.out.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "varde", "demo"],
                env=own_environment(folder),
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def address(self) -> str:
        found = re.search(r"(http://127\.0\.0\.1:\d+)/\s", self.out.read_text())
        return found[1] if found else ""

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        path = f"file:{self.folder / 'varde.sqlite3'}?mode=ro"
        with contextlib.closing(sqlite3.connect(path, uri=True)) as connection:
            return connection.execute(sql).fetchall()


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    running = Demo(tmp_path / "data")
    yield running
    if running.process.poll() is None:
        running.process.kill()
        running.process.wait()


def _comes_up_and_the_first_alarm_within_ten_seconds(demo: Demo) -> None:
    address = until(demo.address, 110)
    assert address, demo.out.read_text()
    live = time.monotonic()
    with urllib.request.urlopen(f"{address}/konto/logg-inn/") as page:
        text = page.read().decode()
    assert "Ingrid Haugen" in text and "Syntetiske data" in text
    assert until(lambda: demo.ask("SELECT 1 FROM alarms_alarm WHERE state <> 'closed'"), 10)
    assert time.monotonic() - live < 10


def _what_is_killed_comes_back(demo: Demo) -> None:
    before = until(lambda: (found := children(demo.folder)).get("work") and found, 10)
    assert isinstance(before, dict) and len(before) == ONE_PER_PROCESS + 1
    for words in ("work", "intake", "serve"):
        os.kill(before[words], signal.SIGKILL)

    def again() -> bool:
        now = children(demo.folder)
        return all(now.get(words, before[words]) != before[words] for words in ("work", "intake", "serve"))

    assert until(again, 30)
    assert "stopped (-9), is restarted" in demo.out.read_text()


def _a_second_demo_in_the_same_folder_says_so(demo: Demo) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "varde", "demo"],
        env=own_environment(demo.folder),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1 and "runs in this data folder already" in done.stderr


def _stops_within_five_seconds_and_leaves_no_process(demo: Demo) -> None:
    demo.process.send_signal(signal.SIGINT)
    began = time.monotonic()
    assert demo.process.wait(30) == 0
    assert time.monotonic() - began < 6
    assert children(demo.folder) == {}


def _a_second_start_uses_what_is_there_and_dies_with_its_group(demo: Demo) -> None:
    there = (demo.folder / "demo.json").read_bytes()
    again = Demo(demo.folder)
    try:
        assert until(again.address, 60), again.out.read_text()
        assert "Making" not in again.out.read_text()
        assert (demo.folder / "demo.json").read_bytes() == there
    finally:
        os.killpg(again.process.pid, signal.SIGKILL)
        again.process.wait()
    assert until(lambda: children(demo.folder) == {}, 5)


@pytest.mark.timeout(300)
def test_the_demo_from_its_first_start_to_its_last_process(demo: Demo) -> None:
    _comes_up_and_the_first_alarm_within_ten_seconds(demo)
    _what_is_killed_comes_back(demo)
    _a_second_demo_in_the_same_folder_says_so(demo)
    _stops_within_five_seconds_and_leaves_no_process(demo)
    _a_second_start_uses_what_is_there_and_dies_with_its_group(demo)


def test_it_never_starts_in_production_settings(tmp_path: Path) -> None:
    secret = "x" * 60
    keys = {"VARDE_SECRET_KEY": secret, "VARDE_KEYS": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="}
    keys |= {"VARDE_SEARCH_KEY": keys["VARDE_KEYS"], "VARDE_HOSTS": "varde.example.org"}
    for mode in ({}, {"VARDE_MODE": "production"}):
        done = subprocess.run(
            [sys.executable, "-m", "varde", "demo"],
            env=own_environment(tmp_path / "data", **keys, **mode),
            capture_output=True,
            text=True,
        )
        assert done.returncode == 1 and "does not start in production settings" in done.stderr
        assert not (tmp_path / "data").exists()


def test_it_leaves_a_database_alone_that_it_did_not_make(tmp_path: Path) -> None:
    (tmp_path / "varde.sqlite3").write_bytes(b"somebody's")
    done = subprocess.run(
        [sys.executable, "-m", "varde", "demo"], env=own_environment(tmp_path), capture_output=True, text=True
    )
    assert done.returncode == 1 and "did not make" in done.stderr
    assert (tmp_path / "varde.sqlite3").read_bytes() == b"somebody's"


def test_production_secrets_are_not_handed_to_the_children() -> None:
    given = environment({"VARDE_KEYS": "k", "VARDE_OIDC": "o", "PATH": "/bin", "VARDE_DEMO_SPEED": "5"})
    assert given["VARDE_MODE"] == "demo" and given["VARDE_DEMO_SPEED"] == "5" and given["PATH"] == "/bin"
    assert not {"VARDE_KEYS", "VARDE_OIDC"} & set(given)


def test_a_child_that_dies_again_and_again_is_started_less_often(tmp_path: Path) -> None:
    told: list[str] = []
    house = House(dict(os.environ), lambda name, what: told.append(what))
    house.add("short", [sys.executable, "-c", "raise SystemExit(3)"], tmp_path / "log" / "short.log")
    house.start("short")
    end = time.monotonic() + 4
    while time.monotonic() < end:
        house.look()
        time.sleep(0.05)
    house.stop()
    assert told[0] == "died:3" and 2 <= len(told) <= 4
    assert python("work")[1:] == ["-m", "varde", "work"]
