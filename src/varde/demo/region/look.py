"""What the simulator and the simulated staff see of the region, read past the guard. They act through it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Max

from varde.care.alarms.models import Alarm, AlarmEvent
from varde.care.alarms.rules.lifecycle import State
from varde.care.rota.models import DutyCheckIn, Pool
from varde.demo.region.staff import SIMULATED
from varde.demo.region.story import NAME as STORY_NAME
from varde.foundation.accounts.models import User
from varde.foundation.ownership import scope
from varde.ground.equipment.models import Item, ProductKind, Sharing
from varde.ground.organisations.models import Membership
from varde.kernel.actor import EVERYWHERE

__all__ = ["Duty", "Open", "ProductKind", "Unit", "duties", "open_alarms", "units", "user"]
SPEAKS: Final = (ProductKind.BASE_UNIT, ProductKind.MOBILE_ALARM, ProductKind.DISPENSER, ProductKind.LOCATOR)


@dataclass(frozen=True, slots=True)
class Unit:
    """A placed unit that sends, and what is connected to it. `source`: the key of the source it belongs to."""

    device: str
    kind: str
    source: UUID
    recipient: UUID
    name: str
    place: str
    has_fall: bool
    has_door: bool

    @property
    def is_of_the_story(self) -> bool:
        return self.name == STORY_NAME


@dataclass(frozen=True, slots=True)
class Open:
    """An alarm that is not closed. `moved_at`: its last event. `touched`: somebody of `visitors` has done something."""

    id: UUID
    owner: UUID
    state: str
    kind: str
    code: str
    opened_at: datetime
    moved_at: datetime
    held_by: UUID | None
    recipient_name: str
    touched: bool


@dataclass(frozen=True, slots=True)
class Duty:
    """One pool, who of it is checked in (person → since, simulated or not), and who could be."""

    pool: UUID
    owner: UUID
    owner_name: str
    name: str
    kind: str
    minimum: int
    present: dict[UUID, tuple[datetime, bool]]
    left: dict[UUID, datetime]
    staff: tuple[UUID, ...]


def units() -> list[Unit]:
    with scope(EVERYWHERE):
        rows = Sharing.objects.filter(ends_at__isnull=True, placement__ends_at__isnull=True)
        rows = rows.select_related("recipient", "placement__item__product", "placement__item__owner")
        shared = list(rows.order_by("pk"))
    beside: dict[UUID, set[str]] = {}
    for row in shared:
        beside.setdefault(row.recipient_id, set()).add(row.placement.item.product.kind)
    return [
        _unit(row, beside[row.recipient_id])
        for row in shared
        if row.placement.item.product.kind in SPEAKS and row.placement.item.source_id
    ]


def _unit(row: Sharing, beside: set[str]) -> Unit:
    item: Item = row.placement.item
    return Unit(
        device=item.device,
        kind=item.product.kind,
        source=item.source_id or UUID(int=0),
        recipient=row.recipient_id,
        name=row.recipient.name,
        place=item.owner.name,
        has_fall=ProductKind.FALL in beside,
        has_door=ProductKind.DOOR in beside,
    )


def open_alarms(visitors: frozenset[UUID] = frozenset()) -> list[Open]:
    with scope(EVERYWHERE):
        rows = list(
            Alarm.objects.exclude(state=State.CLOSED).select_related("recipient").order_by("opened_at")[:500]
        )
        keys = [row.pk for row in rows]
        seen = AlarmEvent.objects.filter(alarm__in=keys)
        last = dict(seen.values_list("alarm").annotate(at=Max("at")))
        touched = set(seen.filter(actor__in=visitors).values_list("alarm", flat=True))
    return [
        Open(
            row.pk,
            row.owner_id,
            row.state,
            row.kind,
            row.code,
            row.opened_at,
            last.get(row.pk, row.opened_at),
            row.held_by,
            row.recipient.name if row.recipient else "",
            row.pk in touched,
        )
        for row in rows
    ]


def duties(visitors: frozenset[UUID]) -> list[Duty]:
    """Every pool. Visitors who work in its unit are among its staff."""
    with scope(EVERYWHERE):
        pools = list(Pool.objects.filter(is_active=True).select_related("owner").order_by("pk"))
        came = list(DutyCheckIn.objects.filter(checked_out_at__isnull=True))
        gone = DutyCheckIn.objects.filter(user__in=visitors, checked_out_at__isnull=False)
        left = {
            (pool, user): at
            for pool, user, at in gone.values_list("pool", "user").annotate(at=Max("checked_out_at"))
        }
    members = list(
        Membership.objects.filter(ends_at__isnull=True)
        .order_by("user__email")
        .values_list("organisation", "unit", "role", "user")
    )
    return [
        Duty(
            pool.pk,
            pool.owner_id,
            pool.owner.name,
            pool.name,
            pool.kind,
            pool.minimum,
            {
                row.user_id: (row.checked_in_at, row.device == SIMULATED)
                for row in came
                if row.pool_id == pool.pk
            },
            {user: at for (key, user), at in left.items() if key == pool.pk},
            tuple(
                user
                for owner, unit, role, user in members
                if owner == pool.owner_id and _works(pool, unit, role)
            ),
        )
        for pool in pools
    ]


def _works(pool: Pool, unit: UUID | None, role: str) -> bool:
    return role == "unit_leader" if pool.kind == "leader" else unit is not None and unit == pool.unit_id


def user(key: UUID) -> User:
    return User.objects.get(pk=key)
