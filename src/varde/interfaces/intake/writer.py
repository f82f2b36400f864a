"""One bounded queue, one writer thread, group commit without a timer.

Whatever arrived while the last commit ran goes into the next. The event loop hears of a whole batch at once.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from varde.foundation.signallog.port import Signal, SignalLog

Outcome = list[Exception | None]
Answer = Callable[[Outcome], None]

MOST_IN_BATCH: Final = 1_000
PROBE_SECONDS: Final = 1.0
# A signal that waited longer is refused, not stored late: the reader's low-water mark trails by 60 s.
PATIENCE_SECONDS: Final = 15.0
# A commit that has taken longer may never end (a standby that must answer and does not, a dying disk): it is said aloud.
STUCK_SECONDS: Final = 5.0


class TooLate(Exception):
    """The signal waited longer than its sender can be expected to; it was not stored."""


class Full(Exception):
    """The queue is full: nothing was taken."""


class Writer:
    """Used from the event loop's thread only; the thread inside is its own.

    limit: the most signals waiting or being committed. `submit` calls `answer` on the loop, once, with one result
    per signal in order.
    """

    def __init__(
        self,
        log: SignalLog,
        loop: asyncio.AbstractEventLoop,
        *,
        limit: int = 10_000,
        died: Callable[[], None] | None = None,
    ) -> None:
        self._log = log
        self._loop = loop
        self._limit = limit
        self._held = 0
        self._waiting: list[tuple[float, Sequence[Signal], Answer]] = []
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._stopping = False
        self._healthy = False
        self._asked = False
        self._died = died
        self._since: float | None = None
        self.dead = False
        self._thread = threading.Thread(target=self._run, name="signal-log-writer", daemon=True)

    async def start(self) -> None:
        """Start the thread and wait until it has asked the log once how it is."""
        self._thread.start()
        while not self._asked and self._thread.is_alive():
            await asyncio.sleep(0.005)

    @property
    def healthy(self) -> bool:
        """Whether the log took what it was last given, or answered the last probe (at most about a second old)."""
        return self._healthy and not self.stuck

    @property
    def stuck(self) -> bool:
        """Whether the log has been at one commit, or one probe, for longer than STUCK_SECONDS."""
        since = self._since
        return since is not None and time.monotonic() - since > STUCK_SECONDS

    @property
    def held(self) -> int:
        """Signals waiting or being committed."""
        return self._held

    def submit(self, signals: Sequence[Signal], answer: Answer) -> None:
        """Hand signals over. Raises Full when there is no room, or nothing comes through; then nothing was taken and
        `answer` is not called."""
        if self._stopping or self.stuck or self._held + len(signals) > self._limit:
            raise Full
        self._held += len(signals)
        with self._lock:
            self._waiting.append((time.monotonic() + PATIENCE_SECONDS, signals, answer))
        if not self._wake.is_set():
            self._wake.set()

    async def stop(self) -> None:
        """Take nothing more, commit what waits, end the thread."""
        self._stopping = True
        self._wake.set()
        while self._thread.is_alive():
            await asyncio.sleep(0.01)
        await asyncio.sleep(0)
        self._log.close()

    def _run(self) -> None:
        whole = False
        try:
            self._work()
            whole = True
        finally:
            if not whole:
                self.dead, self._healthy, self._stopping = True, False, True
                if self._died:
                    self._loop.call_soon_threadsafe(self._died)

    def _work(self) -> None:
        self._healthy = self._log.healthy()
        self._asked = True
        while True:
            if not self._wake.wait(PROBE_SECONDS):
                with self._timed():
                    self._healthy = self._log.healthy()
                continue
            batch = self._take()
            if batch:
                self._store(batch)
            elif self._stopping:
                return

    @contextmanager
    def _timed(self) -> Iterator[None]:
        self._since = time.monotonic()
        try:
            yield
        finally:
            self._since = None

    def _take(self) -> list[tuple[float, Sequence[Signal], Answer]]:
        with self._lock:
            batch, size = self._waiting, 0
            for place, (_deadline, signals, _answer) in enumerate(batch):
                size += len(signals)
                if size >= MOST_IN_BATCH:
                    self._waiting = batch[place + 1 :]
                    return batch[: place + 1]
            self._waiting = []
            if not self._stopping:
                self._wake.clear()
            return batch

    def _store(self, batch: list[tuple[float, Sequence[Signal], Answer]]) -> None:
        now = time.monotonic()
        timely = [signal for deadline, signals, _answer in batch if deadline > now for signal in signals]
        with self._timed():
            outcomes = self._log.append(timely) if timely else []
        if timely:
            self._healthy = not all(outcomes)
        settled: list[tuple[Answer, Outcome]] = []
        place = 0
        for deadline, signals, answer in batch:
            if deadline > now:
                settled.append((answer, outcomes[place : place + len(signals)]))
                place += len(signals)
            else:
                settled.append((answer, [TooLate() for _ in signals]))
        self._loop.call_soon_threadsafe(self._settle, settled)

    def _settle(self, settled: list[tuple[Answer, Outcome]]) -> None:
        for answer, outcome in settled:
            self._held -= len(outcome)
            answer(outcome)
