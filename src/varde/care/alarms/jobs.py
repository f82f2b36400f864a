"""The worker's jobs: read what is new, urgent first; do what is due.

Unread = a signal without a reading. A cursor per lane follows the end of the log; since rows may commit a little out
of order, everything of the last minute up to it is compared again with what has been read, and at start the whole log is.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError, connection

from varde.care.alarms import actions
from varde.care.alarms.queries.switchboard import Switchboard
from varde.foundation.authorisation import machine
from varde.foundation.outbox import lead as outbox
from varde.foundation.signallog import port
from varde.foundation.signallog.signal import UNDECRYPTABLE, Lane, Signal, SignalLog

log = structlog.get_logger()
LOOK_BACK = timedelta(seconds=60)
HOLD, RENEW = timedelta(seconds=10), timedelta(seconds=2)
SILENT_AFTER = timedelta(seconds=30)
URGENT_BATCH, ROUTINE_BATCH = 200, 1000
SWEEP_BATCH = 2000
MOST_LATE, MOST_KNOWN = 100_000, 300_000
LAST = UUID(int=2**128 - 1)
MOST_DUE = 20  # in one round: between rounds the calls go out


def id_at(instant: datetime) -> UUID:
    """The least UUIDv7 of a millisecond."""
    ms = max(int(instant.timestamp() * 1000), 0)
    return UUID(int=(ms << 80) | (0x7 << 76) | (0x8 << 60))


def _is_away(fault: Exception) -> bool:
    """Whether the database is what failed. A session that the server has ended can say so in many ways; only a whole
    session tells that our own code failed on what it was given."""
    if isinstance(fault, OperationalError | InterfaceError):
        return True
    return connection.connection is None or not connection.is_usable()


@dataclass(slots=True)
class Stretch:
    """A part of the log to look through for signals without a reading: after `last`, before `until`."""

    lane: Lane
    last: UUID | None
    until: UUID


@dataclass
class Reader:
    """One per worker process; only the one that holds the lease reads, so that signals are read in order."""

    holder: str
    signals: SignalLog = field(default_factory=port.open_log)
    cursor: dict[Lane, UUID] = field(default_factory=dict)
    sweeping: list[Stretch] = field(default_factory=list)
    known: OrderedDict[UUID, None] = field(default_factory=OrderedDict)
    looked_at: datetime | None = None
    led_at: datetime | None = None

    def round(self, now: datetime) -> int:
        """Read what is new. Urgent signals go first, and between two batches of the rest."""
        if not self._leads(now):
            self.cursor.clear()
            return 0
        if not self.cursor:
            self._begin(now)
        done = self._lane(Lane.URGENT, URGENT_BATCH, now)
        if done < URGENT_BATCH:
            done += self._lane(Lane.ROUTINE, ROUTINE_BATCH, now)
        return done + self._look_back(now) + self._sweep(now)

    def _leads(self, now: datetime) -> bool:
        """Whether this worker reads. The lease is written anew long before it runs out, not ten times a second."""
        if self.led_at and timedelta(0) <= now - self.led_at < RENEW:
            return True
        led = outbox.lead("signal_reader", holder=self.holder, now=now, hold=HOLD)
        self.led_at = now if led else None
        return led

    def _begin(self, now: datetime) -> None:
        """Start a minute back; whatever is older and unread is found by the sweep: first what came while nobody read,
        then the rest of the log, for what an earlier fault may have left."""
        start = id_at(now - LOOK_BACK)
        self.cursor = {Lane.URGENT: start, Lane.ROUTINE: start}
        last = actions.last_read(machine("signal_reader"))
        marks = {lane: min(start, id_at(at - LOOK_BACK)) for lane, at in last.items()}
        self.sweeping = [Stretch(lane, marks[lane], start) for lane in Lane if lane in marks]
        self.sweeping += [Stretch(lane, None, marks.get(lane, start)) for lane in Lane]
        self.known.clear()
        self.looked_at = None

    def _lane(self, lane: Lane, limit: int, now: datetime) -> int:
        """The next of a lane. A key from a clock ahead of ours is read too, but the cursor stays at our own time: what
        comes meanwhile lies before that key. Known keys are met again until their time has come, and passed over."""
        edge = id_at(now)
        batch = self.signals.after(lane, min(self.cursor[lane], edge), limit)
        fresh = [one for one in batch if one.id not in self.known]
        if fresh:
            self._read(fresh, now)
        if batch:
            self.cursor[lane] = min(batch[-1].id, edge)
        return len(fresh)

    def _look_back(self, now: datetime) -> int:
        """Signals of the last minute before the latest look that were committed after their lane's cursor had passed
        them: a reader that was held up looks back over the time it was away as well. And those so many ahead of our
        clock that a batch from the cursor does not reach them."""
        if self.looked_at and timedelta(0) <= now - self.looked_at < timedelta(seconds=1):
            return 0
        since, edge = id_at(min(now, self.looked_at or now) - LOOK_BACK), id_at(now)
        late = [
            key
            for lane in Lane
            for first, last in ((since, self.cursor[lane]), (edge, LAST))
            for key in self.signals.ids(lane, first, last, MOST_LATE)
            if key not in self.known
        ]
        while len(self.known) > MOST_KNOWN:
            self.known.popitem(last=False)
        done = self._read(self.signals.get(late[:ROUTINE_BATCH]), now) if late else 0
        if len(late) <= ROUTINE_BATCH:
            self.looked_at = now
        return done

    def _sweep(self, now: datetime) -> int:
        """At start: every signal of the log without a reading, the urgent ones first, oldest first, a piece at a time so
        that nothing new has to wait for it."""
        if not self.sweeping:
            return 0
        part = self.sweeping[0]
        piece = [one for one in self.signals.after(part.lane, part.last, SWEEP_BATCH) if one.id < part.until]
        if not piece:
            del self.sweeping[0]
            return 0
        left = set(actions.unread_among(machine("signal_reader"), keys=[one.id for one in piece]))
        unread = [one for one in piece if one.id in left]
        if unread:
            self._read(unread[:URGENT_BATCH], now)
        part.last = unread[URGENT_BATCH - 1].id if len(unread) > URGENT_BATCH else piece[-1].id
        return len(piece)

    def _read(self, batch: list[Signal], now: datetime) -> int:
        """Read a batch; when it breaks, signal by signal, so that one does not hold up the others."""
        reader = machine("signal_reader")
        try:
            done = actions.read_signals(reader, signals=batch, now=now)
        except Exception as fault:  # the worker's loop: a signal we fail on must not silence the rest
            if _is_away(fault):
                raise  # nothing is wrong with the signals
            log.error("signals.failed", count=len(batch), fault=type(fault).__name__, exc_info=True)
            done = sum(self._read_alone(signal, now) for signal in batch)
        self._tell_of_locked([signal for signal in batch if signal.note == UNDECRYPTABLE], now)
        self.known.update(dict.fromkeys(signal.id for signal in batch))
        return done

    def _tell_of_locked(self, locked: list[Signal], now: datetime) -> None:
        """What no key of ours opens: one urgent technical alarm per sender. It stays unread for whoever has the key."""
        if not locked:
            return
        reader = machine("signal_reader")
        left = set(actions.unread_among(reader, keys=[signal.id for signal in locked]))
        senders = {signal.source_id: signal for signal in locked if signal.id in left}
        if senders:
            log.error("signals.undecryptable", count=len(left))
        for signal in senders.values():
            actions.read_broken(reader, signal=signal, now=now)

    def _read_alone(self, signal: Signal, now: datetime) -> int:
        """One signal. What breaks our own code becomes an urgent technical alarm, with the raw message at hand."""
        reader = machine("signal_reader")
        try:
            return actions.read_signals(reader, signals=[signal], now=now)
        except Exception as fault:
            if _is_away(fault):
                raise
            log.error("signal.failed", signal=str(signal.id), fault=type(fault).__name__, exc_info=True)
            return actions.read_broken(reader, signal=signal, now=now)


def do_due(now: datetime) -> int:
    """Everything that is due, the longest overdue first. One that fails is put off by itself; the others go on."""
    worker, board, done = machine("alarm_worker"), Switchboard(now), 0
    for key in actions.due_alarms(worker, now=now, limit=MOST_DUE):
        try:
            done += actions.do_due(worker, alarm_id=key, now=now, board=board)
        except Exception as fault:
            if _is_away(fault):
                raise
            log.error("alarm.failed", alarm=str(key), fault=type(fault).__name__, exc_info=True)
            actions.put_off(worker, alarm_id=key, now=now)
    return done


def watch(now: datetime) -> int:
    """A process that has stopped without saying so is itself an alarm."""
    worker = machine("alarm_worker")
    silent = outbox.silent(now=now, longer_than=SILENT_AFTER)
    return sum(
        actions.tell_of_silence(worker, process=one.name, since=one.beat_at, now=now) for one in silent
    )
