"""Where the demo listens: the usual ports when they are free, else free ones."""

from __future__ import annotations

import socket
from dataclasses import dataclass

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Chosen:
    address: str
    is_other: bool  # the wanted port was taken


def choose(wanted: str, *, datagrams: bool = False) -> Chosen:
    """`wanted` as "host:port". With `datagrams` the port must be free for UDP too."""
    host, _, port = wanted.rpartition(":")
    host = host or HOST
    if int(port) and _is_free(host, int(port), datagrams):
        return Chosen(f"{host}:{port}", False)
    for _ in range(50):
        with socket.socket() as probe:
            probe.bind((host, 0))
            found = int(probe.getsockname()[1])
        if _is_free(host, found, datagrams):
            return Chosen(f"{host}:{found}", int(port) != 0)
    raise OSError("no free port")


def _is_free(host: str, port: int, datagrams: bool) -> bool:
    kinds = [socket.SOCK_STREAM, *([socket.SOCK_DGRAM] if datagrams else [])]
    for kind in kinds:
        with socket.socket(socket.AF_INET, kind) as probe:
            if kind == socket.SOCK_STREAM:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                return False
    return True
