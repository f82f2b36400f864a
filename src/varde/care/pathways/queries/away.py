"""Where a person is while a service is paused: for whoever gets an alarm about them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import get_language

from varde.care.pathways.models import Pause
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.queries.shipped import shipped_services
from varde.care.pathways.rules.lifecycle import Status
from varde.care.pathways.rules.places import Follows
from varde.foundation.authorisation import requires
from varde.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Away:
    """One absence, in the language of the page. `along`: the services whose equipment went with the person; `at_home`: those
    whose equipment did not.

    `place` is "" where nobody wrote it. Past `ends_at` the person should be back, and nobody has said so."""

    reason: str
    place: str
    ends_at: datetime
    is_over: bool
    along: tuple[str, ...]
    at_home: tuple[str, ...]


@requires(P.ASK)
def away_for(actor: Actor, *, recipient_ids: Collection[UUID], at: datetime) -> dict[UUID, tuple[Away, ...]]:
    """Pauses that have begun and are not resumed, those of one stay together. In one query."""
    rows = Pause.objects.select_related("case").filter(
        recipient__in=list(recipient_ids),
        starts_at__lte=at,
        resumed_at__isnull=True,
        case__status=Status.PAUSED.value,
    )
    found: dict[UUID, dict[tuple[str, str, datetime], Away]] = {}
    for row in rows.order_by("pk"):
        stays = found.setdefault(row.recipient_id, {})
        key = (row.reason, str(row.place), row.ends_at)
        one = stays.get(key) or Away(
            row.get_reason_display(), str(row.place), row.ends_at, row.ends_at <= at, (), ()
        )
        stays[key] = _with(one, row)
    return {key: tuple(stays.values()) for key, stays in found.items()}


def _with(one: Away, row: Pause) -> Away:
    service = shipped_services().get(row.case.service_type)
    name = (service.name.said_in(get_language() or "nb") if service else row.case.service_type,)
    if Follows.EQUIPMENT in row.follows:
        return replace(one, along=one.along + name)
    return replace(one, at_home=one.at_home + name)
