"""Whether somebody can be sent to one person at every instant of a service's hours, as plans and rota stand now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from django.db.models import Q

from varde.care.alarms.models import PlanVersion
from varde.care.alarms.permissions import AlarmPermission as P
from varde.care.alarms.queries.switchboard import DISPATCH, OPERATORS, ROLE_OF_POOL, SUPPORT
from varde.care.alarms.rules.plan import PlanFault, Receiver, ReceiverKind, faults, holes
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
    window = Period(now, now + AHEAD)
    holidays = public_holidays(now.year, now.year + 1)
    wanted = Period.merge(one for band in hours for one in band.intervals(window, holidays))
    found = {fault for one in choices for _, fault in faults(one.plan, local(now).date())}
    staffed = _Staffed(owner_id, recipient_id, now, window)
    empty = holes(choices, str(recipient_id), wanted, cache(staffed.by)) if choices else tuple(wanted)
    return PlanCover(bool(choices), empty, tuple(sorted(found)))


@dataclass
class _Staffed:
    """When somebody is there for a receiver, by the plan of the rota."""

    owner: UUID
    recipient: UUID
    now: datetime
    window: Period

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
        worker = machine("alarm_worker")
        rows = people.kin_who_receive(worker, recipient_id=self.recipient, now=self.now)
        return any(ref in ("", str(one.id)) for one in rows)

    def _pools(self, kind: str, ref: str) -> tuple[Period, ...]:
        """The one that `ref` names, else all of that kind that serve the owner, as when it rings."""
        worker, role = machine("alarm_worker"), ROLE_OF_POOL[kind]
        given = organisations.providers_for(worker, clients=[self.owner], role=role, now=self.now)
        owners = (self.owner, *given.get(self.owner, ()))
        rows = rota.pools(worker).filter(owner__in=owners, kind=kind, is_active=True)
        keys = list(rows.values_list("pk", flat=True))
        named = [key for key in keys if str(key) == ref] or keys
        return tuple(Period.merge(one for key in named for one in self._manned(key)))

    def _manned(self, pool: UUID) -> list[Period]:
        cover = rota.holes(machine("alarm_worker"), pool_id=pool, now=self.now, days=AHEAD.days)
        return [part.period for day in cover.days for part in day.parts if part.planned]
