"""Rota rows for tests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from varde.care.rota.models import ContactMethod, DutyCheckIn, Pool, Shift
from varde.foundation.accounts.models import User
from varde.foundation.ids import new_id
from varde.foundation.ownership import scope
from varde.ground.organisations.testing import Membership, Organisation, make_membership

__all__ = ["Pool", "check_in", "make_contact_method", "make_pool", "make_shift"]


def make_pool(
    owner: Organisation, name: str = "Nattpatruljen", *, kind: str = "dispatch", **values: Any
) -> Pool:
    with scope(frozenset({owner.pk})):
        return Pool.objects.create(owner=owner, name=name, kind=kind, **values)


def make_shift(pool: Pool, starts_at: datetime, ends_at: datetime, *, user: User | None = None) -> Shift:
    with scope(frozenset({pool.owner_id})):
        return Shift.objects.create(
            owner_id=pool.owner_id, pool=pool, starts_at=starts_at, ends_at=ends_at, user=user
        )


def make_contact_method(
    owner: Organisation, address: str, *, kind: str = "voice", is_ringing: bool = True, **of: Any
) -> ContactMethod:
    """`of` is `user=…` or `pool=…`, and perhaps `order`."""
    with scope(frozenset({owner.pk})):
        return ContactMethod.objects.create(
            owner=owner, address=address, kind=kind, is_ringing=is_ringing, **of
        )


def check_in(
    pool: Pool, at: datetime, *, user: User | None = None, until: datetime | None = None, phone: str = ""
) -> DutyCheckIn:
    """Somebody is on duty from `at`; a new person if none is given. Whoever is on duty works at the pool's owner."""
    user = user or User.objects.create(email=f"{new_id()}@example.org", name="Vakt Vaktesen")
    if not Membership.objects.filter(user=user, organisation=pool.owner_id).exists():
        make_membership(user, pool.owner, "home_care")
    with scope(frozenset({pool.owner_id})):
        return DutyCheckIn.objects.create(
            owner_id=pool.owner_id, pool=pool, user=user, checked_in_at=at, checked_out_at=until, phone=phone
        )
