"""`varde demo`: the whole house with the synthetic region and simulated devices, on this machine alone."""

from __future__ import annotations

import argparse
import fcntl
import http.client
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.utils.translation import override

from varde.demo import crew, devices, folder, gateway, words
from varde.demo.ports import Chosen, choose
from varde.demo.region import SIZES
from varde.demo.supervise import House, environment, python
from varde.foundation.outbox import lead
from varde.kernel.clock import now

SENTENCE: Final = (
    "Run the whole house with a synthetic region, simulated devices, staff and phones. Ctrl-C stops it."
)
STALE: Final = timedelta(seconds=15)
ORDER: Final = ("gateway", "intake", "worker", "web", "devices", "crew")
STARTS_WITHIN: Final = 60.0


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "part",
        nargs="?",
        default="all",
        choices=("all", "gateway", "devices", "crew"),
        help="one process of it alone; `all` starts these itself",
    )
    parser.epilog = (
        "Settings: VARDE_DATA (folder, default var), VARDE_DEMO_SIZE (small or region), VARDE_DEMO_SPEED "
        "(1 is real time), VARDE_WEB, VARDE_INTAKE_HTTP, VARDE_INTAKE_SIP (host:port; a taken port is replaced "
        "by a free one). Never runs with VARDE_MODE=production."
    )


def run(chosen: argparse.Namespace) -> int:
    if settings.VARDE_MODE != "demo":
        _complain(words.NOT_HERE)
        return 1
    if settings.OPTIONS["VARDE_DEMO_SIZE"] not in SIZES:
        _complain(words.NO_SUCH_SIZE)
        return 1
    parts = {"gateway": _gateway, "devices": devices.run, "crew": crew.run}
    if chosen.part != "all":
        parts[chosen.part]()
        return 0
    with _alone() as first:
        return _everything() if first else 1


def _gateway() -> None:
    host, _, port = settings.VARDE_GATEWAY_URL.removeprefix("http://").rpartition(":")
    gateway.serve(
        address=(host, int(port)),
        callback_url=f"http://{settings.OPTIONS['VARDE_WEB']}/meldinger/tilbakemelding",
        key=settings.VARDE_GATEWAY_KEY,
        callback_key=settings.VARDE_CALLBACK_KEY,
    )


@contextmanager
def _alone() -> Iterator[bool]:
    """One demo per data folder. False when another one runs there."""
    folder.path().mkdir(parents=True, exist_ok=True)
    with (folder.path() / "demo.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            _complain(words.RUNS_ALREADY)
            yield False
            return
        yield True


def _everything() -> int:
    over = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, lambda *_: over.set())
    try:
        with override("nb"):
            made = folder.prepare(
                now=now(), size=settings.OPTIONS["VARDE_DEMO_SIZE"], say=lambda what: _say(words.DOING[what])
            )
    except folder.NotOurs as fault:
        _complain(words.NOT_OURS.format(folder=fault))
        return 1
    ports = _ports()
    house = _house(ports)
    try:
        for name in ORDER:
            house.start(name)
        if _wait_for_web(house, ports["VARDE_WEB"].address, over):
            _say(words.ready(ports, made.recipients, folder.path()))
        _watch(house, over)
    finally:
        _say(words.STOPS)
        house.stop()
    return 0


def _ports() -> dict[str, Chosen]:
    options = settings.OPTIONS
    return {
        "VARDE_WEB": choose(options["VARDE_WEB"]),
        "VARDE_INTAKE_HTTP": choose(options["VARDE_INTAKE_HTTP"]),
        "VARDE_INTAKE_SIP": choose(options["VARDE_INTAKE_SIP"], datagrams=True),
        "VARDE_GATEWAY_URL": choose("127.0.0.1:0"),
    }


def _house(ports: dict[str, Chosen]) -> House:
    own = {name: chosen.address for name, chosen in ports.items()}
    own["VARDE_GATEWAY_URL"] = f"http://{own['VARDE_GATEWAY_URL']}"
    own["VARDE_DATA"] = str(folder.path())
    house = House(environment(os.environ, **own), lambda name, what: _say(words.happened(name, what)))
    commands = {"intake": ("intake",), "worker": ("work",), "web": ("serve",)}
    logs: Path = folder.path() / "log"
    for name in ORDER:
        house.add(name, python(*commands.get(name, ("demo", name))), logs / f"{name}.log")
    return house


def _wait_for_web(house: House, address: str, over: threading.Event) -> bool:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and not over.wait(0.1):
        house.look()
        if _answers(address):
            return True
    return False


def _answers(address: str) -> bool:
    connection = http.client.HTTPConnection(address, timeout=2)
    try:
        connection.request("GET", "/health/live")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _watch(house: House, over: threading.Event) -> None:
    looked = time.monotonic()
    while not over.wait(0.2):
        house.look()
        if time.monotonic() - looked > 2:
            looked = time.monotonic()
            _wake_the_worker(house)


def _wake_the_worker(house: House) -> None:
    """A worker that lives but gives no sign of life hangs: it is killed and started again."""
    worker = house.children["worker"]
    if worker.process is None or worker.age() < STALE.total_seconds():
        return
    name = f"worker:{socket.gethostname()}:{worker.pid}"
    try:
        close_old_connections()
        silent = {pulse.name for pulse in lead.silent(now=now(), longer_than=STALE, prefix="worker:")}
    except DatabaseError:
        return
    if name in silent:
        house.say("worker", "silent")
        house.kill("worker")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _complain(text: str) -> None:
    sys.stderr.write(f"{text}\n")
