"""Tickets and agreements for tests, made past the guard."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from varde.foundation.ids import new_id
from varde.foundation.ownership import scope
from varde.governance.support.models import Route, ServiceLevel, Ticket
from varde.ground.organisations.testing import Organisation

__all__ = [
    "MONDAY",
    "Route",
    "ServiceLevel",
    "Ticket",
    "make_level",
    "make_route",
    "make_supplier",
    "make_ticket",
]

MONDAY = datetime(2026, 11, 9, 9, tzinfo=UTC)
"""Monday 9 November 2026 at 10:00 in Norway."""


def make_supplier(name: str = "Fjellvakt AS") -> Organisation:
    return Organisation.objects.create(kind="supplier", name=name)


def make_level(owner: Organisation, supplier: Organisation | None = None, **columns: Any) -> ServiceLevel:
    """08–16 on weekdays; serious tickets: answer in 2 hours, solution in 8. The others are not promised."""
    given = {
        "name": "Støtte",
        "opens_at": time(8),
        "closes_at": time(16),
        "serious_respond": 2,
        "serious_solve": 8,
        **columns,
    }
    with scope(frozenset({owner.pk})):
        return ServiceLevel.objects.create(owner=owner, supplier=supplier or make_supplier(), **given)


def make_route(owner: Organisation, who: str = "Tekniker", **columns: Any) -> Route:
    with scope(frozenset({owner.pk})):
        return Route.objects.create(owner=owner, who=who, **columns)


def make_ticket(owner: Organisation, *, reported_at: datetime = MONDAY, **columns: Any) -> Ticket:
    """A new, serious ticket about a dispenser, reported by nobody in particular."""
    with scope(frozenset({owner.pk})):
        given = {
            "number": Ticket.objects.count() + 1,
            "discovered_by": "service",
            "technology": "dispenser",
            "problem": "power",
            "what": "Lader ikke",
            "criticality": "serious",
            "reported_by": new_id(),
            "reporter_name": "Bo Berg",
            **columns,
        }
        return Ticket.objects.create(owner=owner, reported_at=reported_at, moved_at=reported_at, **given)
