"""How those on duty are reached: what the alarms ring."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.shortcuts import get_object_or_404

from varde.care.rota.models import Channel, ContactMethod, DutyCheckIn, Pool, PoolKind
from varde.care.rota.permissions import RotaPermission as P
from varde.care.rota.queries.facts import Facts
from varde.care.rota.rules.duty import call_order
from varde.foundation.authorisation import requires
from varde.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Line:
    """One way to reach somebody. `kind`: voice, app, sms, email. `is_ringing`: makes a sound that wakes."""

    kind: str
    address: str
    is_ringing: bool


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who is called, with the ringing lines first. `user_id` None is the pool's own duty phone."""

    pool_id: UUID
    user_id: UUID | None
    name: str
    lines: tuple[Line, ...]

    @property
    def can_ring(self) -> bool:
        return any(line.is_ringing for line in self.lines)


@dataclass(frozen=True, slots=True)
class Reach:
    """`receivers` in calling order; empty is a hole: go on to the next step at once.

    `unmanned` are the duty phone's lines where nobody has checked in: ring them too, but never wait for them.
    """

    pool_id: UUID
    owner_id: UUID
    name: str
    receivers: tuple[Receiver, ...]
    unmanned: tuple[Line, ...]

    @property
    def is_hole(self) -> bool:
        return not any(receiver.can_ring for receiver in self.receivers)


def _lines(methods: Iterable[ContactMethod]) -> list[Line]:
    ordered = sorted(methods, key=lambda row: (not row.is_ringing, row.order, str(row.pk)))
    return [Line(row.kind, row.address, row.is_ringing) for row in ordered]


def _ring(number: str) -> list[Line]:
    return [Line(Channel.VOICE.value, number, True)] if number else []


def _once(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple({(line.kind, line.address): line for line in lines}.values())


class _Methods:
    """The active contact methods of some pools and people, in one query."""

    def __init__(self, pools: Sequence[Pool], users: Iterable[UUID]) -> None:
        self.by: dict[UUID, list[ContactMethod]] = defaultdict(list)
        wanted = Q(pool__in=[pool.pk for pool in pools]) | Q(user__in=list(users))
        for row in ContactMethod.objects.filter(wanted, is_active=True):
            self.by[row.pool_id or row.user_id].append(row)

    def of_pool(self, pool: Pool) -> tuple[Line, ...]:
        return _once([*_ring(pool.duty_phone), *_lines(self.by[pool.pk])])

    def of(self, row: DutyCheckIn, shared: tuple[Line, ...]) -> tuple[Line, ...]:
        """The person's own lines; what the pool shares already rings, and would be engaged."""
        own = _once([*_ring(row.phone), *_lines(self.by[row.user_id])])
        taken = {line.address for line in shared}
        return tuple(line for line in own if line.address not in taken)


def _reach(pools: Sequence[Pool], now: datetime) -> dict[UUID, Reach]:
    facts = Facts.around(pools, now=now)
    present = {pool.pk: facts.open_check_ins(pool) for pool in pools}
    methods = _Methods(pools, {user for rows in present.values() for user in rows})
    found = {}
    for pool in pools:
        came = call_order(facts.standing_of(pool).present, trained=frozenset())
        shared = methods.of_pool(pool)
        people = [
            Receiver(pool.pk, row.user_id, row.user.name, methods.of(row, shared))
            for each in came
            if (row := present[pool.pk].get(each.person)) is not None
        ]
        if people and shared:
            people.insert(0, Receiver(pool.pk, None, pool.name, shared))
        unmanned = () if people else shared
        found[pool.pk] = Reach(pool.pk, pool.owner_id, pool.name, tuple(people), unmanned)
    return found


@requires(P.REACH)
def reach(actor: Actor, *, pool_id: UUID, now: datetime) -> tuple[Receiver, ...]:
    """The pool's receivers in calling order: the duty phone first, then each person. Empty: a hole.

    Http404 for a foreign pool.
    """
    pool = get_object_or_404(Pool.objects.filter(is_active=True), pk=pool_id)
    return _reach([pool], now)[pool.pk].receivers


@requires(P.REACH)
def reach_many(actor: Actor, *, pool_ids: Iterable[UUID], now: datetime) -> dict[UUID, Reach]:
    """Many pools of many organisations in four queries. A pool that is gone or closed is not in the answer."""
    return _reach(list(Pool.objects.filter(pk__in=set(pool_ids), is_active=True)), now)


@requires(P.REACH)
def leaders_on_duty(actor: Actor, *, owner_id: UUID, now: datetime) -> tuple[Receiver, ...]:
    """The leaders on duty in one organisation, in calling order. Empty: use its last-resort receiver.

    An unmanned leader phone is among them, last: this is who is called when nobody else was there.
    """
    pools = Pool.objects.filter(owner=owner_id, kind=PoolKind.LEADER, is_active=True)
    found = _reach(list(pools.order_by("name")), now).values()
    manned = [receiver for each in found for receiver in each.receivers]
    spare = [Receiver(each.pool_id, None, each.name, each.unmanned) for each in found if each.unmanned]
    return (*manned, *spare)
