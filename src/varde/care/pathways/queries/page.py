"""The case page: what is missing now and who owns it, everything that waits, and what has been."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.shortcuts import get_object_or_404

from varde.care.pathways.models import (
    Adaptation,
    Case,
    CaseTask,
    Concern,
    Evaluation,
    GateLeave,
    Ground,
    HandOver,
    Letter,
    Pause,
)
from varde.care.pathways.models.task import WAITING
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.queries.deputies import responsible_now
from varde.care.pathways.queries.gates import END, START, Known, gate_steps, judged_for_page, leave_of
from varde.care.pathways.queries.near import _may_open
from varde.care.pathways.queries.timeline import Entry, Event, _timeline
from varde.care.pathways.rules.gates import Judged
from varde.care.pathways.rules.lifecycle import Move, Status, allowed
from varde.foundation.authorisation import requires
from varde.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything that one page shows. `missing` are the gates that are not met, those that stop first."""

    case: Case
    moves: frozenset[Move]
    which: str
    gates: tuple[Judged, ...]
    tasks: list[CaseTask]
    leaves: list[GateLeave]
    pause: Pause | None
    ground: Ground | None
    adaptations: list[Adaptation]
    letters: list[Letter]
    concerns: list[Concern]
    evaluation: Evaluation | None
    hand_over: HandOver | None
    responsible: str
    events: list[Event]
    entries: list[Entry]

    @property
    def missing(self) -> tuple[Judged, ...]:
        return tuple(one for one in self.gates if not one.is_met)

    def late(self, now: datetime) -> list[CaseTask]:
        return [one for one in self.tasks if one.due_at is not None and one.due_at <= now and not one.is_held]


@requires(P.VIEW)
def case_page(actor: Actor, *, case_id: UUID, now: datetime) -> CasePage:
    """Raises NoRelation where nothing gives the actor reason to look, and Http404 for another owner's case."""
    rows = Case.objects.select_related("recipient", "owner", "template", "criteria", "unit")
    case = get_object_or_404(rows, pk=case_id)
    because = _may_open(actor, case.recipient_id, P.VIEW, now)
    return _page(because, recipient_id=case.recipient_id, case=case, now=now)


@requires(P.VIEW, about="recipient_id")
def _page(actor: Actor, *, recipient_id: UUID, case: Case, now: datetime) -> CasePage:
    which = END if case.status == Status.WINDING_DOWN else START
    own = {"case": case}
    ran = case.started_at is not None
    events, entries = _timeline(actor, case, now)
    wanted = Q(state__in=WAITING) | Q(code__in=gate_steps(case, which))
    tasks = list(CaseTask.objects.filter(wanted, case=case).order_by("made_at", "pk"))
    leaves = list(GateLeave.objects.filter(**own).order_by("given_at", "pk"))
    ground = Ground.objects.filter(ended_at__isnull=True, **own).first()
    known = Known(ground is not None, tasks, [leave_of(one) for one in leaves])
    return CasePage(
        case=case,
        moves=allowed(case.position),
        which=which,
        gates=judged_for_page(case, which, known, now) if case.position.is_open else (),
        tasks=_in_order([one for one in tasks if one.state in WAITING]),
        leaves=sorted((one for one in leaves if one.closed_at is None), key=lambda one: one.ends_on),
        pause=Pause.objects.filter(resumed_at__isnull=True, **own).first() if ran else None,
        ground=ground,
        adaptations=list(Adaptation.objects.filter(ended_at__isnull=True, **own).order_by("pk")),
        letters=list(Letter.objects.filter(**own).order_by("-drafted_at")[:20]),
        concerns=list(Concern.objects.filter(**own).order_by("-logged_at")[:20]),
        evaluation=Evaluation.objects.filter(**own).order_by("-opened_at").first() if ran else None,
        hand_over=HandOver.objects.select_related("to").filter(**own).order_by("-offered_at").first()
        if ran
        else None,
        responsible=responsible_now(case, now),
        events=events,
        entries=entries,
    )


def _in_order(tasks: list[CaseTask]) -> list[CaseTask]:
    """What is due first on top; what has no day comes last, in the order of the template."""
    return sorted(tasks, key=lambda one: (one.due_at is None, one.due_at or one.made_at, one.place))
