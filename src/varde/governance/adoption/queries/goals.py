"""The national goals, and how organisations and the region stand to them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from varde.foundation.authorisation import requires
from varde.governance.adoption.models import GoalStatus
from varde.governance.adoption.permissions import AdoptionPermission as P
from varde.governance.adoption.queries.content import national
from varde.governance.adoption.rules.codes import Reached
from varde.governance.adoption.rules.content import National
from varde.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class GoalSeen:
    """A goal with the newest status of each organisation, and how many stand where."""

    goal: National
    newest: tuple[GoalStatus, ...]

    def count(self, reached: Reached) -> int:
        return sum(one.reached == reached for one in self.newest)


@requires(P.COMPARE)
def goals(actor: Actor) -> list[GoalSeen]:
    """All national goals. One query."""
    rows = GoalStatus.objects.select_related("owner").order_by("measured_on", "pk")
    newest = {(row.goal, row.owner_id): row for row in rows}
    return [
        GoalSeen(
            one,
            tuple(
                sorted(
                    (row for (goal, _owner), row in newest.items() if goal == one.goal),
                    key=lambda row: row.owner.name,
                )
            ),
        )
        for one in national()
    ]


@requires(P.COMPARE)
def goal_statuses(actor: Actor) -> QuerySet[GoalStatus]:
    return GoalStatus.objects.select_related("owner").order_by("goal", "-measured_on", "owner__name", "pk")
