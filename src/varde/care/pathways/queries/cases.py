"""Lists of cases and of what waits. Each is a query on columns that the actions keep."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from varde.care.pathways.models import Case, CaseTask, CaseText, GateLeave
from varde.care.pathways.models.case import OPEN_VALUES
from varde.care.pathways.models.task import WAITING
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.queries.deputies import stood_in_for
from varde.care.pathways.queries.near import _case
from varde.foundation.authorisation import requires
from varde.ground.organisations import queries as organisations
from varde.ground.people import queries as people
from varde.kernel.actor import Actor, ActorKind

SOON = timedelta(days=7)


def _seen(actor: Actor, now: datetime) -> Q:
    """Cases of those whose card the actor may open, and all where the actor may see all."""
    every = actor.where(P.VIEW_ALL)
    everywhere = Q(owner__in=list(every)) if actor.kind is ActorKind.STAFF else Q()
    if actor.kind is ActorKind.MACHINE or actor.where(P.VIEW) <= every:
        return everywhere  # one column to look at: the index by due date serves the list
    return everywhere | Q(recipient__in=people.recipients(actor, now=now).order_by().values("pk"))


@requires(P.VIEW)
def cases(
    actor: Actor, *, now: datetime, status: str = "", stage: str = "", service_type: str = ""
) -> QuerySet[Case]:
    """What is due first on top. Without a status: those that are open."""
    rows = Case.objects.filter(_seen(actor, now))
    rows = rows.filter(status=status) if status else rows.filter(status__in=OPEN_VALUES)
    if stage:
        rows = rows.filter(stage=stage)
    if service_type:
        rows = rows.filter(service_type=service_type)
    return rows.select_related("recipient", "owner", "template").order_by("next_due_at", "pk")


@requires(P.VIEW)
def case(actor: Actor, *, case_id: UUID, now: datetime) -> Case:
    """Raises NoRelation, Http404."""
    return _case(actor, case_id, P.VIEW, now)


@requires(P.VIEW, about="recipient_id")
def cases_of(actor: Actor, *, recipient_id: UUID, now: datetime) -> QuerySet[Case]:
    """Every case of one recipient, newest first. Raises NoRelation."""
    if not people.standing_of(actor, recipient_id=recipient_id, now=now):
        raise people.NoRelation(actor, "pathways.queries.cases_of", P.VIEW)
    rows = Case.objects.filter(recipient=recipient_id).select_related("template", "owner")
    return rows.order_by("-referred_at", "-pk")


@requires(P.VIEW)
def my_tasks(actor: Actor, *, now: datetime, limit: int = 50) -> QuerySet[CaseTask]:
    """What waits for this person now: given to them or to somebody they stand in for, due within a week or late. With the
    recipient's name, for whoever is given a task knows them; no health value."""
    people_of = {actor.id}
    for owner in actor.where(P.WORK):
        people_of |= stood_in_for(owner, actor.id, now)
    rows = CaseTask.objects.filter(
        state__in=WAITING, is_held=False, assigned_to__in=list(people_of), due_at__lte=now + SOON
    )
    return rows.select_related("case__recipient").order_by("due_at", "pk")[:limit]


@requires(P.WORK, log_lists=False)
def tasks_for_roles(actor: Actor, *, now: datetime, limit: int = 50) -> list[CaseTask]:
    """What waits for anybody in one of the actor's roles, and nobody has taken: titles and days, no name. Whoever takes
    one may open the card."""
    everywhere = actor.where(P.VIEW_ALL)
    mine = Q(case__unit__isnull=True) | Q(owner__in=list(everywhere))
    if actor.where(P.WORK) - everywhere:
        mine |= Q(case__unit__in=organisations.places_of(actor, now=now).units)
    rows = CaseTask.objects.filter(
        mine, state__in=WAITING, is_held=False, assigned_to__isnull=True, role__in=sorted(actor.roles)
    )
    return list(rows.filter(due_at__lte=now + SOON).order_by("due_at", "pk")[:limit])


@requires(P.LEAD)
def late_tasks(actor: Actor, *, now: datetime, stage: str = "", kind: str = "") -> QuerySet[CaseTask]:
    """The leaders' list: everything that is overdue, oldest first, for one stage or one kind or all."""
    rows = CaseTask.objects.filter(state__in=WAITING, is_held=False, due_at__lte=now)
    rows = rows.filter(owner__in=list(actor.where(P.LEAD)))
    if stage:
        rows = rows.filter(stage=stage)
    if kind:
        rows = rows.filter(kind=kind)
    return rows.select_related("case__recipient", "owner").order_by("due_at", "pk")


@requires(P.VIEW)
def exceptions(actor: Actor, *, now: datetime) -> QuerySet[GateLeave]:
    """Every deferral and exception that holds, until it ends: the first to end on top."""
    rows = GateLeave.objects.filter(closed_at__isnull=True, case__in=Case.objects.filter(_seen(actor, now)))
    return rows.select_related("case__recipient", "owner").order_by("ends_on", "pk")


@requires(P.COPY_RECORD)
def texts_waiting(actor: Actor, *, now: datetime) -> QuerySet[CaseText]:
    """Texts that do not stand in the record system yet, oldest first."""
    near = people.recipients(actor, now=now).order_by().values("pk")
    rows = CaseText.objects.filter(copied_at__isnull=True, case__recipient__in=near)
    return rows.select_related("case__recipient", "owner").order_by("made_at", "pk")
