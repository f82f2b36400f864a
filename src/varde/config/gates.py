"""What stands in the way: each list is handed to the app that asks the question."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from varde.care.alarms import queries as alarms
from varde.care.rota import queries as rota
from varde.foundation.authorisation import machine
from varde.ground.equipment import queries as equipment
from varde.ground.equipment.queries import slots
from varde.ground.organisations import queries as organisations
from varde.ground.organisations.actions import agreements
from varde.ground.organisations.actions.agreements import Blocker

OPERATOR = "response_operator"


def _receives_otherwise(provider: UUID, client: UUID, now: datetime) -> bool:
    """Whether somebody else's operators, or the client's own, receive for the client."""
    worker = machine("alarm_worker")
    others = organisations.providers_for(worker, clients=[client], role=OPERATOR, now=now).get(client, ())
    own = rota.pools(worker).filter(owner=client, kind="operators", is_active=True).exists()
    return own or any(other != provider for other in others)


def _is_centre(provider: UUID, client: UUID, now: datetime) -> bool:
    worker = machine("alarm_worker")
    given = organisations.providers_for(worker, clients=[client], role=OPERATOR, now=now)
    return provider in given.get(client, ())


def units(provider: UUID, client: UUID, now: datetime) -> Sequence[Blocker]:
    """Equipment that would ring where nobody receives."""
    if not _is_centre(provider, client, now) or _receives_otherwise(provider, client, now):
        return ()
    count = equipment.placed_count(machine("alarm_worker"), owner_id=client, now=now)
    return (
        [Blocker(_("utplassert utstyr varsler til senteret"), count, reverse("equipment:items"))]
        if count
        else ()
    )


def plans(provider: UUID, client: UUID, now: datetime) -> Sequence[Blocker]:
    worker = machine("alarm_worker")
    pools = set(rota.pools(worker).filter(owner=provider).values_list("pk", flat=True))
    count = alarms.plans_that_ring(worker, owner_id=client, pools=pools)
    return [Blocker(_("varslingsplaner ringer et vaktlag hos senteret"), count)] if count else ()


def open_alarms(provider: UUID, client: UUID, now: datetime) -> Sequence[Blocker]:
    if not _is_centre(provider, client, now):
        return ()
    count = alarms.open_alarms_of(machine("alarm_worker"), owner_id=client)
    return [Blocker(_("alarmer er ikke avsluttet"), count)] if count else ()


ENDING_AN_AGREEMENT: tuple[agreements.Gate, ...] = (units, plans, open_alarms)


def heard(items: Collection[UUID], at: datetime) -> Mapping[UUID, datetime]:
    """When each item last gave a signal that somebody could see."""
    return alarms.last_heard(machine("alarm_worker"), items=items, at=at)


def install() -> None:
    slots.heard[:] = [heard]
    agreements.ending_gates[:] = ENDING_AN_AGREEMENT
