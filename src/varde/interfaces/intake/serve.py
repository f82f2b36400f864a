"""The intake process: listeners, table of sources, writer; starts, runs until told to stop, drains, ends."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import structlog
import uvloop

from varde.foundation.signallog.port import SignalLog

from .desk import Desk
from .http import HttpListener
from .sip.endpoint import SipEndpoint
from .sip.links import StreamListener, UdpListener
from .sources import Load, SourceTable
from .writer import Writer

Address = tuple[str, int]
DRAIN_SECONDS = 20.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class IntakeSettings:
    """Where to listen; None leaves a listener out, port 0 takes a free one.

    tls_certificate, tls_key: PEM files for SIP over TLS. most_waiting: signals waiting for the disk before senders
    are turned away. sip_name: the host that our own SIP messages give as theirs ("" takes the local address).
    """

    http: Address | None = ("127.0.0.1", 8081)
    sip_udp: Address | None = None
    sip_tcp: Address | None = None
    sip_tls: Address | None = None
    tls_certificate: str = ""
    tls_key: str = ""
    most_waiting: int = 10_000
    sip_name: str = ""

    @classmethod
    def of(cls, options: Mapping[str, str]) -> IntakeSettings:
        """From the VARDE_INTAKE_* options. An address is "host:port"; an empty one leaves its listener out."""
        sip = _address(options["VARDE_INTAKE_SIP"])
        return cls(
            http=_address(options["VARDE_INTAKE_HTTP"]),
            sip_udp=sip,
            sip_tcp=sip,
            sip_tls=_address(options["VARDE_INTAKE_SIPS"]),
            tls_certificate=options["VARDE_INTAKE_TLS_CERT"],
            tls_key=options["VARDE_INTAKE_TLS_KEY"],
        )


def _address(text: str) -> Address | None:
    host, _, port = text.strip().rpartition(":")
    return (host.strip("[]"), int(port)) if port else None


Started = Callable[[dict[str, Address]], None]


def run(settings: IntakeSettings, *, log: SignalLog, load: Load, started: Started | None = None) -> None:
    """Serve until SIGTERM or SIGINT. `load` gives the sources; `started` hears the addresses actually bound."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(Intake(settings, log, load).serve(started))


class WriterDied(RuntimeError):
    """The writer thread ended on its own: the process must end too, so that its supervisor starts a whole one."""


class Intake:
    """One intake process' parts, for `run` and for tests."""

    def __init__(self, settings: IntakeSettings, signal_log: SignalLog, load: Load) -> None:
        self._settings = settings
        self._log = signal_log
        self._load = load
        self._closers: list[Callable[[], None]] = []
        self._last: list[Callable[[], None]] = []
        self._over = asyncio.Event()
        self.bound: dict[str, Address] = {}

    async def serve(self, started: Started | None = None) -> None:
        """Start, wait for a signal or for `stop`, drain."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            with contextlib.suppress(ValueError, RuntimeError):  # only the main thread may
                loop.add_signal_handler(number, self.stop)
        await self.start()
        if started:
            started(self.bound)
        await self._over.wait()
        await self.drain()

    def stop(self) -> None:
        self._over.set()

    async def start(self) -> None:
        loop = asyncio.get_running_loop()
        self.sources = SourceTable(self._load)
        await loop.run_in_executor(None, self.sources.start)
        self.writer = Writer(self._log, loop, limit=self._settings.most_waiting, died=self.stop)
        await self.writer.start()
        self.desk = Desk(self.sources, self.writer)
        if self._settings.http:
            await self._listen_http(self._settings.http)
        await self._listen_sip()
        log.info("intake.listening", **{name: f"{host}:{port}" for name, (host, port) in self.bound.items()})

    async def drain(self) -> None:
        """Stop accepting, answer what was taken, end. Raises WriterDied when the writer ended before its time."""
        self.desk.stopping = True
        for close in self._closers:
            close()
        self.sources.stop()
        try:
            async with asyncio.timeout(DRAIN_SECONDS):
                await self.writer.stop()
        except TimeoutError:
            log.warning("intake.drain_gave_up", held=self.writer.held)
        await asyncio.sleep(0.05)  # the last answers leave the buffers
        for close in self._last:
            close()
        if self.writer.dead:
            raise WriterDied

    async def _listen_http(self, address: Address) -> None:
        loop = asyncio.get_running_loop()
        listener = HttpListener(self.desk, loop)
        server = await loop.create_server(listener.connection, *address, backlog=1024)
        self.bound["http"] = server.sockets[0].getsockname()[:2]
        self._closers += [server.close, listener.stop]

    async def _listen_sip(self) -> None:
        loop = asyncio.get_running_loop()
        self.endpoint = SipEndpoint(self.desk, loop)
        self._closers.append(self.endpoint.stop)
        if self._settings.sip_udp:
            transport, udp = await loop.create_datagram_endpoint(
                lambda: UdpListener(self.endpoint), local_addr=self._settings.sip_udp
            )
            transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_194_304)
            self.bound["sip-udp"] = transport.get_extra_info("sockname")[:2]
            udp.name = self._name("sip-udp")
            self._last.append(transport.close)
        if self._settings.sip_tcp:
            await self._listen_stream("sip-tcp", self._settings.sip_tcp, None)
        if self._settings.sip_tls:
            context = tls_context(self._settings.tls_certificate, self._settings.tls_key)
            await self._listen_stream("sip-tls", self._settings.sip_tls, context)

    async def _listen_stream(self, transport: str, address: Address, tls: ssl.SSLContext | None) -> None:
        loop = asyncio.get_running_loop()
        listener = StreamListener(self.endpoint, loop, transport)
        server = await loop.create_server(listener.connection, *address, backlog=1024, ssl=tls)
        self.bound[transport] = server.sockets[0].getsockname()[:2]
        listener.name = self._name(transport)
        self._closers += [server.close, listener.stop]
        self._last.append(listener.close)

    def _name(self, transport: str) -> str:
        host, port = self.bound[transport]
        host = self._settings.sip_name or host
        return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def tls_context(certificate: str, key: str) -> ssl.SSLContext:
    """TLS 1.2 or newer, as a server."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(certificate, key)
    return context
