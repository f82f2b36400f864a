"""Saving pools, patterns, shifts and contact methods, and making shifts from patterns."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.shortcuts import get_object_or_404

from varde.care.rota.models import CAN_RING, ContactMethod, Pool, Shift, ShiftPattern
from varde.care.rota.permissions import RotaPermission as P
from varde.care.rota.queries.facts import repeating
from varde.care.rota.rules.pattern import occurrences
from varde.foundation.authorisation import requires
from varde.foundation.calendar import holidays_around
from varde.foundation.ownership import OwnedModel
from varde.kernel.actor import Actor
from varde.kernel.clock import local
from varde.kernel.period import Period

WEEKS_AHEAD = 8
Row = TypeVar("Row", bound=OwnedModel)


class ShiftHasEnded(ValueError):
    """What has been is not changed: the plan that was is part of what happened."""


def _filled(row: Row, values: dict[str, Any]) -> Row:
    """The row with the values; what hangs on a pool belongs to the pool's owner."""
    for name, value in values.items():
        setattr(row, name, value)
    pool = values.get("pool")
    if pool is not None:
        row.owner_id = pool.owner_id
    return row


@requires(P.MANAGE)
def save_pool(actor: Actor, *, row: Pool | None, values: dict[str, Any]) -> Pool:
    row = _filled(row or Pool(), values)
    row.save()
    return row


@requires(P.MANAGE)
def save_contact_method(
    actor: Actor, *, row: ContactMethod | None, values: dict[str, Any], now: datetime
) -> ContactMethod:
    """An address that is changed must be verified again; a kind that cannot ring is never marked as ringing."""
    before = row.address if row is not None else ""
    row = _filled(row or ContactMethod(), values)
    row.is_ringing = row.is_ringing and row.kind in CAN_RING
    if row.address != before:
        row.verified_at = values.get("verified_at")
    row.save()
    return row


@requires(P.MANAGE)
def save_pattern(
    actor: Actor, *, row: ShiftPattern | None, values: dict[str, Any], now: datetime
) -> ShiftPattern:
    """Saves the pattern and makes its coming shifts anew. Those changed or removed by hand stay."""
    row = _filled(row or ShiftPattern(), values)
    row.save()
    untouched = Shift.objects.filter(pattern=row, is_by_hand=False, removed_at__isnull=True)
    untouched.filter(starts_at__gt=now).delete()
    _make([row], now, WEEKS_AHEAD)
    return row


@requires(P.MANAGE)
def save_shift(actor: Actor, *, row: Shift | None, values: dict[str, Any], now: datetime) -> Shift:
    """Raises ShiftHasEnded for a shift that is over."""
    if row is not None and row.ends_at <= now:
        raise ShiftHasEnded
    row = _filled(row or Shift(), values)
    row.is_by_hand = True
    row.save()
    return row


@requires(P.MANAGE, about="shift_id")
def remove_shift(actor: Actor, *, shift_id: UUID, now: datetime) -> Shift:
    """The shift no longer stands; its row stays, so that its pattern does not make it again."""
    row: Shift = get_object_or_404(Shift.objects.filter(removed_at__isnull=True), pk=shift_id)
    if row.ends_at <= now:
        raise ShiftHasEnded
    row.removed_at = now
    row.save(update_fields=["removed_at"])
    return row


@requires(P.RUN)
def make_shifts(actor: Actor, *, now: datetime, weeks: int = WEEKS_AHEAD) -> int:
    """Shifts from every pattern for the coming weeks. Safe to repeat: each turn of a pattern is made once."""
    return _make(list(ShiftPattern.objects.filter(pool__is_active=True)), now, weeks)


def _make(rows: list[ShiftPattern], now: datetime, weeks: int) -> int:
    """Returns how many were new."""
    owners = {row.pk: row.owner_id for row in rows}
    window = Period(now, now + timedelta(weeks=weeks))
    turns = occurrences(repeating(rows), window=window, public=holidays_around(window))
    turns = [turn for turn in turns if turn.period.start > now]
    mine = Shift.objects.filter(pattern__in=list(owners), pattern_day__isnull=False)
    there = set(
        mine.filter(pattern_day__gte=(local(now) - timedelta(days=2)).date()).values_list(
            "pattern_id", "pattern_day"
        )
    )
    fresh = [
        Shift(
            owner_id=owners[turn.pattern],
            pool_id=turn.pool,
            user_id=turn.person,
            starts_at=turn.period.start,
            ends_at=turn.period.end,
            pattern_id=turn.pattern,
            pattern_day=turn.day,
        )
        for turn in turns
        if turn.period.end is not None and (turn.pattern, turn.day) not in there
    ]
    Shift.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)
