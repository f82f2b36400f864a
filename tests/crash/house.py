"""A whole house of real processes on one database, whose parts can be killed and come back."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from tests import postgres
from tests.crash.load import Http, Sender, Sip
from tests.intake import ROOT
from tests.ports import free_port
from varde.ground.messaging.testing import FakeGateway

PARTS = ("intake", "worker", "web")


class House:
    """`with House(folder, "sqlite") as house:`; intake, worker and web run, and a gateway that answers."""

    def __init__(
        self,
        folder: Path,
        database: str,
        *,
        recipients: int = 15,
        limit: float = 15.0,
        where: str | None = None,
    ) -> None:
        self.folder, self.recipients, self.limit = folder, recipients, limit
        self.ports = {part: free_port() for part in ("http", "sip", "web")}
        self.server = postgres.start(durable=True, where=where) if database == "postgres" else None
        self.gateway = FakeGateway(
            callback_url=f"http://127.0.0.1:{self.ports['web']}/meldinger/tilbakemelding"
        )
        self.pids: dict[str, int] = {}
        self.senders: list[Sender] = []
        self.log = str(folder / "log")

    @property
    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("VARDE_")}
        return {
            **kept,
            "DJANGO_SETTINGS_MODULE": "varde.config.settings",
            "VARDE_MODE": "test",
            "VARDE_LOG": "ERROR",
            "VARDE_DATA": str(self.folder),
            "VARDE_DATABASE": self.server.url if self.server else "sqlite",
            "VARDE_INTAKE_HTTP": f"127.0.0.1:{self.ports['http']}",
            "VARDE_INTAKE_SIP": f"127.0.0.1:{self.ports['sip']}",
            "VARDE_GATEWAY_URL": self.gateway.url,
            "VARDE_GATEWAY_KEY": self.gateway.key,
            "VARDE_CALLBACK_KEY": self.gateway.callback_key,
        }

    def __enter__(self) -> House:
        (self.folder / "static").mkdir(parents=True, exist_ok=True)
        self.gateway.start()
        self._nursery = subprocess.Popen(
            [sys.executable, "-m", "tests.crash.nursery"],
            cwd=ROOT,
            env=self.environment,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        try:
            self._answer(60)
            self.call("migrate")
            self.call("seed", recipients=self.recipients, limit=self.limit)
            for part in PARTS:
                self.start(part)
            self.until_ready()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for sender in self.senders:
            sender.stop.set()
        for name in list(self.pids):
            self.kill(name)
        self._nursery.kill()
        self._nursery.wait()
        for pipe in (self._nursery.stdin, self._nursery.stdout):
            assert pipe
            pipe.close()
        self.gateway.stop()
        if self.server:
            self.server.stop()

    def _ask(self, **what: Any) -> Any:
        assert self._nursery.stdin
        self._nursery.stdin.write(json.dumps({**what, "log": self.log}) + "\n")
        self._nursery.stdin.flush()
        answer = self._answer(90)
        if "fault" in answer:
            raise RuntimeError(answer["fault"])
        return answer["answer"]

    def _answer(self, seconds: float) -> dict[str, Any]:
        assert self._nursery.stdout
        if not select.select([self._nursery.stdout], [], [], seconds)[0]:
            raise RuntimeError("the nursery does not answer")
        return json.loads(self._nursery.stdout.readline() or '{"fault": "the nursery died"}')

    def call(self, name: str, **given: Any) -> Any:
        """A function of tests.crash.inside, in a process of the house."""
        return self._ask(call=name, given=given)

    def start(self, part: str, name: str = "") -> None:
        words: list[Any] = {"worker": ["work"], "intake": ["intake"]}.get(
            part, ["web", "127.0.0.1", self.ports["web"]]
        )
        self.pids[name or part] = self._ask(start=words)

    def kill(self, name: str) -> None:
        self.signal(name, signal.SIGKILL)
        pid = self.pids.pop(name)
        for _ in range(400):
            if not Path(f"/proc/{pid}").exists():
                return
            time.sleep(0.005)

    def signal(self, name: str, number: signal.Signals) -> None:
        try:
            os.kill(self.pids[name], number)
        except ProcessLookupError:
            return

    def kill_and_restart(self, victim: str) -> None:
        """`database` is PostgreSQL itself; the embedded database lives in the processes, so all of them go at once."""
        if victim != "database":
            self.kill(victim)
            self.start(victim)
        elif self.server:
            self.server.kill()
            self.server.up()
        else:
            for part in PARTS:
                self.signal(part, signal.SIGKILL)
            for part in PARTS:
                self.kill(part)
                self.start(part)

    def revive(self) -> list[str]:
        """What a supervisor does: start what has ended by itself. Returns what that was."""
        gone = [name for name, pid in self.pids.items() if not Path(f"/proc/{pid}").exists()]
        for name in gone:
            self.start(name.split("-")[0], name)
        return gone

    def ready(self, part: str = "http") -> int:
        """The status of /health/ready; 0 when nobody answers."""
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{self.ports[part]}/health/ready", timeout=3
            ) as answer:
                return answer.status
        except urllib.error.HTTPError as answer:
            answer.close()
            return answer.code
        except OSError:
            return 0

    def until_ready(self, seconds: float = 30.0) -> None:
        end = time.monotonic() + seconds
        while self.ready() != 200:
            if time.monotonic() > end:
                raise RuntimeError(f"the intake is not ready: {Path(self.log).read_text()[-3000:]}")
            time.sleep(0.05)

    def load(self, http: int = 3, sip: int = 1, pause: float = 0.02) -> None:
        local = "127.0.0.1"
        made: list[Sender] = [
            Http(f"h{n}", (local, self.ports["http"]), self.recipients, pause) for n in range(http)
        ]
        made += [Sip(f"s{n}", (local, self.ports["sip"]), self.recipients, pause * 5) for n in range(sip)]
        for sender in made:
            sender.start()
        self.senders += made

    def quiet(self) -> None:
        for sender in self.senders:
            sender.stop.set()
        for sender in self.senders:
            sender.join(30)

    def shift(self, seconds: float = 600) -> int:
        """Time goes by for every alarm of what was sent: first all of it is read, however late the worker is."""
        end = time.monotonic() + 120
        while self.call("left")["unread"] and time.monotonic() < end:
            self.revive()
            time.sleep(0.5)
        return self.call("shift", seconds=seconds)

    def settle(self, seconds: float = 60.0) -> dict[str, int]:
        """Wait until nothing waits to be done. What is left when nothing has been done for that many seconds: a run with
        many kills leaves much to do, and the machine may be slow, but it must come on."""
        left = self.call("left")
        end, least = time.monotonic() + seconds, sum(left.values())
        while any(left.values()) and time.monotonic() < end:
            self.revive()
            time.sleep(1)  # to look costs the machine a reading of the whole log
            left = self.call("left")
            if sum(left.values()) < least:
                end, least = time.monotonic() + seconds, sum(left.values())
        return left

    def audit(self) -> dict[str, Any]:
        """Everything that must hold. The problems found, and some figures."""
        said = {
            "ids": [one for sender in self.senders for one in sender.ids],
            "digests": [one for sender in self.senders for one in sender.digests],
        }
        path = self.folder / "acknowledged.json"
        path.write_text(json.dumps(said))
        taken = {one.key for one in self.gateway.messages}
        found: dict[str, Any] = self.call("audit", acknowledged=str(path))
        strangers = taken - set(found.pop("sent"))
        if strangers:
            found["problems"].append(f"at the gateway, but not ours: {len(strangers)}")
        found["acknowledged"] = len(said["ids"]) + len(said["digests"])
        found["at the gateway"] = len(taken)
        return found
