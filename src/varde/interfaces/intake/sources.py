"""Who may send: a table in memory, read again every half second when its version has moved."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Literal
from uuid import UUID

import structlog
from django.db import Error as DatabaseError

ReplyStyle = Literal["body", "message", "both"]
Network = IPv4Network | IPv6Network
POLL_SECONDS = 0.5

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One sender. key_hash: SHA-256 of its HTTP key. addresses: networks it may send SIP from without a password.

    digest_ha1: algorithm ("MD5", "SHA-256") → hex of hash(user:varde:password). reply: where the SCAIP reply goes.
    operator_line: what a unit is asked to call (`tnu`), or "".
    """

    id: UUID
    name: str
    key_hash: bytes | None
    addresses: tuple[Network, ...]
    digest_user: str
    digest_ha1: dict[str, str] = field(default_factory=dict)
    reply: ReplyStyle = "both"
    operator_line: str = ""
    active: bool = True


Load = Callable[[], tuple[int, list[SourceRow]]]


class SourceTable:
    """Lookups are dictionary reads. When the source of truth cannot be asked, the last known table stays in force."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._version: int | None = None
        self._by_key: dict[bytes, SourceRow] = {}
        self._by_user: dict[str, SourceRow] = {}
        self._networks: list[tuple[Network, SourceRow]] = []
        self._seen: dict[str, SourceRow | None] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._poll, name="source-table", daemon=True)
        self.known = False

    def start(self) -> None:
        self.refresh()
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def refresh(self) -> bool:
        """Read the table now. False when it could not be read; the old one then stands."""
        try:
            version, rows = self._load()
        except (DatabaseError, OSError) as error:
            log.warning("intake.sources_unreadable", error=type(error).__name__)
            return False
        if version != self._version:
            self._replace([row for row in rows if row.active])
            self._version = version
        self.known = True
        return True

    def by_key(self, key: bytes) -> SourceRow | None:
        """The source whose HTTP key this is."""
        return self._by_key.get(hashlib.sha256(key).digest())

    @property
    def knows_passwords(self) -> bool:
        """Whether any source signs in to SIP with a password: if none does, a challenge invites nobody."""
        return bool(self._by_user)

    def by_user(self, user: str) -> SourceRow | None:
        return self._by_user.get(user)

    def by_address(self, address: str) -> SourceRow | None:
        """The source that may send from this address without a password."""
        seen = self._seen
        if address in seen:
            return seen[address]
        if len(seen) > 10_000:
            seen.clear()
        found = self._search(address)
        seen[address] = found
        return found

    def _search(self, address: str) -> SourceRow | None:
        try:
            ip: IPv4Address | IPv6Address = ip_address(address.split("%", 1)[0])
        except ValueError:
            return None
        if isinstance(ip, IPv6Address) and ip.ipv4_mapped:
            ip = ip.ipv4_mapped
        return next((row for network, row in self._networks if ip in network), None)

    def _replace(self, rows: list[SourceRow]) -> None:
        self._by_key = {row.key_hash: row for row in rows if row.key_hash}
        self._by_user = {row.digest_user: row for row in rows if row.digest_user and row.digest_ha1}
        networks = [(network, row) for row in rows for network in row.addresses]
        self._networks = sorted(networks, key=lambda pair: -pair[0].prefixlen)
        self._seen = {}

    def _poll(self) -> None:
        while not self._stop.wait(POLL_SECONDS):
            self.refresh()
