"""P4 and P5: from a device's message to the alarm on the board, through a real intake and a real worker.

"On the board" is the moment the alarm can be read from the database: its row, its ring and the board's tick are one
transaction. Each open board looks for the tick five times a second: up to 200 ms and one fetch come on top.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from signal import SIGCONT, SIGSTOP
from typing import Any

import psycopg

from tests.crash.house import House
from tests.crash.load import Http
from tests.crash.plain import device_of

UNITS = 600
LOADED = 200  # of them send the mix; each of the others is pressed once
SENDERS = 4
ARRAY = 10
RATE = 1000
ALARMS = 0.15
BATCH = 10_000
GIVE_UP = 300.0


@dataclass(frozen=True, slots=True)
class Found:
    """p4: ms from device to board under the load, p99. rate: acknowledged per second. behind: seconds, the oldest that the newest read
    signal was during the load. after: ms from device to board with `queued` heartbeats waiting."""

    p4: float
    rate: float
    behind: float
    after: float
    queued: int


class Mixed(Http):
    """85 heartbeats to 15 alarms in arrays, at a pace of its own, however slowly the answers come."""

    def body(self, number: int) -> bytes:
        def one(part: int) -> dict[str, str]:
            kind = "3" if self.chance.random() < ALARMS else "heartbeat"
            device = device_of(self.chance.randrange(self.devices))
            return {"id": f"{self.name}-{number}-{part}", "device": device, "type": kind}

        return json.dumps([one(part) for part in range(ARRAY)]).encode()

    def run(self) -> None:
        number, started = 0, time.monotonic()
        while not self.stop.is_set():
            number += 1
            self.tried(self.body(number))
            time.sleep(max(0.0, started + number * self.pause - time.monotonic()))


@contextmanager
def asking(house: House) -> Iterator[Callable[[str], Any]]:
    """Reads one value past everything that is measured."""
    lite = None if house.server else sqlite3.connect(house.folder / "varde.sqlite3", isolation_level=None)
    big = psycopg.connect(house.server.url, autocommit=True) if house.server else None
    try:
        yield lambda query: (lite or big).execute(query).fetchone()[0]  # type: ignore[union-attr]
    finally:
        for one in filter(None, (lite, big)):
            one.close()


def seconds_to_board(sender: Http, device: str, number: int, ask: Callable[[str], Any]) -> float:
    """One press on one unit, which has none open. Raises when the alarm does not come."""
    body = json.dumps({"id": f"{sender.name}-{number}", "device": device, "type": "3"}).encode()
    started = time.perf_counter()
    if not sender.tried(body):
        raise RuntimeError("the intake did not take the press")
    key = sender.ids[-1]
    query = f"SELECT count(*) FROM alarms_alarm WHERE id IN ('{key}', '{key.replace('-', '')}')"
    while not ask(query):
        if time.perf_counter() - started > GIVE_UP:
            raise RuntimeError("the alarm did not reach the board")
        time.sleep(0.001)
    return time.perf_counter() - started


def behind(ask: Callable[[str], Any], outcome: str) -> float:
    """Seconds since the newest signal that has been read, of one lane, came in: no backlog is older than that."""
    newest = ask(f"SELECT max(received_at) FROM alarms_reading WHERE outcome {outcome} 'heartbeat'")
    if newest is None:
        return 0.0
    at = newest if isinstance(newest, datetime) else datetime.fromisoformat(newest).replace(tzinfo=UTC)
    return time.time() - at.timestamp()


@dataclass
class Loaded:
    """What was seen while the mix came in. `times`: seconds from device to board, one per press."""

    rate: float = 0.0
    behind: float = 0.0
    times: list[float] = field(default_factory=list)


def under_load(house: House, seconds: float, ask: Callable[[str], Any], press: Callable[[], float]) -> Loaded:
    """The mix at 1,000 messages per second, and a press on a fresh unit about four times a second."""
    pace, seen = SENDERS * ARRAY / RATE, Loaded()
    address = ("127.0.0.1", house.ports["http"])
    senders = [Mixed(f"mixed-{n}", address, LOADED, pace) for n in range(SENDERS)]
    started = time.monotonic()
    for sender in senders:
        sender.start()
    house.senders += senders
    while time.monotonic() - started < seconds:
        time.sleep(0.1)
        if time.monotonic() - started > 2:  # before that there may be nothing to be behind with
            seen.behind = max(seen.behind, behind(ask, "="), behind(ask, "<>"))
            seen.times.append(press())
    seen.rate = sum(len(one.ids) for one in senders) / (time.monotonic() - started)
    house.quiet()
    return seen


def measure(folder: Path, database: str, *, seconds: float = 60.0, queued: int = 300_000) -> Found:
    """A house of its own on "sqlite" or "postgres"."""
    with House(folder, database, recipients=UNITS, limit=3600.0) as house, asking(house) as ask:
        sender = Http("press", ("127.0.0.1", house.ports["http"]), UNITS, 0)
        fresh = iter(range(LOADED, UNITS))

        def press() -> float:
            number = next(fresh)
            return seconds_to_board(sender, device_of(number), number, ask)

        press()  # a house that has just started reads its first signal more slowly
        load = under_load(house, seconds, ask, press)
        house.settle(GIVE_UP)
        house.signal("worker", SIGSTOP)
        for start in range(0, queued, BATCH):
            house.call("queue_heartbeats", first=start, count=min(BATCH, queued - start))
        house.signal("worker", SIGCONT)
        after = press()
        if sender.sock:
            sender.sock.close()
    times = sorted(load.times)
    p99 = times[min(len(times) - 1, int(len(times) * 0.99))]
    return Found(p99 * 1000, load.rate, load.behind, after * 1000, queued)


def main() -> None:
    """In a process with Django set up: `folder database seconds`; prints p4, rate, behind and after as one JSON line."""
    found = measure(Path(sys.argv[1]), sys.argv[2], seconds=float(sys.argv[3]))
    print(json.dumps([found.p4, found.rate, found.behind, found.after]))
