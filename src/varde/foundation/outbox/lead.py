"""One leader at a time for jobs that need order, and the pulse of each process."""

from __future__ import annotations

import os
import socket
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from varde.foundation.outbox.models import Lease, Pulse


def process(kind: str) -> str:
    """The name of this process ("worker:host:4711"), for leases and pulses. Asked where it is used: a fork has its own."""
    return f"{kind}:{socket.gethostname()}:{os.getpid()}"


def lead(name: str, *, holder: str, now: datetime, hold: timedelta) -> bool:
    """Take or keep the lease. False when somebody else holds it.

    A holder that was killed on this machine is not waited for; one on another machine until its lease runs out."""
    mine = Q(holder=holder) | Q(until__lt=now)
    if Lease.objects.filter(mine, pk=name).update(holder=holder, until=now + hold):
        return True
    other = Lease.objects.filter(pk=name).values_list("holder", flat=True).first()
    if other is not None:
        dead = Lease.objects.filter(pk=name, holder=other)
        return _is_gone(other) and bool(dead.update(holder=holder, until=now + hold))
    try:
        with transaction.atomic():
            Lease.objects.create(name=name, holder=holder, until=now + hold)
    except IntegrityError:
        return False
    return True


def _is_gone(holder: str) -> bool:
    """Whether a process of this machine has ended. False for one that cannot be asked."""
    host, _, pid = holder.partition(":")[2].rpartition(":")
    if host != socket.gethostname() or not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def beat(name: str, *, now: datetime, **detail: Any) -> None:
    Pulse.objects.update_or_create(name=name, defaults={"beat_at": now, "detail": detail})


def gone(name: str) -> None:
    """A process that ends as it should takes its pulse with it, so that nobody misses it."""
    Pulse.objects.filter(pk=name).delete()


def silent(*, now: datetime, longer_than: timedelta, prefix: str = "") -> list[Pulse]:
    """Processes that have not given a sign of life."""
    return list(Pulse.objects.filter(beat_at__lt=now - longer_than, name__startswith=prefix).order_by("name"))


def pulses() -> list[Pulse]:
    return list(Pulse.objects.order_by("name"))
