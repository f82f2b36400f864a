"""The whole house as real processes on a folder of its own: intake, worker, web, and a gateway that rings nobody."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from tests.ports import free_port
from varde.ground.messaging.testing import SILENT, FakeGateway

ROOT = Path(__file__).resolve().parents[2]
T = TypeVar("T")
CRLF = "\r\n"


def until(ask: Callable[[], T], *, within: float, what: str, every: float = 0.02) -> T:
    """Ask until the answer is true; AssertionError with `what` when it never was."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        if answer := ask():
            return answer
        time.sleep(every)
    raise AssertionError(f"not within {within} s: {what}")


class House:
    """`with House(folder) as house:`. `people` maps a name to its e-mail, password, TOTP secret and session."""

    def __init__(self, folder: Path, *, mode: str = "test") -> None:
        self.folder = folder
        self.web, self.http, self.sip = free_port(), free_port(), free_port(socket.SOCK_DGRAM)
        self.url = f"http://127.0.0.1:{self.web}"
        self.gateway = FakeGateway(callback_url=f"{self.url}/meldinger/tilbakemelding", default=SILENT)
        self.gateway.start()
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("VARDE_", "PYTEST"))}
        self.environment = {
            **kept,
            "VARDE_MODE": mode,
            "VARDE_DATA": str(folder),
            "VARDE_WEB": f"127.0.0.1:{self.web}",
            "VARDE_INTAKE_HTTP": f"127.0.0.1:{self.http}",
            "VARDE_INTAKE_SIP": f"127.0.0.1:{self.sip}",
            "VARDE_GATEWAY_URL": self.gateway.url,
            "VARDE_GATEWAY_KEY": self.gateway.key,
            "VARDE_CALLBACK_KEY": self.gateway.callback_key,
            "VARDE_LOG": "WARNING",
            "DJANGO_SETTINGS_MODULE": "varde.config.settings",
        }

    def __enter__(self) -> House:
        try:
            self._open()
        except BaseException:
            self.__exit__()  # nothing that was started may outlive a failed start
            raise
        return self

    def _open(self) -> None:
        (self.folder / "static").mkdir(parents=True, exist_ok=True)
        self.seed = json.loads(self.run("tests.journeys.world").splitlines()[-1])
        self.people: dict[str, dict[str, str]] = self.seed["people"]
        for name in ("intake", "worker", "web"):
            self.start(name)
        until(self.answers, within=180, what="the web and the worker are up", every=0.2)

    def __exit__(self, *_: object) -> None:
        for name in list(self._running):
            self.stop(name)
        self.gateway.stop()

    def run(self, *words: str) -> str:
        """A command of its own, to its end; what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", *words], env=self.environment, cwd=ROOT, capture_output=True, text=True
        )
        assert done.returncode == 0, f"{words}: {done.stdout[-2000:]}{done.stderr[-4000:]}"
        return done.stdout

    def start(self, name: str) -> None:
        command = {"intake": "intake", "worker": "work", "web": "serve"}[name]
        with (self.folder / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(
                [sys.executable, "-m", "varde", command],
                env=self.environment,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def stop(self, name: str, sign: int = signal.SIGTERM) -> None:
        process = self._running.pop(name)
        process.send_signal(sign)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def said(self, name: str) -> str:
        """What a process has written to its log so far."""
        return (self.folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")

    def answers(self) -> bool:
        for name, process in self._running.items():
            assert process.poll() is None, f"{name} ended: {self.said(name)[-4000:]}"
        try:
            with urllib.request.urlopen(f"{self.url}/health/ready", timeout=5) as response:
                return bool(response.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def rows(self, question: str, *values: Any, file: str = "varde.sqlite3") -> list[tuple[Any, ...]]:
        """A look straight into the file, past the product: to see that what the page says is what was stored."""
        with sqlite3.connect(f"file:{self.folder / file}?mode=ro", uri=True, timeout=5) as look:
            return look.execute(question, values).fetchall()

    def change(self, statement: str, *values: Any) -> None:
        """A row as another day would have left it. Only time is moved this way."""
        with contextlib.closing(sqlite3.connect(self.folder / "varde.sqlite3", timeout=10)) as hand, hand:
            assert hand.execute(statement, values).rowcount == 1, statement

    def stored(self) -> int:
        """How many signals are on disk."""
        return int(self.rows("SELECT count(*) FROM signal", file="signals.sqlite3")[0][0])

    def tell(self, body: dict[str, str], key: str) -> None:
        """A supplier's system tells by HTTP what a device said."""
        told = urllib.request.Request(
            f"http://127.0.0.1:{self.http}/intake/json",
            data=json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {key}"},
        )
        with urllib.request.urlopen(told, timeout=5) as answer:
            assert answer.status in (200, 202)

    def press(self, device: str, *, ref: str, dty: str = "0003", stc: str = "0010") -> bytes:
        """The pendant is pressed: SCAIP in a SIP MESSAGE over UDP. Gives the reply."""
        body = f"<mrq><ref>{ref}</ref><cid>{device}</cid><dty>{dty}</dty><stc>{stc}</stc></mrq>"
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as unit:
            unit.bind(("127.0.0.1", 0))
            unit.settimeout(5)
            unit.sendto(message(body, ref, unit.getsockname()[1], self.sip).encode(), ("127.0.0.1", self.sip))
            while not (reply := unit.recv(65536)).startswith(b"SIP/2.0 2"):
                assert reply.startswith(b"SIP/2.0 1"), reply
        return reply


def message(body: str, ref: str, here: int, there: int) -> str:
    """A SIP MESSAGE as a base unit sends it."""
    return CRLF.join(
        [
            f"MESSAGE sip:alarm@127.0.0.1:{there} SIP/2.0",
            f"Via: SIP/2.0/UDP 127.0.0.1:{here};branch=z9hG4bK{ref};rport",
            "Max-Forwards: 70",
            f"From: <sip:unit@127.0.0.1:{here}>;tag={ref}",
            f"To: <sip:alarm@127.0.0.1:{there}>",
            f"Call-ID: {ref}@127.0.0.1",
            "CSeq: 1 MESSAGE",
            "Content-Type: application/scaip+xml",
            f"Content-Length: {len(body.encode())}",
            "",
            body,
        ]
    )
