"""Whether somebody can be sent at every instant of a service's hours, as plans and rota stand now."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Self
from uuid import UUID

from django.db.models import Q

from varde.care.alarms.models import PlanVersion
from varde.care.alarms.permissions import AlarmPermission as P
from varde.care.alarms.queries.switchboard import DISPATCH, OPERATORS, ROLE_OF_POOL, SUPPORT
from varde.care.alarms.rules.plan import Choice, PlanFault, Receiver, ReceiverKind, faults, holes
from varde.care.rota import queries as rota
from varde.foundation.authorisation import machine, requires
from varde.foundation.calendar import public_holidays
from varde.ground.organisations import queries as organisations
from varde.ground.people import queries as people
from varde.kernel.actor import Actor
from varde.kernel.band import Band
from varde.kernel.clock import local
from varde.kernel.period import Period

AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class PlanCover:
    """`is_made`: there is a plan of the person's own or of the organisation's. `holes`: when nobody can be sent, in the
    coming 14 days. `faults`: what makes a plan in force unsafe today (an agreement with a contact has ended)."""

    is_made: bool
    holes: tuple[Period, ...]
    faults: tuple[PlanFault, ...]

    @property
    def is_whole(self) -> bool:
        return self.is_made and not self.holes and not self.faults


@requires(P.ESCALATE)
def plan_cover(
    actor: Actor, *, owner_id: UUID, recipient_id: UUID, hours: Sequence[Band], now: datetime
) -> PlanCover:
    """`hours`: the service hours, by the Norwegian clock. The shipped plan counts for nothing: nobody has chosen it."""
    theirs = Q(recipient=recipient_id) | Q(recipient__isnull=True)
    rows = PlanVersion.objects.filter(PlanVersion.in_force(now), theirs, owner=owner_id)
    choices = [row.choice() for row in rows.order_by("pk")]
    staffed = _Staffed(owner_id, recipient_id, now, _Manned.ahead([owner_id], now))
    return _cover(choices, staffed, hours)


@requires(P.PROVE)
def cover_of_owners(
    actor: Actor, *, owners: Collection[UUID], hours: Sequence[Band], now: datetime
) -> dict[UUID, PlanCover]:
    """The cover of each organisation's own plan for everybody, in a fixed number of queries."""
    rows = PlanVersion.objects.filter(
        PlanVersion.in_force(now), owner__in=owners, recipient__isnull=True
    ).order_by("pk")
    choices: dict[UUID, list[Choice]] = {owner: [] for owner in owners}
    for row in rows:
        choices[row.owner_id].append(row.choice())
    manned = _Manned.ahead(owners, now)
    return {owner: _cover(choices[owner], _Staffed(owner, None, now, manned), hours) for owner in choices}


def _cover(choices: Sequence[Choice], staffed: _Staffed, hours: Sequence[Band]) -> PlanCover:
    now = staffed.now
    holidays = public_holidays(now.year, now.year + 1)
    wanted = Period.merge(one for band in hours for one in band.intervals(staffed.window, holidays))
    found = {fault for one in choices for _, fault in faults(one.plan, local(now).date())}
    who = str(staffed.recipient or "")
    empty = holes(choices, who, wanted, cache(staffed.by)) if choices else tuple(wanted)
    return PlanCover(bool(choices), empty, tuple(sorted(found)))


@dataclass(frozen=True, slots=True)
class _Manned:
    """The active pools of each kind that serve some owners, and when each has somebody on a shift."""

    serving: Mapping[tuple[UUID, str], tuple[UUID, ...]]
    planned: Mapping[UUID, tuple[Period, ...]]

    @classmethod
    def ahead(cls, owners: Collection[UUID], now: datetime) -> Self:
        worker = machine("alarm_worker")
        by_kind = {
            kind: organisations.providers_for(worker, clients=owners, role=role, now=now)
            for kind, role in ROLE_OF_POOL.items()
        }
        given = {
            (owner, kind): (owner, *found.get(owner, ()))
            for kind, found in by_kind.items()
            for owner in owners
        }
        theirs = {one for several in given.values() for one in several}
        rows = rota.pools(worker).filter(owner__in=theirs, is_active=True).order_by("pk")
        pools = list(rows.values_list("pk", "owner", "kind"))
        serving = {
            (owner, kind): tuple(key for key, whose, what in pools if what == kind and whose in several)
            for (owner, kind), several in given.items()
        }
        planned = rota.planned_ahead(worker, pool_ids=[key for key, _, _ in pools], now=now, days=AHEAD.days)
        return cls(serving, planned)


@dataclass(frozen=True, slots=True)
class _Staffed:
    """When somebody is there for a receiver, by the plan of the rota. `recipient` None: anybody's, without contacts."""

    owner: UUID
    recipient: UUID | None
    now: datetime
    manned: _Manned

    @property
    def window(self) -> Period:
        return Period(self.now, self.now + AHEAD)

    def by(self, receiver: Receiver) -> tuple[Period, ...]:
        match receiver.kind:
            case ReceiverKind.POOL:
                return self._pools(SUPPORT if receiver.ref == SUPPORT else DISPATCH, receiver.ref)
            case ReceiverKind.CENTRE:
                return self._pools(OPERATORS, "")
            case ReceiverKind.CONTACT:
                return (self.window,) if self._contacts(receiver.ref) else ()
            case _:
                return ()

    def _contacts(self, ref: str) -> bool:
        if self.recipient is None:
            return False
        worker = machine("alarm_worker")
        rows = people.kin_who_receive(worker, recipient_id=self.recipient, now=self.now)
        return any(ref in ("", str(one.id)) for one in rows)

    def _pools(self, kind: str, ref: str) -> tuple[Period, ...]:
        """The one that `ref` names, else all of that kind that serve the owner, as when it rings."""
        keys = self.manned.serving[self.owner, kind]
        named = [key for key in keys if str(key) == ref] or keys
        return tuple(Period.merge(one for key in named for one in self.manned.planned[key]))
