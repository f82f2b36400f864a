"""What every listener does with a message: write it down, or say honestly that it could not be."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence

import structlog

from varde.foundation.ids import new_id
from varde.foundation.signallog.port import Lane, Signal
from varde.kernel import clock

from .peek import Peek
from .sources import SourceRow, SourceTable
from .writer import Answer, Full, Outcome, Writer

SAMPLE_BYTES = 2_048
SAMPLE_SECONDS = 3_600.0
MOST_SAMPLED = 1_000

log = structlog.get_logger(__name__)


class Desk:
    """Shared by the listeners of one process; lives on the event loop."""

    def __init__(self, sources: SourceTable, writer: Writer) -> None:
        self.sources = sources
        self.writer = writer
        self.stopping = False
        self._samples: dict[tuple[str, str], float] = {}
        self._swept = 0.0
        self.unsampled = 0

    @property
    def ready(self) -> bool:
        return self.writer.healthy and self.sources.known and not self.stopping

    def take(
        self,
        pieces: Sequence[tuple[bytes, Peek]],
        source: SourceRow,
        transport: str,
        peer: str,
        answer: Answer,
    ) -> list[Signal]:
        """Queue an authenticated sender's messages. `answer` comes after the commit. Raises Full: nothing taken."""
        now = clock.now()
        signals = [
            Signal(
                id=new_id(),
                received_at=now,
                source_id=source.id,
                transport=transport,
                protocol=glance.protocol,
                peer=peer,
                lane=glance.lane,
                digest=hashlib.sha256(raw).digest(),
                raw=raw,
                note="",
            )
            for raw, glance in pieces
        ]
        self.writer.submit(signals, answer)
        return signals

    def sample(
        self, raw: bytes, transport: str, peer: str, note: str, source: SourceRow | None = None
    ) -> None:
        """Keep one short sample per address, note and hour, of at most 1,000 addresses: a stranger cannot fill the disk."""
        if not self._due((note, peer)):
            return
        piece = raw[:SAMPLE_BYTES]
        signal = Signal(
            id=new_id(),
            received_at=clock.now(),
            source_id=source.id if source else None,
            transport=transport,
            protocol="unknown",
            peer=peer,
            lane=Lane.URGENT,
            digest=hashlib.sha256(piece).digest(),
            raw=piece,
            note=note,
        )
        try:
            self.writer.submit([signal], self._sampled)
        except Full:
            self._samples.pop((note, peer), None)

    def _sampled(self, outcome: Outcome) -> None:
        if outcome[0] is not None:
            log.warning("intake.sample_lost", error=type(outcome[0]).__name__)

    def _due(self, key: tuple[str, str]) -> bool:
        now = time.monotonic()
        last = self._samples.get(key)
        if last is not None and now - last < SAMPLE_SECONDS:
            return False
        if len(self._samples) >= MOST_SAMPLED and now - self._swept > 60:
            self._samples = {kept: at for kept, at in self._samples.items() if now - at < SAMPLE_SECONDS}
            self._swept = now
        if len(self._samples) >= MOST_SAMPLED:
            self.unsampled += 1
            return False
        self._samples[key] = now
        return True
