"""Free ports that stay ours while a process of ours is down: below those the system hands out by itself."""

from __future__ import annotations

import random
import socket

OURS = range(12_000, 32_000)


def free_port(kind: int = socket.SOCK_STREAM) -> int:
    """A port that nobody listens on now, and that no outgoing connection or bind to port 0 is ever given."""
    for port in random.SystemRandom().sample(OURS, 200):
        with socket.socket(socket.AF_INET, kind) as one:
            try:
                one.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("no free port")
