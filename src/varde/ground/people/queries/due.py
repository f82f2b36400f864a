"""What must be looked at again: risks and agreements with next of kin. Keys and days only, no name and no text."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Min, Q

from varde.foundation.authorisation import requires
from varde.ground.people.models import NextOfKin, RiskNote
from varde.ground.people.permissions import PeoplePermission as P
from varde.ground.people.queries.near import _held
from varde.kernel.actor import Actor
from varde.kernel.clock import local

KIN_NOTICE = timedelta(days=14)


def _near(actor: Actor, now: datetime) -> Q:
    """Recipients whom the actor has a relation to, or all where the actor may see all."""
    every = actor.where(P.VIEW_ALL)
    everywhere = Q(owner__in=list(every))
    if actor.where(P.VIEW) <= every:
        return everywhere
    return everywhere | Q(recipient__in=_held(actor, now).values("recipient"))


@requires(P.CHANGE_CARE)
def risks_to_review(actor: Actor, *, now: datetime) -> list[tuple[UUID, date]]:
    """Recipient and day, where a note of a risk should have been looked at again by now. Earliest first."""
    rows = RiskNote.objects.filter(
        _near(actor, now), ended_at__isnull=True, review_due_on__lte=local(now).date()
    )
    return list(rows.order_by("review_due_on", "pk").values_list("recipient_id", "review_due_on"))


@requires(P.REGISTER)
def kin_agreements_ending(actor: Actor, *, now: datetime) -> list[tuple[UUID, date]]:
    """Recipient and the first day it no longer holds, where a next of kin receives alarms by an agreement that ends within 14 days."""
    today = local(now).date()
    rows = NextOfKin.objects.filter(
        _near(actor, now),
        ended_at__isnull=True,
        receives_until__gte=today,
        receives_until__lte=today + KIN_NOTICE,
    )
    return list(rows.order_by("receives_until", "pk").values_list("recipient_id", "receives_until"))


@requires(P.PROVE)
def risks_of(
    actor: Actor, *, owners: Collection[UUID], now: datetime
) -> dict[UUID, tuple[int, int, date | None]]:
    """By owner: how many notes of risks stand, how many of them should have been looked at again, and the earliest such
    day. One query."""
    late = Q(review_due_on__lte=local(now).date())
    rows = RiskNote.objects.filter(owner__in=owners, ended_at__isnull=True).order_by().values_list("owner")
    counted = rows.annotate(
        n=Count("pk"), late=Count("pk", filter=late), day=Min("review_due_on", filter=late)
    )
    found = {owner: (n, overdue, day) for owner, n, overdue, day in counted}
    return {one: found.get(one, (0, 0, None)) for one in owners}
