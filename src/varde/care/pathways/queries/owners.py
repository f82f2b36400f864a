"""How the pathways of each organisation stand: numbers and dates of nobody, for what proves itself in the service model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, F, Min, Q

from varde.care.pathways.models import (
    Case,
    CaseTask,
    CaseText,
    CriteriaVersion,
    Evaluation,
    ServiceType,
    TemplateVersion,
)
from varde.care.pathways.models.task import WAITING, TaskState
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.queries.shipped import shipped_templates
from varde.care.pathways.rules.lifecycle import Status
from varde.care.pathways.rules.template import Stage, Template, template_from
from varde.foundation.authorisation import requires
from varde.kernel.actor import Actor
from varde.kernel.clock import local

YEAR = timedelta(days=365)
RUNNING = (Status.ACTIVE.value, Status.PAUSED.value, Status.WINDING_DOWN.value)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """`offered`: codes of the service types that the organisation offers. `written`: those of them with criteria of its
    own in force; `review_on`: the first day on which some of these are to be gone through. `with_sheet`: those offered
    that have a form for whoever sets up the equipment."""

    offered: frozenset[str] = frozenset()
    written: frozenset[str] = frozenset()
    with_sheet: frozenset[str] = frozenset()
    review_on: date | None = None


@requires(P.PROVE)
def catalogue_of(actor: Actor, *, owners: Collection[UUID], now: datetime) -> dict[UUID, Catalogue]:
    """By owner, in two queries."""
    offered, sheets = defaultdict[UUID, set[str]](set), defaultdict[UUID, set[str]](set)
    rows = ServiceType.objects.filter(owner__in=owners, is_offered=True).order_by()
    for owner, code, sheet in rows.values_list("owner", "code", "settings_sheet"):
        offered[owner].add(code)
        if sheet:
            sheets[owner].add(code)
    written, review = defaultdict[UUID, set[str]](set), dict[UUID, date]()
    criteria = CriteriaVersion.objects.filter(CriteriaVersion.in_force(now), owner__in=owners).order_by()
    for owner, code, day in criteria.values_list("owner", "code", "review_on"):
        if code in offered[owner]:
            written[owner].add(code)
            review[owner] = min(day, review.get(owner, day))
    return {
        one: Catalogue(
            frozenset(offered[one]), frozenset(written[one]), frozenset(sheets[one]), review.get(one)
        )
        for one in owners
    }


@dataclass(frozen=True, slots=True)
class Course:
    """`running`: services that run. `evaluated`: evaluations signed in the last year, `on_time` of them by their day and
    `with_form` with a form filled in; `late`: evaluations whose day has passed. `allocated`: allocations in the last
    year, `by_criteria` of them by a written version of the criteria. `text_since`: since when the oldest text for the
    record waits. `ended`: services that ended in the last year."""

    running: int = 0
    ended: int = 0
    allocated: int = 0
    by_criteria: int = 0
    evaluated: int = 0
    on_time: int = 0
    with_form: int = 0
    late: int = 0
    texts: int = 0
    text_since: datetime | None = None


@requires(P.PROVE)
def course_of(actor: Actor, *, owners: Collection[UUID], now: datetime) -> dict[UUID, Course]:
    """By owner, in four queries."""
    today, since = local(now).date(), now - YEAR
    found: dict[UUID, dict[str, object]] = {one: {} for one in owners}
    recent = Q(allocated_on__gt=today - YEAR)
    cases = Case.objects.filter(owner__in=owners).order_by().values("owner")
    _take(
        found,
        cases.annotate(
            running=Count("pk", filter=Q(status__in=RUNNING)),
            ended=Count("pk", filter=Q(ended_at__gt=since)),
            allocated=Count("pk", filter=recent),
            by_criteria=Count("pk", filter=recent & Q(criteria__isnull=False)),
        ),
    )
    done = Evaluation.objects.filter(owner__in=owners, evaluated_at__gt=since).order_by().values("owner")
    _take(
        found,
        done.annotate(evaluated=Count("pk"), with_form=Count("pk", filter=Q(response_id__isnull=False))),
    )
    tasks = CaseTask.objects.filter(owner__in=owners, kind="evaluation").order_by().values("owner")
    on_time = Q(state=TaskState.DONE, done_at__gt=since) & (
        Q(due_at__isnull=True) | Q(done_at__lte=F("due_at"))
    )
    late = Q(state__in=WAITING, is_held=False, due_at__lte=now)
    _take(found, tasks.annotate(on_time=Count("pk", filter=on_time), late=Count("pk", filter=late)))
    texts = CaseText.objects.filter(owner__in=owners).order_by().values("owner")
    waits = Min("made_at", filter=Q(copied_at__isnull=True))
    _take(found, texts.annotate(texts=Count("pk"), text_since=waits))
    return {one: Course(**values) for one, values in found.items()}  # type: ignore[arg-type]


def _take(found: dict[UUID, dict[str, object]], rows: Iterable[dict[str, object]]) -> None:
    for row in rows:
        found[row.pop("owner")] |= row  # type: ignore[index]


@requires(P.PROVE)
def doers_of(actor: Actor, *, owners: Collection[UUID]) -> dict[UUID, dict[Stage, frozenset[str]]]:
    """By owner and stage: the roles that do its steps, in the templates that the running services go by. Two queries."""
    used = Case.objects.filter(owner__in=owners, status__in=RUNNING).order_by()
    ways = set(used.values_list("owner", "template", "arrangement").distinct())
    versions = TemplateVersion.objects.filter(pk__in={template for _, template, _ in ways})
    templates = {row.pk: _template(row) for row in versions}
    found: dict[UUID, dict[Stage, set[str]]] = {one: defaultdict(set) for one in owners}
    for owner, template, arrangement in ways:
        for stage in templates[template].stages:
            roles = {step.role_in(arrangement) for step in stage.steps}
            found[owner][stage.code] |= {role for role in roles if role}
    return {
        owner: {stage: frozenset(roles) for stage, roles in stages.items()} for owner, stages in found.items()
    }


def _template(row: TemplateVersion) -> Template:
    shipped = shipped_templates().get(row.code) if row.is_shipped else None
    return shipped or template_from(row.data)
