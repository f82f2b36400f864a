"""Pools, shifts, patterns and contact methods as rows, and the pools of others that serve an organisation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from varde.care.rota.models import ContactMethod, DutyCheckIn, Pool, Shift, ShiftPattern
from varde.care.rota.permissions import RotaPermission as P
from varde.care.rota.queries.facts import Facts
from varde.care.rota.rules.standing import State
from varde.foundation.authorisation import machine, requires
from varde.ground.organisations.queries import agreements
from varde.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class SharedPool:
    """What a client may know of a centre's pool: that it is there and whether it is staffed, never who."""

    pool_id: UUID
    owner_id: UUID
    owner_name: str
    name: str
    kind: str
    state: State


@dataclass(frozen=True, slots=True)
class PoolIAmOn:
    """A pool that the actor is checked in to now."""

    id: UUID
    kind: str


@requires(P.VIEW)
def pools_i_am_on(actor: Actor) -> tuple[PoolIAmOn, ...]:
    """In one query: cheap enough for every page."""
    rows = DutyCheckIn.objects.filter(user_id=actor.id, checked_out_at__isnull=True, pool__is_active=True)
    return tuple(PoolIAmOn(*row) for row in rows.values_list("pool_id", "pool__kind"))


@requires(P.VIEW)
def pools(actor: Actor) -> QuerySet[Pool]:
    return Pool.objects.select_related("owner", "unit").order_by("owner__name", "name")


@requires(P.MANAGE)
def managed_pools(actor: Actor) -> QuerySet[Pool]:
    return Pool.objects.select_related("owner", "unit").order_by("owner__name", "name")


@requires(P.MANAGE)
def managed_shifts(actor: Actor) -> QuerySet[Shift]:
    return Shift.objects.filter(removed_at__isnull=True).select_related("pool", "user")


@requires(P.MANAGE)
def managed_patterns(actor: Actor) -> QuerySet[ShiftPattern]:
    return ShiftPattern.objects.select_related("pool", "user")


@requires(P.VIEW)
def shifts(actor: Actor) -> QuerySet[Shift]:
    """Shifts that stand, earliest first."""
    rows = Shift.objects.filter(removed_at__isnull=True).select_related("pool", "pool__owner", "user")
    return rows.order_by("starts_at", "pool__name", "pk")


@requires(P.VIEW)
def patterns(actor: Actor) -> QuerySet[ShiftPattern]:
    return ShiftPattern.objects.select_related("pool", "user").order_by("pool__name", "start_time", "pk")


@requires(P.MANAGE)
def contact_methods(actor: Actor) -> QuerySet[ContactMethod]:
    return ContactMethod.objects.select_related("pool", "user").order_by("pool__name", "user__name", "order")


@requires(P.RUN)
def shared_pools(actor: Actor, *, owner_ids: Iterable[UUID], now: datetime) -> tuple[SharedPool, ...]:
    """For the machine that answers `pools_serving`."""
    rows = Pool.objects.filter(owner__in=set(owner_ids), is_shared=True, is_active=True)
    rows = list(rows.select_related("owner").order_by("owner__name", "name"))
    facts = Facts.around(rows, now=now)
    return tuple(
        SharedPool(row.pk, row.owner_id, row.owner.name, row.name, row.kind, facts.standing_of(row).state)
        for row in rows
    )


@requires(P.VIEW)
def pools_serving(actor: Actor, *, now: datetime) -> tuple[SharedPool, ...]:
    """The shared pools of those who by an agreement in force do something for the actor's organisations."""
    in_force = Q(ended_at__isnull=True) & (Q(ends_at__isnull=True) | Q(ends_at__gt=now))
    rows = agreements(actor).filter(in_force, client__in=actor.where(P.VIEW), starts_at__lte=now)
    providers = set(rows.values_list("provider_id", flat=True))
    if not providers:
        return ()
    return shared_pools(machine("rota_worker"), owner_ids=providers, now=now)
