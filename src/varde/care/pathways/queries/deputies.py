"""Who is there now for those with a named responsibility: deputies and absences."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from varde.care.pathways.models import Absence, Case, Deputy
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.queries.plan import today
from varde.care.pathways.rules.responsibility import Away, stands_in
from varde.foundation.authorisation import requires
from varde.kernel.actor import Actor
from varde.kernel.period import DatePeriod


def _names_and_away(owner_id: UUID, on: date) -> tuple[dict[UUID, str], list[Away], dict[UUID, UUID]]:
    away, names = [], {}
    for row in Absence.objects.filter(owner=owner_id, starts_on__lte=on, ends_on__gt=on).order_by("pk"):
        away.append(Away(row.person, DatePeriod(row.starts_on, row.ends_on), row.deputy))
        if row.deputy:
            names[row.deputy] = row.deputy_name
    standing = {}
    for one in Deputy.objects.filter(owner=owner_id, person__in=[each.person for each in away]):
        standing[one.person] = one.deputy
        names[one.deputy] = one.deputy_name
    return names, away, standing


def responsible_now(case: Case, now: datetime) -> str:
    """The name of who is there today for the one responsible; "" where nobody is, and it is the leader's to solve."""
    if case.responsible is None:
        return ""
    names, away, standing = _names_and_away(case.owner_id, today(now))
    who = stands_in(case.responsible, away, standing, today(now))
    if who is None:
        return ""
    return case.responsible_name if who == case.responsible else names.get(who, "")


def stood_in_for(owner_id: UUID, person: UUID, now: datetime) -> frozenset[UUID]:
    """Those whose work is this person's today: themselves, unless they are away, and whoever they stand in for."""
    _names, away, standing = _names_and_away(owner_id, today(now))
    wanted = {one.person for one in away} | {person}
    return frozenset(one for one in wanted if stands_in(one, away, standing, today(now)) == person)


@requires(P.LEAD)
def absences(actor: Actor, *, now: datetime) -> QuerySet[Absence]:
    """Those that hold now or come, first to begin first."""
    return Absence.objects.filter(ends_on__gt=today(now)).order_by("starts_on", "pk")


@requires(P.LEAD)
def deputies(actor: Actor) -> QuerySet[Deputy]:
    return Deputy.objects.order_by("person_name", "pk")
