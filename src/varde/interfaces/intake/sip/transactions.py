"""SIP transactions: what we answered (so that a retransmission gets the same), and what we sent (until answered)."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from typing import Protocol

LIFETIME = 32.0
T1, T2 = 0.5, 4.0
MOST_ANSWERED = 20_000
MOST_SENT = 5_000


class Link(Protocol):
    """A way back to one peer."""

    transport: str  # "sip-udp", "sip-tcp" or "sip-tls", as the signal log says it
    peer: tuple[str, int]
    reliable: bool

    def send(self, data: bytes, *, to: tuple[str, int] | None = None) -> None: ...

    @property
    def via(self) -> str:
        """Transport and sent-by of our own Via: "SIP/2.0/UDP host:port"."""


@dataclass(slots=True)
class Answered:
    """One server transaction. `answer` is empty while the signal is being stored; `to` is where it went."""

    expires: float
    answer: bytes = b""
    to: tuple[str, int] | None = None


class Answers:
    """Server transactions of the last 32 s, the oldest leaving first; at most 20,000."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._table: OrderedDict[tuple[str, ...], Answered] = OrderedDict()

    def find(self, key: tuple[str, ...]) -> Answered | None:
        found = self._table.get(key)
        return found if found and found.expires > self._loop.time() else None

    def open(self, key: tuple[str, ...]) -> Answered:
        now = self._loop.time()
        while self._table:
            oldest = next(iter(self._table))
            if self._table[oldest].expires > now and len(self._table) < MOST_ANSWERED:
                break
            del self._table[oldest]
        self._table[key] = made = Answered(now + LIFETIME)
        return made


@dataclass(slots=True)
class _Sent:
    data: bytes
    link: Link
    until: float
    wait: float = T1
    timer: asyncio.TimerHandle | None = None


class Sendings:
    """Our own MESSAGEs: repeated over UDP after 0.5, 1, 2, 4, 4 … s until answered, given up after 32 s."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._table: dict[str, _Sent] = {}
        self.given_up = 0

    def __len__(self) -> int:
        return len(self._table)

    def send(self, branch: str, data: bytes, link: Link) -> bool:
        """False when too many are under way: the unit has then only the answer in the body, or asks again."""
        if len(self._table) >= MOST_SENT:
            return False
        sent = _Sent(data, link, self._loop.time() + LIFETIME)
        self._table[branch] = sent
        self._go(branch, sent)
        return True

    def answered(self, branch: str, status: int) -> None:
        sent = self._table.get(branch)
        if sent is None:
            return
        if status < 200:
            sent.wait = T2
            return
        self._end(branch)

    def stop(self) -> None:
        for branch in list(self._table):
            self._end(branch)

    def _go(self, branch: str, sent: _Sent) -> None:
        left = sent.until - self._loop.time()
        if left <= 0:
            self.given_up += 1
            self._end(branch)
            return
        sent.link.send(sent.data)
        wait = left if sent.link.reliable else min(sent.wait, left)
        sent.wait = min(sent.wait * 2, T2)
        sent.timer = self._loop.call_later(wait, self._again, branch)

    def _again(self, branch: str) -> None:
        sent = self._table.get(branch)
        if sent is None:
            return
        if sent.link.reliable:
            self.given_up += 1
            self._end(branch)
            return
        self._go(branch, sent)

    def _end(self, branch: str) -> None:
        sent = self._table.pop(branch)
        if sent.timer:
            sent.timer.cancel()
