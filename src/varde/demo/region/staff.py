"""Accounts, roles, pools and the rota."""

from __future__ import annotations

import unicodedata
from datetime import date, time, timedelta
from typing import Final

from django.contrib.auth.hashers import make_password

from varde.care.rota.models import ContactMethod, DutyCheckIn, Pool, Shift, ShiftPattern
from varde.demo.region.names import Line, colleague, phone
from varde.demo.region.places import AGDER, HOLE, OUTSIDE, STORY
from varde.demo.region.plot import Ground, Plot
from varde.demo.region.rota import POOLS, TIMES, PoolShape, shifts_of
from varde.demo.region.visitors import VISITORS
from varde.foundation.accounts.models import User
from varde.ground.organisations.models import Membership

SIMULATED: Final = "Simulert"  # the device of a check-in that the demo made
LARGE: Final = 20_000  # inhabitants from which two are on each shift
ROLE_OF_UNIT: Final = {
    "care": "home_care",
    "night": "home_care",
    "desk": "response_operator",
    "technology": "superuser",
    "leader": "unit_leader",
}


def make(plot: Plot) -> None:
    users: list[User] = []
    members: list[Membership] = []
    lines: list[ContactMethod] = []
    for key, ground in plot.grounds.items():
        for unit, count in _numbers(key, ground).items():
            for turn in range(count):
                chance = plot.chance("staff", key, unit, turn)
                user = _account(colleague(chance), ground, unit, turn)
                users.append(user)
                ground.staff.setdefault(unit, []).append(user)
                members.append(_member(plot, user, ground, ROLE_OF_UNIT[unit], unit))
                lines.append(_line(ground, user, phone(Line.STAFF, plot.next_phone())))
    for visitor in VISITORS:
        ground = plot.grounds[visitor.where]
        user = _account(visitor.name, ground, "", 0)
        users.append(user)
        plot.visitors.append((user, visitor.title))
        members += [_member(plot, user, ground, role, visitor.unit) for role in visitor.roles]
        if visitor.has_phone:
            lines.append(_line(ground, user, phone(Line.VISITOR, plot.next_phone())))
        if visitor.unit:
            ground.staff.setdefault(f"visitor:{visitor.unit}", []).append(user)
    User.objects.bulk_create(users)
    Membership.objects.bulk_create(members)
    _pools(plot)
    ContactMethod.objects.bulk_create(lines)


def _numbers(key: str, ground: Ground) -> dict[str, int]:
    """How many work where."""
    if key in OUTSIDE:
        return {}
    if key == AGDER:
        return {"desk": 8, "leader": 1, "technology": 2}
    assert ground.place is not None
    large = ground.place.people >= LARGE
    numbers = {"care": 8 if large else 4, "night": 4 if large else 2, "leader": 1, "technology": 1}
    return {**numbers, "desk": 6} if "desk" in ground.units else numbers


def _account(name: str, ground: Ground, unit: str, turn: int) -> User:
    plain = _plain(name, ".")
    where = _plain(ground.place.name if ground.place else ground.organisation.name, "-")
    tail = f".{unit}{turn}" if unit else ""
    return User(email=f"{plain}{tail}@{where}.example", name=name, password=make_password(None))


def _plain(words: str, between: str) -> str:
    """For an address: small letters a to z."""
    plain = words.lower().replace("ø", "o").replace("æ", "ae").replace("å", "a")
    return unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode().replace(" ", between)


def _member(plot: Plot, user: User, ground: Ground, role: str, unit: str) -> Membership:
    began = plot.now - timedelta(days=400)
    return Membership(
        user=user,
        organisation=ground.organisation,
        role=role,
        unit=ground.units.get(unit),
        starts_at=began,
    )


def _line(ground: Ground, user: User, number: str) -> ContactMethod:
    return ContactMethod(
        owner=ground.organisation,
        user=user,
        kind="voice",
        address=number,
        is_ringing=True,
    )


def _pools(plot: Plot) -> None:
    pools: list[Pool] = []
    patterns: list[ShiftPattern] = []
    began = (plot.now - timedelta(days=60)).date()
    for ground in plot.grounds.values():
        for name, shape in POOLS.items():
            if shape.unit not in ground.staff:
                continue
            pool = _pool(plot, ground, shape)
            ground.pools[name] = pool
            pools.append(pool)
            patterns += _patterns(ground, pool, name, began)
    Pool.objects.bulk_create(pools)
    ShiftPattern.objects.bulk_create(patterns)
    Shift.objects.bulk_create(shifts_of(patterns, plot.now, plot.weeks))
    _check_ins(plot)


def _pool(plot: Plot, ground: Ground, shape: PoolShape) -> Pool:
    shared = shape.kind == "operators" and ground.place is None
    line = Line.VISITOR if ground.place and ground.place.number == STORY else Line.DUTY_PHONE
    return Pool(
        owner=ground.organisation,
        name=shape.name,
        kind=shape.kind,
        unit=ground.units.get(shape.unit),
        minimum=_at_once(ground, shape),
        duty_phone="" if shape.kind == "operators" else phone(line, plot.next_phone()),
        opens_at=shape.opens,
        closes_at=shape.closes,
        weekdays=shape.weekdays,
        is_shared=shared,
    )


def _at_once(ground: Ground, shape: PoolShape) -> int:
    if shape.kind == "operators":
        return 2
    large = ground.place is not None and ground.place.people >= LARGE
    return 2 if large and shape.kind == "dispatch" else 1


def _patterns(ground: Ground, pool: Pool, name: str, began: date) -> list[ShiftPattern]:
    """The rota is kept without names; who comes is seen by the check-in."""
    times: tuple[tuple[time, time], ...] = TIMES[name]
    return [
        ShiftPattern(
            owner=ground.organisation,
            pool=pool,
            weekdays=pool.weekdays,
            start_time=start,
            end_time=end,
            valid_from=began,
        )
        for start, end in times
        for _ in range(pool.minimum)
    ]


def _check_ins(plot: Plot) -> None:
    """Somebody of each pool that is open now; the simulated staff keep it so afterwards."""
    rows = []
    for key, ground in plot.grounds.items():
        for name, pool in ground.pools.items():
            if key == HOLE and pool.kind == "dispatch":
                continue
            shape = POOLS[name]
            if not shape.is_open(plot.now):
                continue
            people = ground.staff[shape.unit][: pool.minimum] + ground.staff.get(f"visitor:{shape.unit}", [])
            if key == STORY and pool.kind == "dispatch":
                people += [u for u in ground.staff.get("visitor:night", []) if u not in people]
            rows += [
                DutyCheckIn(
                    owner=ground.organisation,
                    pool=pool,
                    user=user,
                    checked_in_at=plot.now - timedelta(minutes=40),
                    device=SIMULATED,
                )
                for user in people
            ]
    DutyCheckIn.objects.bulk_create(rows)
