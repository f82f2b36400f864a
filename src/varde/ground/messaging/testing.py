"""A gateway that behaves: the schema of docs/operations/gateway.md on a real socket, with scripted receivers.

Tests use it in a thread; the demo runs it as a process. Standard library only. It rings nobody.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from varde.ground.messaging.models import Message as Message

LONGEST = 64 * 1024


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How one receiver, and the gateway on the way there, behaves.

    key: what is pressed ("1", "2", "" for nothing). after: seconds from the call to what happens. ends: what the
    gateway reports when nothing is pressed ("no_answer", "busy", "ended", "failed", "" for silence). status: what the
    gateway answers Varde with, `status_times` times. slow: seconds before it answers at all.
    """

    key: str = "1"
    after: float = 0.0
    ends: str = "no_answer"
    status: int = 202
    status_times: int = 10**9
    slow: float = 0.0
    delivered: bool = True


ANSWERS = Behaviour()
DECLINES = Behaviour(key="2")
NEVER_ANSWERS = Behaviour(key="", ends="no_answer")
SILENT = Behaviour(key="", ends="", delivered=False)
BUSY = Behaviour(key="", ends="busy", delivered=False)
BROKEN = Behaviour(status=500)


@dataclass(slots=True)
class Taken:
    """One message the gateway has taken, once per key. `asked` counts how often it was asked to."""

    id: str
    key: str
    fields: dict[str, Any]
    asked: int = 1
    withdrawn: bool = False
    events: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return str(self.fields["kind"])

    @property
    def to(self) -> str:
        return str(self.fields["to"])

    @property
    def text(self) -> str:
        return str(self.fields["text"])


@dataclass(frozen=True, slots=True)
class Callback:
    """A signed callback, ready to post."""

    body: bytes
    headers: dict[str, str]


