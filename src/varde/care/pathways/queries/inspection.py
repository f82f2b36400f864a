"""For an inspection, and for the owner of the criteria: suitability, training and follow-up per technology; findings; shares."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q

from varde.care.pathways.models import Case, CaseTask, Consideration, Evaluation
from varde.care.pathways.models.task import TaskState
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.rules.lifecycle import Status
from varde.care.pathways.rules.template import Stage
from varde.foundation.authorisation import requires
from varde.kernel.actor import Actor
from varde.kernel.clock import local

RAN = (Status.ACTIVE.value, Status.PAUSED.value, Status.WINDING_DOWN.value, Status.ENDED.value)
SMALL = 5


@dataclass(frozen=True, slots=True)
class Inspected:
    """One service of one person, as an inspection asks about it. No name: `reference` is the key of the case.

    `suitable`: what the latest evaluation said, None where none has. `trained_on`: the day the last training was signed."""

    reference: UUID
    service_type: str
    arrangement: str
    criteria: int | None
    assessed_on: date | None
    allocated_on: date | None
    started_on: date | None
    trained_on: date | None
    evaluated_on: date | None
    suitable: bool | None
    next_on: date | None
    ended_on: date | None
    end_reason: str


@requires(P.EXPORT)
def inspection(actor: Actor, *, service_type: str, since: date, now: datetime) -> list[Inspected]:
    """Every service of this type that has run since that day, oldest start first. Four queries, whatever the number."""
    rows = Case.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=since), service_type=service_type, status__in=RAN
    )
    cases = list(rows.select_related("criteria").order_by("started_at", "pk"))
    keys = [one.pk for one in cases]
    assessed = _last_signed(keys, Stage.ASSESSMENT)
    trained = _last_signed(keys, Stage.TRAINING)
    judged: dict[UUID, Evaluation] = {}
    for row in Evaluation.objects.filter(case__in=keys, evaluated_at__isnull=False).order_by("evaluated_at"):
        judged[row.case_id] = row
    return [_inspected(one, assessed, trained, judged.get(one.pk)) for one in cases]


def _last_signed(keys: list[UUID], stage: Stage) -> dict[UUID, date]:
    rows = CaseTask.objects.filter(case__in=keys, stage=stage.value, state=TaskState.DONE)
    found = rows.order_by("done_at").values_list("case", "done_at")
    return {case: local(done_at).date() for case, done_at in found if done_at}


def _inspected(
    case: Case, assessed: dict[UUID, date], trained: dict[UUID, date], judged: Evaluation | None
) -> Inspected:
    return Inspected(
        reference=case.pk,
        service_type=case.service_type,
        arrangement=str(case.get_arrangement_display()),
        criteria=case.criteria.number if case.criteria else None,
        assessed_on=assessed.get(case.pk),
        allocated_on=case.allocated_on,
        started_on=local(case.started_at).date() if case.started_at else None,
        trained_on=trained.get(case.pk),
        evaluated_on=local(judged.evaluated_at).date() if judged and judged.evaluated_at else None,
        suitable=judged.is_suitable if judged else None,
        next_on=case.evaluate_on,
        ended_on=case.ended_on,
        end_reason=str(case.get_end_reason_display()) if case.end_reason else "",
    )


@dataclass(frozen=True, slots=True)
class Share:
    """How many service assessments there were, and in how many technology was considered and chosen."""

    assessments: int
    considered: int
    chosen: int

    @property
    def is_small(self) -> bool:
        """Too few to show a share of."""
        return self.assessments < SMALL

    @property
    def percent_considered(self) -> int | None:
        return None if self.is_small else round(100 * self.considered / self.assessments)


@requires(P.LEAD)
def considered_share(actor: Actor, *, since: date, until: date) -> Share:
    """From `since` up to `until`, which is not included. In one query."""
    rows = Consideration.objects.filter(assessed_on__gte=since, assessed_on__lt=until)
    counted = rows.aggregate(
        assessments=Count("pk"),
        considered=Count("pk", filter=Q(considered=True)),
        chosen=Count("pk", filter=Q(chosen=True)),
    )
    return Share(**counted)


@requires(P.VIEW_CATALOGUE)
def findings(actor: Actor, *, service_type: str) -> list[tuple[datetime, str]]:
    """What evaluations found about the criteria, newest first: text without anybody in it, to whoever owns the criteria."""
    rows = Evaluation.objects.filter(case__service_type=service_type, evaluated_at__isnull=False)
    found = [(row.evaluated_at, str(row.finding)) for row in rows.order_by("-evaluated_at")[:500]]
    return [(at, text) for at, text in found if at is not None and text.strip()]


@requires(P.LEAD)
def late_by_stage(actor: Actor, *, now: datetime) -> dict[str, int]:
    """How many overdue tasks there are in each stage. One query."""
    rows = CaseTask.objects.filter(
        state__in=[TaskState.OPEN, TaskState.TO_CHECK], is_held=False, due_at__lte=now
    )
    rows = rows.filter(owner__in=list(actor.where(P.LEAD))).order_by()
    found: dict[str, int] = defaultdict(int)
    found.update(rows.values_list("stage").annotate(n=Count("pk")))
    return dict(found)
