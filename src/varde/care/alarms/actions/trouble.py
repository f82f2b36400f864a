"""Alarms that Varde raises about itself: a signal it fails on, a process that is silent, a message that is stuck."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from varde.care.alarms.actions.faults import raise_fault
from varde.care.alarms.actions.matching import Heard, is_quiet, owner_of_strangers
from varde.care.alarms.actions.read import parts
from varde.care.alarms.actions.stuck import note_failure
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
    loud = {one.id for one in heard if not is_quiet(one)} or {signal.id}
    for one in heard:
        alarm, opened = _broken(one, now) if one.id in loud else (None, False)
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


def _broken(one: Heard, now: datetime) -> tuple[UUID, bool]:
    device, owner = one.said.device, owner_of_strangers()
    about = f"{one.stored.source_id}:{device_key(device)}"
    return raise_fault(owner, Fault.UNREADABLE, about, now, device=device, heard=one)


def _heard(signal: Signal) -> list[Heard]:
    """What the signal says, as far as it can still be read."""
    try:
        return parts(signal)
    except Exception:  # part of the worker's loop: the adapter itself may be what fails
        return [Heard(signal.id, signal, Unreadable(Reason.NOT_THE_FORMAT, len(signal.raw)))]


@requires(P.ESCALATE)
def tell_of_silence(actor: Actor, *, process: str, since: datetime, now: datetime) -> bool:
    """A process has given no sign of life, and no other of its kind has taken its place. Told of once: the pulse goes."""
    gone, _ = Pulse.objects.filter(name=process, beat_at=since).delete()
    kind = process.split(":")[0]
    if Pulse.objects.filter(name__startswith=f"{kind}:", beat_at__gt=since).exists():
        return False
    return bool(gone) and _stale(kind, process, now)


@requires(P.ESCALATE)
def tell_of_stuck(actor: Actor, *, subscriber: str, now: datetime) -> bool:
    """News inside Varde does not get through: somebody has to look."""
    return _stale(f"outbox:{subscriber}", subscriber, now)


def _stale(about: str, device: str, now: datetime) -> bool:
    return raise_fault(owner_of_strangers(), Fault.WORKER_STALE, about, now, device=device)[1]


@requires(P.ESCALATE, about="alarm_id")
def put_off(actor: Actor, *, alarm_id: UUID, now: datetime) -> int:
    """A step that failed is tried again in half a minute, and leaves the others in peace meanwhile. One that fails again
    and again is told of."""
    rows = Alarm.objects.filter(pk=alarm_id, due_at__isnull=False)
    done = rows.update(due_at=now + PUT_OFF)
    for alarm in rows.defer("text", "plan"):  # what cannot be read may be what fails
        note_failure(alarm, now)
    return done
