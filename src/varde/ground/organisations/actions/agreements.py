"""Starting and ending cooperation agreements."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404

from varde.foundation.authorisation import requires
from varde.foundation.outbox import post
from varde.ground.organisations.events import AgreementLapsed
from varde.ground.organisations.models import Agreement
from varde.ground.organisations.permissions import OrganisationPermission as P
from varde.kernel.actor import Actor
from varde.kernel.clock import local


@dataclass(frozen=True, slots=True)
class Blocker:
    """Something that still points at the centre: what it is, how many, and where to mend it."""

    what: str
    count: int
    url: str = ""


class AgreementStillInUse(Exception):
    def __init__(self, blockers: Sequence[Blocker]) -> None:
        super().__init__("agreement still in use")
        self.blockers = tuple(blockers)


# Filled by config/gates.py: (provider id, client id, now) -> what still points at the provider.
Gate = Callable[[UUID, UUID, datetime], Sequence[Blocker]]
ending_gates: list[Gate] = []


def _only_where_allowed(actor: Actor, client_id: UUID) -> None:
    if not actor.may(P.MANAGE_AGREEMENTS, client_id):
        raise PermissionDenied


@requires(P.MANAGE_AGREEMENTS)
def start_agreement(actor: Actor, *, values: dict[str, Any]) -> Agreement:
    """The client opens its own door: only who manages agreements there may start one."""
    _only_where_allowed(actor, values["client"].pk)
    return Agreement.objects.create(**values)


@requires(P.NOTICE_LAPSES)
def notice_lapses(actor: Actor, *, now: datetime) -> int:
    """Every agreement that has lapsed is told of once a day, until somebody has ended or renewed it."""
    today = local(now).date()
    untold = Q(told_on__isnull=True) | Q(told_on__lt=today)
    rows = Agreement.objects.filter(untold, ended_at__isnull=True, ends_at__lte=now)
    for row in rows:
        if Agreement.objects.filter(untold, pk=row.pk).update(told_on=today):
            post.publish(AgreementLapsed(row.pk, today.isoformat()), now=now)
    return len(rows)


@requires(P.MANAGE_AGREEMENTS, about="agreement_id")
def end_agreement(actor: Actor, *, agreement_id: UUID, now: datetime) -> Agreement:
    """Refused while units, plans or keys still point at the provider. There is no override."""
    agreement = get_object_or_404(
        Agreement.objects.select_for_update(), pk=agreement_id, client__in=actor.where(P.MANAGE_AGREEMENTS)
    )
    blockers = [b for gate in ending_gates for b in gate(agreement.provider_id, agreement.client_id, now)]
    if blockers:
        raise AgreementStillInUse(blockers)
    agreement.ended_at = now
    agreement.save(update_fields=["ended_at"])
    return agreement
