"""Checking in to a duty and out of it [påmelding til vakt], and the holes that are noticed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from varde.care.rota.events import HoleClosed, HoleOpened
from varde.care.rota.models import DutyCheckIn, Hole, Pool
from varde.care.rota.permissions import RotaPermission as P
from varde.care.rota.queries.facts import TICK, Facts
from varde.care.rota.rules.duty import Level, staffing
from varde.foundation.authorisation import requires
from varde.foundation.outbox.post import publish
from varde.ground.organisations import queries as organisations
from varde.kernel.actor import Actor

AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Leaves:
    """What a check-out leaves behind. `next_shift` is when somebody else is planned to be there, if at all."""

    level: Level
    present: int
    minimum: int
    next_shift: datetime | None


class LeavesUncovered(Exception):
    """Nobody, or fewer than the minimum, would be left. Call again with `confirmed=True` to check out."""

    def __init__(self, leaves: Leaves) -> None:
        super().__init__(leaves.level)
        self.leaves = leaves


@requires(P.CHECK_IN, about="pool_id")
def check_in(actor: Actor, *, pool_id: UUID, now: datetime, phone: str = "", device: str = "") -> DutyCheckIn:
    """The actor is on duty from now. Pressed twice it is still one check-in, with the first time.

    `phone` is the number of the phone in their hand, if it is not the pool's. Http404 for a foreign pool, and for one
    that is only seen by agreement: a centre's people cover a municipality from the centre's own pools.
    """
    home = organisations.places_of(actor, now=now).organisations
    pool = get_object_or_404(Pool.objects.filter(is_active=True, owner__in=home), pk=pool_id)
    row, made = DutyCheckIn.objects.get_or_create(
        pool=pool,
        user_id=actor.id,
        checked_out_at=None,
        defaults={"owner_id": pool.owner_id, "checked_in_at": now, "phone": phone, "device": device},
    )
    if not made and phone and row.phone != phone:
        row.phone, row.device = phone, device
        row.save(update_fields=["phone", "device"])
    return row


@requires(P.CHECK_IN, about="pool_id")
def check_out(
    actor: Actor, *, pool_id: UUID, now: datetime, confirmed: bool = False, user_id: UUID | None = None
) -> DutyCheckIn | None:
    """The actor is off duty from now; `user_id` is for a leader who checks out one who forgot.

    Raises LeavesUncovered unless confirmed. None if the person was not checked in (pressed twice).
    """
    pool = get_object_or_404(Pool.objects.select_for_update(of=("self",)), pk=pool_id)
    person = user_id or actor.id
    if person != actor.id and not actor.may(P.MANAGE, pool.owner_id):
        raise PermissionDenied
    row = DutyCheckIn.objects.filter(pool=pool, user_id=person, checked_out_at__isnull=True).first()
    if row is None:
        return None
    leaves = _leaves(pool, person, now)
    if leaves.level is not Level.ENOUGH and not confirmed:
        raise LeavesUncovered(leaves)
    row.checked_out_at, row.checked_out_by = max(now, row.checked_in_at + TICK), actor.id
    row.save(update_fields=["checked_out_at", "checked_out_by"])
    return row


def _leaves(pool: Pool, person: UUID, now: datetime) -> Leaves:
    facts = Facts.around([pool], now=now, until=now + AHEAD)
    left = staffing(facts.standing_of(pool, without=person).present, minimum=pool.minimum)
    coming = [s.period.start for s in facts.shifts[pool.pk] if s.period.start > now and s.person != person]
    return Leaves(left.level, left.present, pool.minimum, min(coming, default=None))


@requires(P.RUN, about="pool_id")
def open_hole(actor: Actor, *, pool_id: UUID, since: datetime, now: datetime) -> Hole:
    """Writes down that the pool is uncovered and tells it once; a hole that is open already stays as it is."""
    pool = get_object_or_404(Pool, pk=pool_id)
    row, made = Hole.objects.get_or_create(
        pool=pool,
        closed_at=None,
        defaults={"owner_id": pool.owner_id, "since": since, "noticed_at": now},
    )
    if made:
        publish(HoleOpened(pool.pk, since), now=now)
    return row


@requires(P.RUN, about="pool_id")
def close_hole(actor: Actor, *, pool_id: UUID, now: datetime) -> Hole | None:
    """The pool is covered again, or closed for the day. None if no hole was open."""
    row = Hole.objects.filter(pool=pool_id, closed_at__isnull=True).first()
    if row is None or not Hole.objects.filter(pk=row.pk, closed_at__isnull=True).update(closed_at=now):
        return None
    publish(HoleClosed(row.pool_id, row.since), now=now)
    row.closed_at = now
    return row
