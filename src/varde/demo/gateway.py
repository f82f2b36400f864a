"""The demo's message gateway: a process that rings nobody. How a phone behaves follows from whose number it is.

Phones of the people a visitor may be never answer by themselves: the visitor does, in the app.
"""

from __future__ import annotations

import hashlib
import signal
import threading

from varde.demo.region.names import Line, whose
from varde.ground.messaging.testing import ANSWERS, DECLINES, NEVER_ANSWERS, Behaviour, FakeGateway

BUSY_SHARE, SLEEPY_SHARE = 12, 6  # one in so many calls is declined, or not heard


class _ByNumber(dict[str, Behaviour]):
    """Looks like the gateway's script: asked for a number, answers how its owner behaves this time."""

    def get(self, address: str, default: Behaviour | None = None) -> Behaviour:  # type: ignore[override]
        line = whose(address)
        if line in (Line.VISITOR, Line.SLEEPER):
            return Behaviour(key="", ends="no_answer", after=25)
        mark = hashlib.sha256(address.encode()).digest()[0]
        after = 4 + mark % 12
        if mark % BUSY_SHARE == 0:
            return Behaviour(key=DECLINES.key, after=after)
        if mark % SLEEPY_SHARE == 0:
            return Behaviour(key="", ends=NEVER_ANSWERS.ends, after=20)
        return Behaviour(key=ANSWERS.key, after=after)


def serve(*, address: tuple[str, int], callback_url: str, key: str, callback_key: str) -> None:
    """Until SIGTERM or SIGINT."""
    over = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: over.set())
    gateway = FakeGateway(address=address, callback_url=callback_url, key=key, callback_key=callback_key)
    gateway.script = _ByNumber()
    with gateway:
        over.wait()
