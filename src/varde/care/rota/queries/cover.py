"""The coming days of a pool: when nobody, or fewer than the minimum, is on a shift."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.shortcuts import get_object_or_404

from varde.care.rota.models import Pool
from varde.care.rota.permissions import RotaPermission as P
from varde.care.rota.queries.facts import Facts, service_hours
from varde.care.rota.rules.duty import Level
from varde.care.rota.rules.holes import HORIZON, Stretch, coming, stretches, uncovered
from varde.care.rota.rules.standing import State
from varde.foundation.authorisation import requires
from varde.kernel.actor import Actor
from varde.kernel.band import instant_at
from varde.kernel.clock import local
from varde.kernel.period import Period

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayCover:
    """One calendar day in the window; a day of a clock change has 23 or 25 hours."""

    day: date
    parts: tuple[Stretch, ...]
    nobody: timedelta
    too_few: timedelta


@dataclass(frozen=True, slots=True)
class Cover:
    """Exact: `nobody` and `too_few` are real time, also over a clock change."""

    pool_id: UUID
    window: Period
    holes: tuple[Stretch, ...]
    nobody: timedelta
    too_few: timedelta
    days: tuple[DayCover, ...]


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A pool that lacks people: `is_hole` now, or `nobody` real time of the coming days, from `since` on."""

    pool_id: UUID
    owner_id: UUID
    name: str
    is_hole: bool
    since: datetime
    nobody: timedelta


def _by_day(parts: Sequence[Stretch], window: Period) -> tuple[DayCover, ...]:
    assert window.end is not None
    day, last, found = local(window.start).date(), local(window.end).date(), []
    while day <= last:
        midnight = Period(instant_at(day, time()), instant_at(day + DAY, time()))
        cut = [
            Stretch(part.pool, inside, part.planned, part.level)
            for part in parts
            if (inside := part.period.intersection(midnight)) is not None
        ]
        if cut:
            found.append(DayCover(day, tuple(cut), uncovered(cut), uncovered(cut, Level.TOO_FEW)))
        day += DAY
    return tuple(found)


@requires(P.VIEW)
def holes(actor: Actor, *, pool_id: UUID, now: datetime, days: int = 14) -> Cover:
    """When the plan leaves the pool without people, from now and `days` times 24 hours on. Http404 if foreign."""
    pool = get_object_or_404(Pool, pk=pool_id)
    window = coming(now, timedelta(days=days))
    facts = Facts.around([pool], now=now, until=window.end)
    parts = stretches(
        pool.pk,
        facts.shifts[pool.pk],
        window=window,
        minimum=pool.minimum,
        service=service_hours(pool, window),
    )
    lacking = tuple(part for part in parts if part.level is not Level.ENOUGH)
    return Cover(
        pool.pk,
        window,
        lacking,
        uncovered(lacking),
        uncovered(lacking, Level.TOO_FEW),
        _by_day(parts, window),
    )


@requires(P.VIEW)
def planned_ahead(
    actor: Actor, *, pool_ids: Iterable[UUID], now: datetime, days: int = HORIZON.days
) -> dict[UUID, tuple[Period, ...]]:
    """When somebody is on a shift in each pool, from now and `days` times 24 hours on, in two queries. Foreign: left out."""
    pools = list(Pool.objects.filter(pk__in=set(pool_ids)))
    window = coming(now, timedelta(days=days))
    facts = Facts.around(pools, now=now, until=window.end)
    found = {}
    for pool in pools:
        hours = service_hours(pool, window)
        parts = stretches(pool.pk, facts.shifts[pool.pk], window=window, service=hours)
        found[pool.pk] = tuple(Period.merge(part.period for part in parts if part.planned))
    return found


@requires(P.MANAGE)
def uncovered_ahead(actor: Actor, *, now: datetime, days: int = HORIZON.days) -> list[Uncovered]:
    """The active pools that the actor answers for and that lack people now or soon, in three queries."""
    pools = list(Pool.objects.filter(is_active=True).order_by("name", "pk"))
    window = coming(now, timedelta(days=days))
    facts = Facts.around(pools, now=now, until=window.end)
    found = [_lacks(pool, facts, window) for pool in pools]
    return [one for one in found if one is not None]


def _lacks(pool: Pool, facts: Facts, window: Period) -> Uncovered | None:
    stands = facts.standing_of(pool)
    hours = service_hours(pool, window)
    parts = stretches(pool.pk, facts.shifts[pool.pk], window=window, minimum=pool.minimum, service=hours)
    empty = [part for part in parts if part.level is Level.NOBODY]
    is_hole = stands.state is State.UNCOVERED
    if not empty and not is_hole:
        return None
    since = stands.since if is_hole and stands.since else empty[0].period.start if empty else window.start
    return Uncovered(pool.pk, pool.owner_id, pool.name, is_hole, since, uncovered(empty))
