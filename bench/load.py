"""A closed-loop load generator over raw sockets: each client sends one request and waits for the answer.

Closed loop hides queueing delay: read the latencies as "at this many clients", not "at this rate".
Run as a process of its own, `python -m bench.load host port clients seconds` and what is sent: `intake KEY ITEMS`, or
`ping FILE` with the codes of healthchecks, one a line. Prints one JSON line.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import uvloop

WARM_SECONDS = 1.0
Wire = Callable[[int, int], bytes]  # the whole request, of this client, of this number


def intake(key: str, items: int) -> Wire:
    """So many messages in each request to Varde, every one unique."""
    head = (
        f"POST /intake/json HTTP/1.1\r\nHost: varde\r\nAuthorization: Bearer {key}\r\n"
        "Content-Type: application/json\r\n"
    ).encode()

    def request(client: int, number: int) -> bytes:
        parts = [
            b'{"id":"c%d-%d","device":"unit-%d","type":"3","time":"2026-11-21T02:14:07+01:00",'
            b'"text":"alarm fra smykke","battery":81}' % (client, one, one % 50_000)
            for one in range(number * items, (number + 1) * items)
        ]
        body = parts[0] if items == 1 else b"[" + b",".join(parts) + b"]"
        return head + b"Content-Length: %d\r\n\r\n" % len(body) + body

    return request


def ping(codes: list[str]) -> Wire:
    """One ping to healthchecks, each client through checks of its own."""

    def request(client: int, number: int) -> bytes:
        code = codes[(client * 31 + number) % len(codes)]
        return b"GET /ping/%s HTTP/1.1\r\nHost: localhost\r\n\r\n" % code.encode()

    return request


@dataclass(frozen=True, slots=True)
class Load:
    """events: acknowledged messages in the measured time. refused: answers other than 2xx. Latencies in ms."""

    clients: int
    items: int
    seconds: float
    events: int
    refused: int
    p50: float
    p99: float

    @property
    def rate(self) -> float:
        return self.events / self.seconds


def apart(host: str, port: int, clients: int, seconds: int, *what: str) -> Load:
    """Measured by a process of its own, so that who sends and who answers do not share one."""
    words = (host, str(port), str(clients), str(seconds), *what)
    command = [sys.executable, "-m", "bench.load", *words]
    out = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    return Load(**json.loads(out))


class Client(asyncio.Protocol):
    """One device or system on one connection."""

    def __init__(self, run: Run, number: int) -> None:
        self.run, self.number, self.sent = run, number, 0
        self.buffer = b""
        self.started = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.send()

    def send(self) -> None:
        self.sent += 1
        request = self.run.wire(self.number, self.sent)
        self.started = time.perf_counter()
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        mark = self.buffer.find(b"Content-Length: ") + 16
        size = int(self.buffer[mark : self.buffer.find(b"\r\n", mark)])
        if len(self.buffer) < end + 4 + size:
            return
        self.run.count(self.buffer[9:10] == b"2", time.perf_counter() - self.started)
        self.buffer = b""
        if not self.run.over:
            self.send()

    def connection_lost(self, exc: Exception | None) -> None:
        self.run.lost += not self.run.over


class Run:
    """One measurement: so many clients for so long, after a second of warming up."""

    def __init__(self, wire: Wire, items: int) -> None:
        self.wire, self.items = wire, items
        self.measuring = self.over = False
        self.events = self.refused = self.lost = 0
        self.latencies: list[float] = []

    def count(self, acknowledged: bool, latency: float) -> None:
        if not self.measuring:
            return
        if acknowledged:
            self.events += self.items
            self.latencies.append(latency)
        else:
            self.refused += 1

    async def go(self, host: str, port: int, clients: int, seconds: float) -> Load:
        loop = asyncio.get_running_loop()
        made = [await loop.create_connection(lambda n=n: Client(self, n), host, port) for n in range(clients)]
        await asyncio.sleep(WARM_SECONDS)
        self.measuring, start = True, time.perf_counter()
        await asyncio.sleep(seconds)
        self.measuring, self.over = False, True
        took = time.perf_counter() - start
        for transport, _client in made:
            transport.close()
        times = sorted(self.latencies) or [0.0]
        return Load(
            clients,
            self.items,
            took,
            self.events,
            self.refused + self.lost,
            times[len(times) // 2] * 1000,
            times[min(len(times) - 1, int(len(times) * 0.99))] * 1000,
        )


def main(argv: list[str]) -> None:
    host, port, clients, seconds, kind, *words = argv
    if kind == "ping":
        run = Run(ping(Path(words[0]).read_text().split()), 1)
    else:
        run = Run(intake(words[0], int(words[1])), int(words[1]))
    load = uvloop.run(run.go(host, int(port), int(clients), float(seconds)))
    print(json.dumps(asdict(load)))


if __name__ == "__main__":
    main(sys.argv[1:])
