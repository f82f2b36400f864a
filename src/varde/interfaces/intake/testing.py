"""A whole intake on free ports, in a thread, for tests of everything that speaks to it."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from uuid import UUID

import uvloop

from varde.foundation.signallog.port import SignalLog

from .serve import Address, Intake, IntakeSettings
from .sources import Load, ReplyStyle, SourceRow

KEY = "a-test-key"
PASSWORD = "et passord"
FREE: Address = ("127.0.0.1", 0)


def make_source(
    *, user: str = "", here: bool = False, reply: ReplyStyle = "body", line: str = ""
) -> SourceRow:
    """A source with KEY; with `user` it signs in by PASSWORD; with `here` this machine needs no password."""
    ha1 = {
        "MD5": hashlib.md5(f"{user}:varde:{PASSWORD}".encode(), usedforsecurity=False).hexdigest(),
        "SHA-256": hashlib.sha256(f"{user}:varde:{PASSWORD}".encode()).hexdigest(),
    }
    return SourceRow(
        id=UUID(int=7),
        name="A source",
        key_hash=hashlib.sha256(KEY.encode()).digest(),
        addresses=(ipaddress.ip_network("127.0.0.0/8"),) if here else (),
        digest_user=user,
        digest_ha1=ha1 if user else {},
        reply=reply,
        operator_line=line,
    )


def until(what: Callable[[], object], seconds: float = 10) -> bool:
    """Whether it comes true within so many seconds."""
    end = time.monotonic() + seconds
    while not what():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


class Running:
    """An intake that runs; `bound` says where. Stop it with `stop`, which drains."""

    def __init__(self, log: SignalLog, load: Load, settings: IntakeSettings) -> None:
        self._log, self._load, self._settings = log, load, settings
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._main, daemon=True)

    def _main(self) -> None:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            self._loop = runner.get_loop()
            runner.run(self._serve())

    async def _serve(self) -> None:
        self.intake = Intake(self._settings, self._log, self._load)
        await self.intake.serve(lambda _bound: self._ready.set())

    def start(self) -> None:
        self._thread.start()
        if not self._ready.wait(10):
            raise RuntimeError("the intake did not start")

    def stop(self) -> None:
        with contextlib.suppress(RuntimeError):  # it may have ended already
            self._loop.call_soon_threadsafe(self.intake.stop)
        self._thread.join(30)

    def connect(self, name: str = "http") -> socket.socket:
        return socket.create_connection(self.intake.bound[name], timeout=10)


@contextlib.contextmanager
def running(log: SignalLog, *sources: SourceRow, settings: IntakeSettings | None = None) -> Iterator[Running]:
    """HTTP, SIP UDP and SIP TCP on free ports of this machine, unless `settings` says otherwise."""
    chosen = settings or IntakeSettings(http=FREE, sip_udp=FREE, sip_tcp=FREE)
    intake = Running(log, lambda: (1, list(sources)), replace(chosen))
    intake.start()
    try:
        yield intake
    finally:
        intake.stop()