class FakeGateway:
    """`with FakeGateway() as gateway:` then `settings.VARDE_GATEWAY_URL = gateway.url`, `…_KEY = gateway.key`,
    `VARDE_CALLBACK_KEY = gateway.callback_key`.

    With `callback_url` it calls back by itself; without, a test fetches what is due with `due()` and posts it.
    `script["+4741000001"] = NEVER_ANSWERS` sets how one number behaves; `default` is for all others.
    """

    def __init__(
        self,
        *,
        callback_url: str = "",
        key: str = "gateway-key",
        callback_key: str = "callback-key",
        default: Behaviour = ANSWERS,
        address: tuple[str, int] = ("127.0.0.1", 0),
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.callback_url, self.key, self.callback_key = callback_url, key, callback_key
        self.default, self.clock = default, clock
        self.script: dict[str, Behaviour] = {}
        self.taken: dict[str, Taken] = {}
        self.refused = 0
        self._schedule: list[tuple[float, str, str, str]] = []
        self._failures: dict[str, int] = {}
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._server = ThreadingHTTPServer(address, _handler(self))
        self._server.daemon_threads = True
        self._threads: list[threading.Thread] = []

    @property
    def url(self) -> str:
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}"

    @property
    def messages(self) -> list[Taken]:
        """What was taken, in order, each once."""
        with self._lock:
            return list(self.taken.values())

    def to(self, address: str) -> list[Taken]:
        return [one for one in self.messages if one.to == address]

    def start(self) -> Self:
        jobs: list[Callable[[], None]] = [lambda: self._server.serve_forever(poll_interval=0.05)]
        if self.callback_url:
            jobs.append(self._call_back)
        for job in jobs:
            thread = threading.Thread(target=job, daemon=True)
            thread.start()
            self._threads.append(thread)
        return self

    def stop(self) -> None:
        self._stop.set()
        self._server.shutdown()
        self._server.server_close()
        for thread in self._threads:
            thread.join(5)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def due(self, *, everything: bool = False) -> list[Callback]:
        """Signed callbacks whose time has come (or all that wait), each given out once."""
        at = time.monotonic()
        with self._lock:
            ripe = [one for one in self._schedule if everything or one[0] <= at]
            self._schedule = [one for one in self._schedule if one not in ripe]
            alive = [one for one in ripe if not self.taken[one[1]].withdrawn]
            for _, key, event, _pressed in alive:
                self.taken[key].events.append(event)
        return [self.sign(key, event, pressed) for _, key, event, pressed in sorted(alive)]

    def sign(self, key: str, event: str, pressed: str = "", *, event_id: str = "") -> Callback:
        """A genuine callback about the message with that key."""
        fields = {"event_id": event_id or str(uuid.uuid4()), "message_id": key, "event": event}
        body = json.dumps(fields | ({"key": pressed} if pressed else {})).encode()
        stamp = str(int(self.clock()))
        digest = hmac.new(self.callback_key.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
        headers = {"Varde-Timestamp": stamp, "Varde-Signature": f"sha256={digest}"}
        return Callback(body, headers | {"Content-Type": "application/json"})

    def take(self, key: str, fields: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """What POST /messages does."""
        behaviour = self.script.get(fields["to"], self.default)
        if behaviour.slow:
            self._stop.wait(behaviour.slow)
        with self._lock:
            known = self.taken.get(key)
            if known is not None:
                known.asked += 1
                return (200, {"id": known.id}) if known.fields == fields else (422, {"error": "key reused"})
            if behaviour.status >= 400 and self._failures.get(key, 0) < behaviour.status_times:
                self._failures[key] = self._failures.get(key, 0) + 1
                return behaviour.status, {"error": "scripted"}
            self.taken[key] = Taken(f"fake-{len(self.taken) + 1}", key, fields)
            self._plan(key, fields, replace(behaviour))
            return 202, {"id": self.taken[key].id}

    def _plan(self, key: str, fields: dict[str, Any], behaviour: Behaviour) -> None:
        at = time.monotonic()
        if behaviour.delivered:
            first = "ringing" if fields["kind"] == "voice" else "delivered"
            self._schedule.append((at, key, first, ""))
        if not fields["wants_key"]:
            return
        if behaviour.key:
            self._schedule.append((at + behaviour.after, key, "keypress", behaviour.key))
        elif behaviour.ends and fields["kind"] == "voice":
            self._schedule.append((at + behaviour.after, key, behaviour.ends, ""))

    def withdraw(self, key: str) -> int:
        """What DELETE /messages/{key} does."""
        with self._lock:
            if key not in self.taken:
                return 404
            self.taken[key].withdrawn = True
            return 204

    def _call_back(self) -> None:
        while not self._stop.wait(0.05):
            for callback in self.due():
                self._post(callback)

    def _post(self, callback: Callback) -> None:
        """Three tries, as a real gateway would: Varde hears each callback once however often it comes."""
        for wait in (0.2, 1.0, 5.0):
            request = urllib.request.Request(self.callback_url, callback.body, callback.headers)
            try:
                with urllib.request.urlopen(request, timeout=5):
                    return
            except urllib.error.HTTPError as answer:
                answer.close()
                if answer.code < 500:
                    return
            except OSError:
                pass
            if self._stop.wait(wait):
                return


def _handler(gateway: FakeGateway) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), LONGEST))
            if self._is_stranger():
                return
            fields, key = _fields(body), self.headers.get("Idempotency-Key", "")
            if self.path != "/messages":
                self._answer(404, {"error": "no such path"})
            elif fields is None or not key:
                self._answer(400, {"error": "not a message"})
            else:
                self._answer(*gateway.take(key, fields))

        def do_DELETE(self) -> None:
            if not self._is_stranger():
                self._answer(gateway.withdraw(self.path.removeprefix("/messages/")))

        def _is_stranger(self) -> bool:
            wanted = f"Bearer {gateway.key}"
            if hmac.compare_digest(self.headers.get("Authorization", "").encode(), wanted.encode()):
                return False
            gateway.refused += 1
            self._answer(401, {"error": "key"})
            return True

        def _answer(self, status: int, fields: dict[str, Any] | None = None) -> None:
            body = json.dumps(fields).encode() if fields is not None else b""
            try:
                self.send_response(status)
                if status != 204:
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                self.close_connection = True  # the caller did not wait

        def log_message(self, format: str, *args: Any) -> None:
            """Silent: a request line would be harmless, but a habit of logging here would not."""

    return Handler


def _fields(body: bytes) -> dict[str, Any] | None:
    try:
        fields = json.loads(body)
    except ValueError:
        return None
    needed = {"id": str, "kind": str, "to": str, "text": str, "language": str, "wants_key": bool}
    if not isinstance(fields, dict) or any(
        not isinstance(fields.get(name), kind) for name, kind in needed.items()
    ):
        return None
    return fields if fields["kind"] in ("sms", "voice") else None
