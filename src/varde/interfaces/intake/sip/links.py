"""Sockets: datagrams, and streams cut into messages by Content-Length."""

from __future__ import annotations

import asyncio
import re
from typing import cast

from .endpoint import SipEndpoint
from .message import MOST_HEAD
from .transactions import Link

MOST_BODY = 65_536
MOST_STREAMS = 2_000
MESSAGE_SECONDS = 20.0
IDLE_SECONDS = 3_600.0
_LENGTH = re.compile(rb"(?im)^(?:content-length|l)[ \t]*:[ \t]*(\d{1,9})[ \t]*\r?$")


class _UdpPeer(Link):
    transport = "sip-udp"
    reliable = False

    def __init__(self, listener: UdpListener, peer: tuple[str, int]) -> None:
        self._listener = listener
        self.peer = peer

    def send(self, data: bytes, *, to: tuple[str, int] | None = None) -> None:
        self._listener.send(data, to or self.peer)

    @property
    def via(self) -> str:
        return f"SIP/2.0/UDP {self._listener.name}"


class UdpListener(asyncio.DatagramProtocol):
    """name: host and port that our own messages give as theirs."""

    def __init__(self, endpoint: SipEndpoint) -> None:
        self._endpoint = endpoint
        self._transport: asyncio.DatagramTransport | None = None
        self.name = "varde.invalid"

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if not self._endpoint.desk.stopping:
            self._endpoint.handle(data, _UdpPeer(self, (addr[0], addr[1])))

    def send(self, data: bytes, to: tuple[str, int]) -> None:
        if self._transport and not self._transport.is_closing():
            self._transport.sendto(data, to)

    def error_received(self, exc: Exception) -> None:
        """A peer that is gone (port unreachable): its retransmissions end by themselves."""


class StreamListener:
    """The connections of one TCP or TLS socket."""

    def __init__(self, endpoint: SipEndpoint, loop: asyncio.AbstractEventLoop, transport: str) -> None:
        self.endpoint = endpoint
        self.loop = loop
        self.transport = transport
        self.name = "varde.invalid"
        self.open: set[StreamConnection] = set()
        self._sweeper = loop.call_later(1, self._sweep)

    def connection(self) -> StreamConnection:
        return StreamConnection(self)

    def stop(self) -> None:
        """Close when the answers under way have left."""
        self._sweeper.cancel()

    def close(self) -> None:
        for each in list(self.open):
            each.close()

    def _sweep(self) -> None:
        now = self.loop.time()
        for each in [each for each in self.open if each.deadline < now]:
            each.close()
        self._sweeper = self.loop.call_later(1, self._sweep)


class StreamConnection(asyncio.Protocol, Link):
    """One TCP or TLS connection, and the way back along it."""

    reliable = True

    def __init__(self, listener: StreamListener) -> None:
        self._listener = listener
        self._socket: asyncio.Transport | None = None
        self._buffer = bytearray()
        self.transport = listener.transport
        self.peer = ("", 0)
        self.deadline = listener.loop.time() + MESSAGE_SECONDS

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._socket = cast("asyncio.Transport", transport)
        name = transport.get_extra_info("peername") or ("", 0)
        self.peer = (str(name[0]), int(name[1]))
        if len(self._listener.open) >= MOST_STREAMS or self._listener.endpoint.desk.stopping:
            self._socket.close()
            return
        self._listener.open.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._listener.open.discard(self)
        self._socket = None

    def data_received(self, data: bytes) -> None:
        waited = bool(self._buffer)
        self._buffer += data
        cut = False
        while self._socket and not self._socket.is_closing() and self._cut():
            cut = True
        if cut or not waited or not self._buffer:  # dripping bytes does not buy a half message more time
            begun = bool(self._buffer)
            self.deadline = self._listener.loop.time() + (MESSAGE_SECONDS if begun else IDLE_SECONDS)

    def pause_writing(self) -> None:
        if self._socket:
            self._socket.pause_reading()

    def resume_writing(self) -> None:
        if self._socket:
            self._socket.resume_reading()

    def send(self, data: bytes, *, to: tuple[str, int] | None = None) -> None:
        if self._socket and not self._socket.is_closing():
            self._socket.write(data)

    @property
    def via(self) -> str:
        kind = "TLS" if self.transport == "sip-tls" else "TCP"
        return f"SIP/2.0/{kind} {self._listener.name}"

    def close(self) -> None:
        if self._socket:
            self._socket.close()

    def _cut(self) -> bool:
        """Hand one whole message over. False when there is none yet."""
        while self._buffer[:2] == b"\r\n":
            if self._buffer[:4] == b"\r\n\r\n":
                self.send(b"\r\n")  # a keep-alive ping wants a pong (RFC 5626)
                del self._buffer[:2]
            del self._buffer[:2]
        end = self._buffer.find(b"\r\n\r\n", 0, MOST_HEAD + 4)
        if end < 0:
            if len(self._buffer) > MOST_HEAD:
                self._broken()
            return False
        found = _LENGTH.search(self._buffer[: end + 2])
        size = int(found[1]) if found else -1
        if not 0 <= size <= MOST_BODY:
            self._broken()
            return False
        if len(self._buffer) < end + 4 + size:
            return False
        whole = bytes(self._buffer[: end + 4 + size])
        del self._buffer[: end + 4 + size]
        self._listener.endpoint.handle(whole, self)
        return True

    def _broken(self) -> None:
        """Where a message ends can no longer be known: what came is handled as one, and the connection closes."""
        piece, self._buffer = bytes(self._buffer[: MOST_HEAD + MOST_BODY]), bytearray()
        self._listener.endpoint.handle(piece, self)
        self._listener.loop.call_later(1, self.close)
