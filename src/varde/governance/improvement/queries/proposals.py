"""Proposals as rows, as value × effort, and what waits for somebody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from varde.foundation.authorisation import requires
from varde.governance.improvement.models import Proposal, ProposalEntry
from varde.governance.improvement.permissions import ImprovementPermission as P
from varde.governance.improvement.rules.lifecycle import OPEN, UNDECIDED, State
from varde.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Grid:
    """`cells`: (value, effort) → proposals. `unweighed`: how many lack one of the two numbers."""

    cells: Mapping[tuple[int, int], Sequence[Proposal]]
    unweighed: int


@requires(P.VIEW)
def proposals(actor: Actor) -> QuerySet[Proposal]:
    """Newest first."""
    rows = Proposal.objects.select_related("owner", "responsible", "deputy", "session")
    return rows.order_by("-raised_at", "-pk")


@requires(P.VIEW)
def proposal(actor: Actor, *, proposal_id: UUID) -> Proposal:
    return get_object_or_404(proposals(actor), pk=proposal_id)


@requires(P.VIEW)
def entries(actor: Actor, *, proposal_id: UUID) -> QuerySet[ProposalEntry]:
    """What has happened to one proposal, oldest first."""
    return ProposalEntry.objects.filter(proposal=proposal_id).order_by("at", "pk")


@requires(P.VIEW)
def grid(actor: Actor, *, states: frozenset[State] = OPEN) -> Grid:
    """Proposals in these states, by what they give and what they cost."""
    cells: dict[tuple[int, int], list[Proposal]] = {}
    unweighed = 0
    for row in Proposal.objects.filter(state__in=states).order_by("title", "pk"):
        if row.value is None or row.effort is None:
            unweighed += 1
        else:
            cells.setdefault((row.value, row.effort), []).append(row)
    return Grid(cells, unweighed)


def undecided(today: date) -> Q:
    """Nobody has decided, or it was put off until a day that has come."""
    return Q(state=State.NEW) | Q(state__in=UNDECIDED, look_again_on__lte=today)
