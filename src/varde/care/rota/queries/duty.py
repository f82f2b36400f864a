"""Who is on duty now. The check-in is the truth."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.shortcuts import get_object_or_404

from varde.care.rota.models import DutyCheckIn, Hole, Pool, Shift
from varde.care.rota.permissions import RotaPermission as P
from varde.care.rota.queries.facts import Facts
from varde.care.rota.rules.duty import EARLY, call_order
from varde.care.rota.rules.standing import Standing, State
from varde.foundation.authorisation import requires
from varde.ground.organisations import queries as organisations
from varde.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class OnDuty:
    """A person who is checked in. `until` is the end of their own shift, if the rota has names.

    `is_doubtful`: has probably forgotten to check out. Still called, but covers nothing.
    """

    user_id: UUID
    name: str
    since: datetime
    until: datetime | None
    is_doubtful: bool


@dataclass(frozen=True, slots=True)
class DutyNow:
    """One pool at an instant. `since` says how long it has been a hole; `missing`: shifts nobody
    came to. `is_noticed`: a hole has been written down and told, and is still open."""

    pool_id: UUID
    owner_id: UUID
    owner_name: str
    name: str
    kind: str
    kind_name: str
    state: State
    since: datetime | None
    present: tuple[OnDuty, ...]
    missing: int
    minimum: int
    is_noticed: bool

    @property
    def is_hole(self) -> bool:
        return self.state is State.UNCOVERED


@dataclass(frozen=True, slots=True)
class MyDuty:
    """What one person is on duty for, and what they may check in to; own shifts first."""

    on: tuple[DutyNow, ...]
    own: tuple[DutyNow, ...]
    others: tuple[DutyNow, ...]


def _people(facts: Facts, pool: Pool, stands: Standing) -> tuple[OnDuty, ...]:
    names = {row.user_id: row.user.name for row in facts.check_ins[pool.pk]}
    ends = {shift.id: shift.period.end for shift in facts.shifts[pool.pk]}
    return tuple(
        OnDuty(
            each.person,
            names[each.person],
            each.since,
            ends.get(each.shift) if each.shift else None,
            each.is_doubtful,
        )
        for each in call_order(stands.present, trained=frozenset())
    )


def _overview(pools: Iterable[Pool], now: datetime) -> list[DutyNow]:
    rows = list(pools)
    facts = Facts.around(rows, now=now)
    noticed = dict(
        Hole.objects.filter(pool__in=[row.pk for row in rows], closed_at__isnull=True).values_list(
            "pool", "since"
        )
    )
    found = []
    for pool in rows:
        stands = facts.standing_of(pool)
        since = noticed.get(pool.pk, stands.since) if stands.state is State.UNCOVERED else None
        found.append(
            DutyNow(
                pool.pk,
                pool.owner_id,
                pool.owner.name,
                pool.name,
                pool.kind,
                pool.get_kind_display(),
                stands.state,
                since,
                _people(facts, pool, stands),
                len(stands.missing),
                pool.minimum,
                pool.pk in noticed,
            )
        )
    return found


@requires(P.VIEW)
def on_duty(actor: Actor, *, pool_id: UUID, now: datetime) -> tuple[OnDuty, ...]:
    """Everyone checked in to the pool, in the order to call them. Empty: nobody. Http404 for a foreign pool."""
    pool = get_object_or_404(Pool.objects.filter(is_active=True), pk=pool_id)
    facts = Facts.around([pool], now=now)
    return _people(facts, pool, facts.standing_of(pool))


@requires(P.VIEW)
def duty_now(actor: Actor, *, now: datetime) -> tuple[DutyNow, ...]:
    """Every pool the actor may see, with who is on duty and where there is a hole; holes first."""
    pools = Pool.objects.filter(is_active=True).select_related("owner").order_by("owner__name", "name")
    return tuple(sorted(_overview(pools, now), key=lambda each: not each.is_hole))


@requires(P.VIEW)
def duty_of(actor: Actor, *, pool_id: UUID, now: datetime) -> DutyNow:
    """One pool now. Http404 for a foreign pool."""
    pool = get_object_or_404(Pool.objects.select_related("owner"), pk=pool_id)
    return _overview([pool], now)[0]


@requires(P.CHECK_IN)
def my_duty(actor: Actor, *, now: datetime) -> MyDuty:
    """For the check-in page: what I am on, what I have a shift in now or soon, and the other pools of my employers."""
    pools = Pool.objects.filter(is_active=True).select_related("owner").order_by("owner__name", "name")
    mine = Shift.objects.filter(
        user_id=actor.id, removed_at__isnull=True, starts_at__lte=now + EARLY, ends_at__gt=now
    )
    shifts = set(mine.values_list("pool_id", flat=True))
    open_rows = DutyCheckIn.objects.filter(user_id=actor.id, checked_out_at__isnull=True)
    on = set(open_rows.values_list("pool_id", flat=True))
    home = organisations.places_of(actor, now=now).organisations
    every = _overview(pools.filter(Q(owner__in=home) | Q(pk__in=on)), now)
    return MyDuty(
        tuple(each for each in every if each.pool_id in on),
        tuple(each for each in every if each.pool_id in shifts - on),
        tuple(each for each in every if each.pool_id not in shifts | on),
    )
