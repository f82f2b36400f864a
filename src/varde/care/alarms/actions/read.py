"""Reading the signal log: each stored signal becomes exactly one reading, and an alarm where somebody is needed.

The reading and the alarm stand in one transaction, and the alarm's key is the signal's: a signal that is read twice
(a crash, a second worker, a replay) breaks on the key instead of calling anybody twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from varde.care.alarms.actions.matching import Heard, is_quiet
from varde.care.alarms.actions.opening import Opening
from varde.care.alarms.intake import ADAPTERS
from varde.care.alarms.models import Alarm, Outcome, Reading
from varde.care.alarms.permissions import AlarmPermission as P
from varde.care.alarms.rules.lifecycle import State
from varde.care.alarms.rules.repeats import LAID_DOWN, WINDOW_WITH_ID, Earlier, RepeatKey, is_repeat
from varde.care.alarms.rules.signal import Kind, Reason, Signal, Unreadable
from varde.foundation.authorisation import requires
from varde.foundation.signallog.signal import UNDECRYPTABLE, Lane
from varde.foundation.signallog.signal import Signal as Stored
from varde.kernel.actor import Actor


def part_id(signal: UUID, number: int) -> UUID:
    """The key of one element of a signal that holds an array; the first has the signal's own key."""
    return UUID(int=signal.int + number)


def parts(stored: Stored) -> list[Heard]:
    """What one stored signal says: usually one thing, for an array one per element. Never empty."""
    if stored.note:
        sample = Unreadable(Reason.NOT_THE_FORMAT, len(stored.raw), stored.digest.hex())
        return [Heard(stored.id, stored, sample, refused=True)]
    adapter = ADAPTERS.get(stored.protocol)
    said = adapter(stored.raw) if adapter else ()
    said = said or (Unreadable(Reason.NOT_THE_FORMAT, len(stored.raw), stored.digest.hex()),)
    return [Heard(part_id(stored.id, n), stored, one) for n, one in enumerate(said)]


@dataclass
class Repeats:
    """Which messages were heard before: from the readings of the last day, and from this batch itself. `states`: those
    of their alarms, by key; an alarm of this batch is new."""

    earlier: dict[str, Reading] = field(default_factory=dict)
    states: dict[UUID, State] = field(default_factory=dict)

    @classmethod
    def among(cls, heard: Sequence[Heard]) -> Repeats:
        keys = {one.repeat_key for one in heard}
        since = min(one.stored.received_at for one in heard) - WINDOW_WITH_ID
        rows = Reading.objects.filter(repeat_key__in=keys, received_at__gte=since).exclude(
            outcome=Outcome.REPEAT
        )
        found = {row.repeat_key: row for row in rows.order_by("received_at")}
        theirs = {row.alarm for row in found.values() if row.alarm}
        alarms = Alarm.objects.select_for_update(of=("self",)).filter(pk__in=theirs).only("state")
        return cls(found, {alarm.pk: State(alarm.state) for alarm in alarms.order_by("opened_at")})

    def of(self, one: Heard) -> Reading | None:
        """The reading that this one repeats, or None."""
        row = self.earlier.get(one.repeat_key)
        if row is None:
            return None
        key = RepeatKey(str(one.stored.source_id), one.said.own_id, one.said.digest)
        state = self.states.get(row.alarm) if row.alarm else None
        over = state is State.CLOSED and row.outcome != Outcome.RESTED
        before = Earlier(key, row.received_at, over, laid_down=state in LAID_DOWN)
        return row if is_repeat(key, one.stored.received_at, before) else None

    def add(self, reading: Reading) -> None:
        """Heard in this batch. What was laid to an alarm has made it new again."""
        self.earlier[reading.repeat_key] = reading
        if reading.alarm and reading.outcome == Outcome.EXTENDED:
            self.states.pop(reading.alarm, None)


@requires(P.READ_SIGNALS)
def read_signals(actor: Actor, *, signals: Sequence[Stored], now: datetime) -> int:
    """Read a batch. Signals that have a reading already are passed over, and those that no key of ours opens: they keep
    until one does (`read_broken` tells of them). Returns how many were read."""
    seen = set(Reading.objects.filter(pk__in=[s.id for s in signals]).values_list("pk", flat=True))
    unread = [one for one in signals if one.id not in seen and one.note != UNDECRYPTABLE]
    heard = [one for signal in unread for one in parts(signal)]
    # A telephone call is linked to an alarm that stands, also one of the same batch.
    calls, others = [one for one in heard if _is_call(one)], [one for one in heard if not _is_call(one)]
    return sum(_read(part, now) for part in (others, calls) if part)


def _is_call(one: Heard) -> bool:
    return isinstance(one.said, Signal) and one.said.kind is Kind.CALL


def _read(heard: list[Heard], now: datetime) -> int:
    repeats = Repeats.among(heard)
    opening = Opening(heard, now)
    readings = []
    for one in heard:
        first = repeats.of(one)
        if first is not None:
            opening.repeated(first.alarm)
            outcome, alarm = Outcome.REPEAT, first.alarm
        elif is_quiet(one):
            outcome, alarm = Outcome.HEARTBEAT, None
        else:
            outcome, alarm = opening.take_in(one)
        reading = Reading(
            id=one.id,
            signal=one.stored.id,
            source=one.stored.source_id,
            received_at=one.stored.received_at,
            read_at=now,
            outcome=outcome,
            alarm=alarm,
            repeat_key=one.repeat_key,
        )
        if first is None:
            repeats.add(reading)
        readings.append(reading)
    Reading.objects.bulk_create(readings)
    opening.store()
    return len(readings)


@requires(P.READ_SIGNALS)
def last_read(actor: Actor) -> dict[Lane, datetime]:
    """When the newest signal that has been read came in, or was read if its key is from a clock ahead of ours; by lane as
    far as its outcome tells: signs of life are the routine ones. A lane of which nothing has been read is left out."""
    newest = Reading.objects.order_by("-pk")
    found = {
        Lane.URGENT: newest.exclude(outcome=Outcome.HEARTBEAT).first(),
        Lane.ROUTINE: newest.filter(outcome=Outcome.HEARTBEAT).first(),
    }
    return {lane: min(row.received_at, row.read_at) for lane, row in found.items() if row is not None}


@requires(P.READ_SIGNALS)
def unread_among(actor: Actor, *, keys: Sequence[UUID]) -> list[UUID]:
    """Those of the keys that have no reading, in order."""
    read = set(Reading.objects.filter(pk__in=keys).values_list("pk", flat=True))
    return [key for key in keys if key not in read]
