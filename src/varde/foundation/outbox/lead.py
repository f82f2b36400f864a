"""One leader at a time for jobs that need order, and the pulse of each process."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from varde.foundation.outbox.models import Lease, Pulse


def lead(name: str, *, holder: str, now: datetime, hold: timedelta) -> bool:
    """Take or keep the lease. False when somebody else holds it."""
    mine = Q(holder=holder) | Q(until__lt=now)
    if Lease.objects.filter(mine, pk=name).update(holder=holder, until=now + hold):
        return True
    if Lease.objects.filter(pk=name).exists():
        return False
    try:
        with transaction.atomic():
            Lease.objects.create(name=name, holder=holder, until=now + hold)
    except IntegrityError:
        return False
    return True


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
