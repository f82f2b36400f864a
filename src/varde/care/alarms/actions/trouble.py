"""Alarms that Varde raises about itself: a signal it fails on, a process that is silent, a message that is stuck."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from varde.care.alarms.actions.faults import key_of, raise_fault, standing, wake
from varde.care.alarms.actions.matching import owner_of_strangers
from varde.care.alarms.models import Alarm, Outcome, Reading
from varde.care.alarms.permissions import AlarmPermission as P
from varde.care.alarms.rules.codes import Fault
from varde.foundation.authorisation import requires
from varde.foundation.ids import new_id
from varde.foundation.outbox.models import Pulse
from varde.foundation.signallog.signal import UNDECRYPTABLE, Signal
from varde.kernel.actor import Actor

PUT_OFF = timedelta(seconds=30)


def _raise(
    key: UUID, fault: Fault, about: str, device: str, signal: UUID | None, now: datetime
) -> Alarm | None:
    """One open technical alarm per matter. None when it stands already: then it is new again if it was laid down."""
    known = standing(key_of(about, fault))
    if known is not None:
        wake(known, now)
        return None
    return raise_fault(key, owner_of_strangers(), fault, about, device, signal, now)


@requires(P.READ_SIGNALS)
def read_broken(actor: Actor, *, signal: Signal, now: datetime) -> int:
    """A signal that our own code failed on: an urgent technical alarm, and its reading, so that it is not lost.

    One that no key of ours opens has the technical alarm, under another key, but no reading: a worker that starts with
    the right key finds it unread, and then it opens the alarm it asked for, as of when it came. One that is damaged for
    good is told of again at every start."""
    locked = signal.note == UNDECRYPTABLE
    key = new_id() if locked else signal.id
    alarm = _raise(key, Fault.UNREADABLE, str(signal.source_id), "", signal.id, now)
    if locked:
        return 0
    Reading.objects.create(
        id=signal.id,
        signal=signal.id,
        source=signal.source_id,
        received_at=signal.received_at,
        read_at=now,
        outcome=Outcome.OPENED if alarm else Outcome.EXTENDED,
        alarm=alarm.pk if alarm else None,
        repeat_key="",
    )
    return 1


@requires(P.ESCALATE)
def tell_of_silence(actor: Actor, *, process: str, since: datetime, now: datetime) -> bool:
    """A process has given no sign of life, and no other of its kind has taken its place. Told of once: the pulse goes."""
    gone, _ = Pulse.objects.filter(name=process, beat_at=since).delete()
    kind = process.split(":")[0]
    if Pulse.objects.filter(name__startswith=f"{kind}:", beat_at__gt=since).exists():
        return False
    return (
        bool(gone)
        and _raise(new_id(), Fault.WORKER_STALE, process.split(":")[0], process, None, now) is not None
    )


@requires(P.ESCALATE)
def tell_of_stuck(actor: Actor, *, subscriber: str, now: datetime) -> bool:
    """News inside Varde does not get through: somebody has to look."""
    return _raise(new_id(), Fault.WORKER_STALE, f"outbox:{subscriber}", subscriber, None, now) is not None


@requires(P.ESCALATE, about="alarm_id")
def put_off(actor: Actor, *, alarm_id: UUID, now: datetime) -> int:
    """A step that failed is tried again in half a minute, and leaves the others in peace meanwhile."""
    return Alarm.objects.filter(pk=alarm_id, due_at__isnull=False).update(due_at=now + PUT_OFF)
