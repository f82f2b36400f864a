"""The worker's jobs: read what is new, urgent first; do what is due.

Unread = a signal without a reading. A cursor per lane follows the end of the log; since rows may commit a little out
of order, everything of the last minute is compared again with what has been read, and at start the whole log is.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import IntegrityError

from varde.care.alarms import actions
from varde.foundation.authorisation import machine
from varde.foundation.outbox.lead import lead
from varde.foundation.signallog import port
from varde.foundation.signallog.signal import Lane, Signal, SignalLog

log = structlog.get_logger()
LOOK_BACK = timedelta(seconds=60)
HOLD = timedelta(seconds=10)
URGENT_BATCH, ROUTINE_BATCH = 200, 1000
SWEEP_BATCH = 5000


def id_at(instant: datetime) -> UUID:
    """The least UUIDv7 of a millisecond."""
    ms = max(int(instant.timestamp() * 1000), 0)
    return UUID(int=(ms << 80) | (0x7 << 76) | (0x8 << 60))


@dataclass
class Reader:
    """One per worker process; only the one that holds the lease reads, so that signals are read in order."""

    holder: str
    signals: SignalLog = field(default_factory=port.open_log)
    cursor: dict[Lane, UUID | None] = field(default_factory=dict)
    swept: UUID | None = None
    sweeping: UUID | None = None
    known: OrderedDict[UUID, None] = field(default_factory=OrderedDict)
    looked_at: datetime | None = None

    def round(self, now: datetime) -> int:
        """Read what is new. Urgent signals go first, and between two batches of the rest."""
        if not lead("signal_reader", holder=self.holder, now=now, hold=HOLD):
            self.cursor.clear()
            return 0
        if not self.cursor:
            self._begin(now)
        done = self._lane(Lane.URGENT, URGENT_BATCH, now)
        if done < URGENT_BATCH:
            done += self._lane(Lane.ROUTINE, ROUTINE_BATCH, now)
        return done + self._look_back(now) + self._sweep(now)

    def _begin(self, now: datetime) -> None:
        """Start a minute back; whatever is older and unread is found by the sweep."""
        start = id_at(now - LOOK_BACK)
        self.cursor = {Lane.URGENT: start, Lane.ROUTINE: start}
        self.sweeping, self.swept = UUID(int=0), start
        self.known.clear()

    def _lane(self, lane: Lane, limit: int, now: datetime) -> int:
        batch = self.signals.after(lane, self.cursor[lane], limit)
        if batch:
            self._read(batch, now)
            self.cursor[lane] = batch[-1].id
        return len(batch)

    def _look_back(self, now: datetime) -> int:
        """Signals of the last minute that were committed after the cursor had passed them."""
        if self.looked_at and now - self.looked_at < timedelta(seconds=1):
            return 0
        self.looked_at = now
        ends = [c for c in self.cursor.values() if c is not None]
        late = [
            i for i in self.signals.ids(id_at(now - LOOK_BACK), min(ends), 100_000) if i not in self.known
        ]
        while len(self.known) > 300_000:
            self.known.popitem(last=False)
        return self._read(self.signals.get(late[:ROUTINE_BATCH]), now) if late else 0

    def _sweep(self, now: datetime) -> int:
        """At start: every signal of the log without a reading, oldest first, a piece at a time."""
        if self.sweeping is None or self.swept is None:
            return 0
        keys = self.signals.ids(self.sweeping, self.swept, SWEEP_BATCH)
        if not keys:
            self.sweeping = None
            return 0
        unread = actions.unread_among(machine("alarm_worker"), keys=keys)
        for start in range(0, len(unread), ROUTINE_BATCH):
            self._read(self.signals.get(unread[start : start + ROUTINE_BATCH]), now)
        self.sweeping = UUID(int=keys[-1].int + 1)
        return len(unread)

    def _read(self, batch: list[Signal], now: datetime) -> int:
        """Read a batch; one that breaks is read signal by signal, so that it does not hold up the others."""
        reader = machine("signal_reader")
        try:
            done = actions.read_signals(reader, signals=batch, now=now)
        except IntegrityError:
            done = sum(self._read_alone(signal, now) for signal in batch)
        self.known.update(dict.fromkeys(signal.id for signal in batch))
        return done

    def _read_alone(self, signal: Signal, now: datetime) -> int:
        try:
            return actions.read_signals(machine("signal_reader"), signals=[signal], now=now)
        except IntegrityError as fault:
            log.warning("signal.already_read", fault=type(fault).__name__)
            return 0


def do_due(now: datetime) -> int:
    """Everything that is due, the longest overdue first. A failing alarm is put off by itself and logged."""
    worker = machine("alarm_worker")
    return sum(actions.do_due(worker, alarm_id=key, now=now) for key in actions.due_alarms(worker, now=now))
