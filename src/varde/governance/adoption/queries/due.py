"""What should have been done: a unit that was to start, an evaluation that was to be held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from varde.foundation.authorisation import requires
from varde.governance.adoption.models import Introduction, IntroductionUnit
from varde.governance.adoption.permissions import AdoptionPermission as P
from varde.governance.adoption.rules.lifecycle import OPEN, State
from varde.governance.adoption.rules.turns import Stand
from varde.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Due:
    """`unit`: the one that should start, "" where it is an evaluation. `waits_for`: the unit that must write what was
    learned first."""

    introduction: Introduction
    due_on: date
    unit: str = ""
    waits_for: str = ""


def _mine(actor: Actor) -> QuerySet[Introduction]:
    """Those that the actor is responsible or deputy for, and those of the organisations where they lead."""
    named = Q(responsible=actor.id) | Q(deputy=actor.id)
    return Introduction.objects.filter(named | Q(owner__in=actor.where(P.LEAD)))


@requires(P.VIEW)
def due(actor: Actor, *, until: date) -> list[Due]:
    """What waits for this person by that day, the oldest first. Two queries."""
    evaluate = _mine(actor).filter(state__in=[*OPEN, State.OPERATION], evaluate_on__lte=until)
    found = [Due(row, row.evaluate_on) for row in evaluate.select_related("owner") if row.evaluate_on]
    rows = IntroductionUnit.objects.filter(
        introduction__in=_mine(actor).filter(state__in=OPEN), is_dropped=False
    ).select_related("introduction", "introduction__owner")
    by_introduction: dict[UUID, list[IntroductionUnit]] = {}
    for row in rows.order_by("planned_on", "pk"):
        by_introduction.setdefault(row.introduction_id, []).append(row)
    for units in by_introduction.values():
        waits_for = next((one.name for one in units if one.fact.stand is Stand.STARTED), "")
        found += [
            Due(one.introduction, one.planned_on, one.name, waits_for)
            for one in units
            if one.fact.stand is Stand.PLANNED and one.planned_on <= until
        ]
    return sorted(found, key=lambda one: one.due_on)
