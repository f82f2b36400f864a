"""The HTTP listener: JSON and SCAIP by POST, and two health pages. No framework stands between socket and queue."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import cast

import httptools
import msgspec

from .desk import SAMPLE_BYTES, Desk
from .peek import Peek, peek, split
from .reply import mrs
from .sources import SourceRow
from .writer import Full, Outcome

MOST_BODY = 262_144
MOST_HEAD = 16_384
MOST_PENDING = 128
REQUEST_SECONDS = 20.0
IDLE_SECONDS = 75.0

REASONS = {
    200: b"OK", 202: b"Accepted", 400: b"Bad Request", 401: b"Unauthorized", 404: b"Not Found",
    405: b"Method Not Allowed", 408: b"Request Timeout", 413: b"Content Too Large",
    431: b"Request Header Fields Too Large", 503: b"Service Unavailable",
}  # fmt: skip
EXTRA = {
    401: b'WWW-Authenticate: Bearer realm="varde"\r\n',
    405: b"Allow: POST\r\n",
    503: b"Retry-After: 2\r\n",
}
JSON, XML, TEXT = b"application/json", b"application/scaip+xml", b"text/plain; charset=utf-8"
INTAKE = {b"/intake/json", b"/intake/scaip"}
HEALTH = {b"/health/live", b"/health/ready"}


@dataclass(slots=True)
class _Request:
    url: bytes = b""
    head: int = 0
    key: bytes = b""
    content_type: str = ""
    length: int = 0
    source: SourceRow | None = None
    method: bytes = b""
    keep_alive: bool = True
    most: int = MOST_BODY
    size: int = 0
    body: list[bytes] = field(default_factory=list)


class HttpListener:
    """The connections of one listening socket; sweeps out the slow ones once a second."""

    def __init__(self, desk: Desk, loop: asyncio.AbstractEventLoop, *, most: int = 2_000) -> None:
        self.desk = desk
        self.loop = loop
        self.most = most
        self.open: set[HttpConnection] = set()
        self._sweeper = loop.call_later(1, self._sweep)

    def connection(self) -> HttpConnection:
        return HttpConnection(self)

    def stop(self) -> None:
        """Idle connections close now, busy ones after their answer."""
        self._sweeper.cancel()
        for each in list(self.open):
            each.finish()

    def _sweep(self) -> None:
        now = self.loop.time()
        for each in [each for each in self.open if each.deadline < now]:
            each.expire()
        self._sweeper = self.loop.call_later(1, self._sweep)


class HttpConnection(asyncio.Protocol):
    """One client. Requests are answered in order, one at a time; the next waits until the last is answered."""

    def __init__(self, listener: HttpListener) -> None:
        self._listener = listener
        self._desk = listener.desk
        self._parser = httptools.HttpRequestParser(self)
        self._request = _Request()
        self._pending: deque[_Request] = deque()
        self._busy = False
        self._reading = False
        self._ending = False
        self._paused = False
        self._peer = ""
        self._transport: asyncio.Transport | None = None
        self.deadline = listener.loop.time() + REQUEST_SECONDS

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop has no class to test for
        self._peer = str((transport.get_extra_info("peername") or ("unix",))[0])
        if len(self._listener.open) >= self._listener.most or self._desk.stopping:
            self._send(503, TEXT, b"busy\n", close=True)
            return
        self._listener.open.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._listener.open.discard(self)
        self._transport = None
        self._pending.clear()

    def data_received(self, data: bytes) -> None:
        if self._ending:
            return
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._refuse(400)

    def eof_received(self) -> bool:
        self._ending = True
        return self._busy  # a half-closed client still gets its answer

    def pause_writing(self) -> None:
        if self._transport and not self._paused:
            self._paused = True
            self._transport.pause_reading()

    def resume_writing(self) -> None:
        if self._transport and self._paused and not self._busy and not self._ending:
            self._paused = False
            self._transport.resume_reading()

    def on_message_begin(self) -> None:
        self._request = _Request()
        self._reading = True
        if not self._busy:
            self.deadline = self._listener.loop.time() + REQUEST_SECONDS

    def on_url(self, url: bytes) -> None:
        self._request.url += url
        self._grow(len(url))

    def on_header(self, name: bytes, value: bytes) -> None:
        self._grow(len(name) + len(value) + 4)
        name = name.lower()
        if name == b"authorization":
            scheme, _, key = value.partition(b" ")
            self._request.key = key.strip() if scheme.lower() == b"bearer" else b""
        elif name == b"content-type":
            self._request.content_type = value.decode("latin-1")
        elif name == b"content-length":
            self._request.length = int(value) if value.isdigit() and len(value) < 16 else MOST_BODY + 1
        elif name == b"expect" and self._transport and not self._busy and not self._ending:
            self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def on_headers_complete(self) -> None:
        request = self._request
        request.method = self._parser.get_method()
        request.keep_alive = self._parser.should_keep_alive()
        if request.key:
            request.source = self._desk.sources.by_key(request.key)
        if request.source is None:
            request.most = SAMPLE_BYTES
        if request.length > MOST_BODY and request.source is None:
            self._refuse(413)

    def on_body(self, body: bytes) -> None:
        request = self._request
        room = request.most - request.size
        request.size += len(body)
        if room > 0:
            request.body.append(body[:room])
        if request.size > MOST_BODY and not self._ending:
            self._desk.sample(b"".join(request.body), "http", self._peer, "too large", request.source)
            self._refuse(413)

    def on_message_complete(self) -> None:
        self._reading = False
        if self._ending:
            return
        if self._busy:
            self._pending.append(self._request)
            if len(self._pending) > MOST_PENDING:
                self._refuse(400)
            elif self._transport and not self._paused:
                self._paused = True
                self._transport.pause_reading()
            return
        self._serve(self._request)

    def finish(self) -> None:
        """No more requests; close once nothing is being answered."""
        self._ending = True
        if not self._busy and self._transport:
            self._transport.close()

    def expire(self) -> None:
        if self._busy:
            self.deadline = self._listener.loop.time() + IDLE_SECONDS
        elif self._reading:
            self._refuse(408)
        elif self._transport:
            self._transport.close()

    def _grow(self, size: int) -> None:
        self._request.head += size
        if self._request.head > MOST_HEAD and not self._ending:
            self._refuse(431)

    def _refuse(self, status: int) -> None:
        """Answer once and close. What is still being stored for this client keeps its place; it only gets no answer."""
        if not self._ending:
            self._ending = True
            self._pending.clear()
            self._send(status, TEXT, REASONS[status] + b"\n", close=True)

    def _serve(self, request: _Request) -> None:
        self._busy = True
        path = request.url.partition(b"?")[0]
        if path in HEALTH:
            ready = path == b"/health/live" or self._desk.ready
            self._answer(request, 200 if ready else 503, TEXT, b"ok\n" if ready else b"not ready\n")
        elif path not in INTAKE:
            self._answer(request, 404, TEXT, b"not found\n")
        elif request.method != b"POST":
            self._answer(request, 405, TEXT, b"use POST\n")
        elif request.source is None:
            self._desk.sample(b"".join(request.body), "http", self._peer, "refused")
            self._answer(request, 401, TEXT, b"key missing or unknown\n")
        else:
            self._store(request, request.source, b"".join(request.body), path == b"/intake/scaip")

    def _store(self, request: _Request, source: SourceRow, raw: bytes, scaip: bool) -> None:
        parts = [raw] if scaip else split(raw)
        kind = "application/xml" if scaip else "application/json"
        pieces = [(part, peek(part, kind)) for part in parts]
        ids: list[str] = []

        def stored(outcome: Outcome) -> None:
            kept = [None if failure else key for key, failure in zip(ids, outcome, strict=True)]
            self._stored(request, source, pieces, kept, scaip)

        try:
            ids += [str(signal.id) for signal in self._desk.take(pieces, source, "http", self._peer, stored)]
        except Full:
            self._stored(request, source, pieces, [None] * len(pieces), scaip)

    def _stored(
        self,
        request: _Request,
        source: SourceRow,
        pieces: list[tuple[bytes, Peek]],
        kept: list[str | None],
        scaip: bool,
    ) -> None:
        whole = None not in kept
        status = 202 if whole else 503
        if scaip:
            self._answer(
                request, status, XML, mrs(pieces[0][1], stored=whole, operator_line=source.operator_line)
            )
            return
        readable = all(not glance.fault for _raw, glance in pieces)
        body = msgspec.json.encode({"stored": whole, "readable": readable, "signals": kept})
        self._answer(request, status, JSON, body)

    def _answer(self, request: _Request, status: int, kind: bytes, body: bytes) -> None:
        close = not request.keep_alive or self._ending or self._desk.stopping
        self._send(status, kind, body, close=close)
        self._busy = False
        if close:
            self._ending = True
            return
        self.deadline = self._listener.loop.time() + (REQUEST_SECONDS if self._reading else IDLE_SECONDS)
        if self._pending:
            self._serve(self._pending.popleft())
        elif self._paused and self._transport:
            self._paused = False
            self._transport.resume_reading()

    def _send(self, status: int, kind: bytes, body: bytes, *, close: bool) -> None:
        if self._transport is None or self._transport.is_closing():
            return
        self._transport.write(
            b"HTTP/1.1 %d %b\r\nContent-Type: %b\r\nContent-Length: %d\r\n%b%b\r\n%b"
            % (
                status,
                REASONS[status],
                kind,
                len(body),
                EXTRA.get(status, b""),
                b"Connection: close\r\n" if close else b"",
                body,
            )
        )
        if close:
            self._transport.close()
