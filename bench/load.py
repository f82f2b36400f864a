"""A closed-loop load generator over raw sockets: each client sends one request and waits for the answer.

Closed loop hides queueing delay: read the latencies as "at this many clients", not "at this rate".
Run as a process of its own: `python -m bench.load host port key clients seconds items`; prints one JSON line.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from dataclasses import asdict, dataclass

import uvloop

WARM_SECONDS = 1.0


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


class Client(asyncio.Protocol):
    """One device or system on one connection, every body unique."""

    def __init__(self, run: Run, number: int) -> None:
        self.run, self.number, self.sent = run, number, 0
        self.buffer = b""
        self.started = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.send()

    def send(self) -> None:
        parts = []
        for _ in range(self.run.items):
            self.sent += 1
            parts.append(
                b'{"id":"c%d-%d","device":"unit-%d","type":"3","time":"2026-11-21T02:14:07+01:00",'
                b'"text":"alarm fra smykke","battery":81}' % (self.number, self.sent, self.sent % 50_000)
            )
        body = parts[0] if self.run.items == 1 else b"[" + b",".join(parts) + b"]"
        self.started = time.perf_counter()
        self.transport.write(self.run.head + b"Content-Length: %d\r\n\r\n" % len(body) + body)

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

    def __init__(self, key: str, items: int) -> None:
        self.items = items
        self.head = (
            f"POST /intake/json HTTP/1.1\r\nHost: varde\r\nAuthorization: Bearer {key}\r\n"
            "Content-Type: application/json\r\n"
        ).encode()
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
    host, port, key, clients, seconds, items = argv
    run = Run(key, int(items))
    load = uvloop.run(run.go(host, int(port), int(clients), float(seconds)))
    print(json.dumps(asdict(load)))


if __name__ == "__main__":
    main(sys.argv[1:])
