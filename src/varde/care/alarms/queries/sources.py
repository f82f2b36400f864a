"""Who may send, and the raw bytes behind an alarm."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from varde.care.alarms.models import Alarm, AlarmEvent, Source
from varde.care.alarms.permissions import AlarmPermission as P
from varde.foundation.authorisation import requires, unguarded
from varde.foundation.ownership import scope
from varde.foundation.signallog import port
from varde.foundation.signallog.signal import Signal
from varde.kernel.actor import EVERYWHERE, Actor


@dataclass(frozen=True, slots=True)
class KnownSource:
    """One sender as the intake needs it. Hashes only; `addresses` are networks in CIDR form."""

    id: UUID
    name: str
    key_hash: str
    addresses: tuple[str, ...]
    digest_user: str
    digest_md5: str
    digest_sha256: str
    reply: str
    operator_line: str
    is_active: bool


@unguarded("source key")
def intake_sources() -> tuple[str, list[KnownSource]]:
    """Every source with a version that changes whenever one of them does, whatever the clock said then. Asked by the intake
    twice a second."""
    with scope(EVERYWHERE):
        rows = [
            KnownSource(
                row.pk,
                row.name,
                row.key_hash,
                tuple(row.addresses),
                row.digest_user,
                row.digest_md5,
                row.digest_sha256,
                row.reply,
                row.operator_line,
                row.is_active,
            )
            for row in Source.objects.order_by("pk")
        ]
    return hashlib.sha256(repr(rows).encode()).hexdigest(), rows


@requires(P.MANAGE_SOURCES)
def sources(actor: Actor) -> QuerySet[Source]:
    return Source.objects.select_related("owner").order_by("owner__name", "name")


@requires(P.VIEW_RAW, about="alarm_id")
def raw_signal(actor: Actor, *, alarm_id: UUID) -> list[Signal]:
    """The stored signals behind one alarm, decrypted, oldest first. Every look is logged."""
    if not Alarm.objects.filter(pk=alarm_id).exists():
        raise Http404
    keys = set(
        AlarmEvent.objects.filter(alarm=alarm_id, signal__isnull=False).values_list("signal", flat=True)
    )
    log = port.open_log()
    try:
        return log.get(sorted(keys))
    finally:
        log.close()
