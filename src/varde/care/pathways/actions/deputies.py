"""Who is responsible, who stands in, and who is away."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from varde.care.pathways.actions.writing import WORKER, keep, let_in, let_out, note, person, start_of
from varde.care.pathways.models import Absence, Case, CaseTask, Deputy
from varde.care.pathways.models.case import OPEN_VALUES
from varde.care.pathways.models.task import WAITING
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.queries.plan import today
from varde.foundation.authorisation import machine, requires
from varde.ground.organisations import queries as organisations
from varde.ground.people.actions import Opened, open_relations
from varde.ground.people.rules.relation import Basis
from varde.kernel.actor import Actor


class NotAbsent(ValueError):
    """An absence ends after it begins, and the deputy is somebody else."""


def _name(actor: Actor, key: UUID, now: datetime) -> str:
    name: str = get_object_or_404(organisations.staff(actor, now=now), pk=key).name
    return name


@requires(P.LEAD, about="case_id")
def give_case(actor: Actor, *, case_id: UUID, to: UUID, now: datetime) -> Case:
    """A leader gives the responsibility for the case to somebody who works here, with what waits for the one before.

    Raises Http404 where they do not work here."""
    rows = Case.objects.select_for_update(of=("self",)).filter(status__in=OPEN_VALUES)
    case: Case = get_object_or_404(rows, pk=case_id)
    name, was, was_name = _name(actor, to, now), case.responsible, case.responsible_name
    case.responsible, case.responsible_name = to, name
    if was is not None and was != to:
        let_out(case.pk, now=now, holder=person(was, was_name))
        mine = CaseTask.objects.filter(case=case, assigned_to=was, state__in=WAITING)
        mine.update(assigned_to=to, assigned_name=name)
    let_in(case, person(to, name), now=now)
    note(case, actor, "given", now=now, to=str(to))
    return keep(case, now=now)


@requires(P.LEAD)
def save_absence(
    actor: Actor,
    *,
    owner_id: UUID,
    person_id: UUID,
    deputy_id: UUID | None,
    starts_on: date,
    ends_on: date,
    now: datetime,
) -> Absence:
    """Away from `starts_on`, back on `ends_on`. The deputy gets the work, and may open the cards, meanwhile.

    Raises NotAbsent, PermissionDenied, Http404."""
    if not actor.may(P.LEAD, owner_id):
        raise PermissionDenied
    if ends_on <= starts_on or deputy_id == person_id:
        raise NotAbsent
    return Absence.objects.create(
        owner_id=owner_id,
        person=person_id,
        person_name=_name(actor, person_id, now),
        deputy=deputy_id,
        deputy_name=_name(actor, deputy_id, now) if deputy_id else "",
        starts_on=starts_on,
        ends_on=ends_on,
    )


@requires(P.LEAD, about="absence_id")
def remove_absence(actor: Actor, *, absence_id: UUID, now: datetime) -> int:
    """They are there after all, and the deputy no longer opens their cards."""
    row = get_object_or_404(Absence, pk=absence_id)
    let_out(row.pk, now=now)
    row.delete()
    return 1


@requires(P.LEAD)
def save_deputy(actor: Actor, *, owner_id: UUID, person_id: UUID, deputy_id: UUID, now: datetime) -> Deputy:
    """Who stands in for somebody whenever they are away. One for each; a new one takes the place of the old.

    Raises NotAbsent, PermissionDenied, Http404."""
    if not actor.may(P.LEAD, owner_id):
        raise PermissionDenied
    if deputy_id == person_id:
        raise NotAbsent
    Deputy.objects.filter(owner=owner_id, person=person_id).delete()
    return Deputy.objects.create(
        owner_id=owner_id,
        person=person_id,
        person_name=_name(actor, person_id, now),
        deputy=deputy_id,
        deputy_name=_name(actor, deputy_id, now),
    )


@requires(P.RUN)
def let_deputies_in(actor: Actor, *, now: datetime) -> int:
    """Whoever stands in for somebody away today may open the cards of their cases until they are back. Returns how many
    relations were opened."""
    day, count = today(now), 0
    for row in Absence.objects.filter(starts_on__lte=day, ends_on__gt=day).order_by("pk"):
        deputy, name = row.deputy, row.deputy_name
        if deputy is None:
            standing = Deputy.objects.filter(owner=row.owner_id, person=row.person).first()
            deputy, name = (standing.deputy, standing.deputy_name) if standing else (None, "")
        if deputy is None:
            continue
        cases = Case.objects.filter(owner=row.owner_id, responsible=row.person, status__in=OPEN_VALUES)
        opened = [
            Opened(recipient, person(deputy, name), row.pk)
            for recipient in cases.values_list("recipient", flat=True).distinct()
        ]
        until = start_of(row.ends_on)
        count += open_relations(machine(WORKER), opened=opened, basis=Basis.CASE, now=now, until=until)
    return count
