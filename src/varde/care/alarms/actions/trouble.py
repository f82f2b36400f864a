"""Alarms that Varde raises about itself: a signal it fails on, a process that is silent, a message that is stuck."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from varde.care.alarms.actions.faults import count, key_of, raise_fault, standing, wake
from varde.care.alarms.actions.matching import Heard, is_quiet, owner_of_strangers
from varde.care.alarms.actions.read import parts
from varde.care.alarms.models import Alarm, Outcome, Reading
from varde.care.alarms.permissions import AlarmPermission as P
from varde.care.alarms.rules.codes import Fault
from varde.care.alarms.rules.signal import Reason, Unreadable, device_key
from varde.foundation.authorisation import requires
from varde.foundation.ids import new_id
from varde.foundation.outbox.models import Pulse
from varde.foundation.signallog.signal import UNDECRYPTABLE, Signal
from varde.kernel.actor import Actor

PUT_OFF = timedelta(seconds=30)


def _raise(fault: Fault, about: str, device: str, now: datetime) -> Alarm | None:
    """One open technical alarm per matter. None when it stands already: then it is new again if it was laid down."""
    known = standing(key_of(about, fault))
    if known is not None:
        wake(known, now)
        return None
    return raise_fault(new_id(), owner_of_strangers(), fault, about, device, None, now)


@requires(P.READ_SIGNALS)
def read_broken(actor: Actor, *, signal: Signal, now: datetime) -> int:
    """A signal that our own code failed on: an urgent technical alarm for each device that can be told from it, else for its
    source, and its readings, so that it is not lost. One more from the same device is laid to the alarm that stands.

    One that no key of ours opens has the technical alarm, under another key, but no reading: a worker that starts with
    the right key finds it unread, and then it opens the alarm it asked for, as of when it came. One that is damaged for
    good is told of again at every start."""
    heard = _heard(signal)
    if signal.note == UNDECRYPTABLE:
        _broken(replace(heard[0], id=new_id()), now)
        return 0
    loud = [one for one in heard if not is_quiet(one)] or heard[:1]
    for one in heard:
        alarm, opened = _broken(one, now) if one in loud else (None, False)
        laid = Outcome.OPENED if opened else Outcome.EXTENDED
        Reading.objects.create(
            id=one.id,
            signal=signal.id,
            source=signal.source_id,
            received_at=signal.received_at,
            read_at=now,
            outcome=laid if alarm else Outcome.HEARTBEAT,
            alarm=alarm,
            repeat_key="",
        )
    return 1


def _heard(signal: Signal) -> list[Heard]:
    """What the signal says, as far as it can still be read."""
    try:
        return parts(signal)
    except Exception:  # part of the worker's loop: the adapter itself may be what fails
        return [Heard(signal.id, signal, Unreadable(Reason.NOT_THE_FORMAT, len(signal.raw)))]


def _broken(one: Heard, now: datetime) -> tuple[UUID, bool]:
    """The alarm about it, and whether it was opened by this."""
    about = f"{one.stored.source_id}:{device_key(one.said.device)}"
    known = standing(key_of(about, Fault.UNREADABLE))
    if known is not None:
        count(known, one.stored.id, now)
        return known.pk, False
    owner, device = owner_of_strangers(), one.said.device
    return raise_fault(one.id, owner, Fault.UNREADABLE, about, device, one.stored.id, now).pk, True


@requires(P.ESCALATE)
def tell_of_silence(actor: Actor, *, process: str, since: datetime, now: datetime) -> bool:
    """A process has given no sign of life, and no other of its kind has taken its place. Told of once: the pulse goes."""
    gone, _ = Pulse.objects.filter(name=process, beat_at=since).delete()
    kind = process.split(":")[0]
    if Pulse.objects.filter(name__startswith=f"{kind}:", beat_at__gt=since).exists():
        return False
    return bool(gone) and _raise(Fault.WORKER_STALE, kind, process, now) is not None


@requires(P.ESCALATE)
def tell_of_stuck(actor: Actor, *, subscriber: str, now: datetime) -> bool:
    """News inside Varde does not get through: somebody has to look."""
    return _raise(Fault.WORKER_STALE, f"outbox:{subscriber}", subscriber, now) is not None


@requires(P.ESCALATE, about="alarm_id")
def put_off(actor: Actor, *, alarm_id: UUID, now: datetime) -> int:
    """A step that failed is tried again in half a minute, and leaves the others in peace meanwhile."""
    return Alarm.objects.filter(pk=alarm_id, due_at__isnull=False).update(due_at=now + PUT_OFF)
