"""What should have been done: a unit that was to start, an evaluation that was to be held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from varde.foundation.authorisation import requires
from varde.governance.adoption.models import Introduction
from varde.governance.adoption.permissions import AdoptionPermission as P
from varde.governance.adoption.rules.codes import Technology
from varde.governance.adoption.rules.lifecycle import OPEN, State
from varde.governance.adoption.rules.turns import Stand, Unit
from varde.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Due:
    """`unit`: the one that should start, "" where it is an evaluation. `waits_for`: the unit that must write what was
    learned first."""

    introduction_id: UUID
    technology: Technology
    due_on: date
    unit: str = ""
    waits_for: str = ""


UNIT = ("pk", "name", "planned_on", "started_on", "evaluated_on", "learned", "is_dropped")


@requires(P.VIEW)
def due(actor: Actor, *, until: date) -> list[Due]:
    """What waits by that day, the oldest first, for those who are responsible or deputy, and for those who lead there.

    One query: every introduction with each of its units."""
    mine = Q(responsible=actor.id) | Q(deputy=actor.id) | Q(owner__in=actor.where(P.LEAD))
    when = Q(state__in=OPEN) | Q(state=State.OPERATION, evaluate_on__lte=until)
    rows = Introduction.objects.filter(mine & when).order_by("evaluate_on", "units__planned_on", "units__pk")
    known: dict[tuple[UUID, str, str, date | None], list[Unit]] = {}
    for *head, key, name, planned, started, evaluated, learned, dropped in rows.values_list(
        "pk", "technology", "state", "evaluate_on", *(f"units__{name}" for name in UNIT)
    ):
        units = known.setdefault(tuple(head), [])
        if key is not None:
            units.append(Unit(key, name, planned, started, evaluated, learned, dropped))
    found: list[Due] = []
    for (pk, technology, state, evaluate_on), units in known.items():
        if evaluate_on is not None and evaluate_on <= until:
            found.append(Due(pk, Technology(technology), evaluate_on))
        if state in OPEN:
            found += _units(pk, Technology(technology), units, until)
    return sorted(found, key=lambda one: one.due_on)


def _units(pk: UUID, technology: Technology, units: list[Unit], until: date) -> list[Due]:
    waits_for = next((one.name for one in units if one.stand is Stand.STARTED), "")
    return [
        Due(pk, technology, one.planned_on, one.name, waits_for)
        for one in units
        if one.stand is Stand.PLANNED and one.planned_on <= until
    ]
