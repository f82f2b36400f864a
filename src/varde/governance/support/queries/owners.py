"""How support stands in each organisation: numbers, for what proves itself in the service model."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q

from varde.foundation.authorisation import requires
from varde.governance.support.models import Route, ServiceLevel, Ticket
from varde.governance.support.permissions import SupportPermission as P
from varde.governance.support.rules.lifecycle import State
from varde.kernel.actor import Actor

YEAR, GRACE = timedelta(days=365), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Help:
    """`routes`: own rows that say who answers; `levels`: agreements with suppliers. Tickets of the last year: `reported`,
    `solved`, `explained` (solved with a cause); `late`: a week or more past the supplier's day and not solved."""

    routes: int = 0
    levels: int = 0
    reported: int = 0
    solved: int = 0
    explained: int = 0
    late: int = 0


@requires(P.PROVE)
def help_of(actor: Actor, *, owners: Collection[UUID], now: datetime) -> dict[UUID, Help]:
    """By owner, in three queries."""
    active = Q(owner__in=owners, is_active=True)
    routes = dict(Route.objects.filter(active).order_by().values_list("owner").annotate(n=Count("pk")))
    levels = dict(ServiceLevel.objects.filter(active).order_by().values_list("owner").annotate(n=Count("pk")))
    solved = Q(solved_at__isnull=False, state__in=(State.SOLVED, State.CLOSED))
    open_still = ~Q(state__in=(State.SOLVED, State.CLOSED)) & Q(solve_at__lt=now - GRACE)
    rows = Ticket.objects.filter(owner__in=owners, common__isnull=True, reported_at__gt=now - YEAR).order_by()
    figures = rows.values_list("owner").annotate(
        reported=Count("pk"),
        solved=Count("pk", filter=solved),
        explained=Count("pk", filter=solved & ~Q(cause="")),
        late=Count("pk", filter=open_still),
    )
    tickets = {owner: found for owner, *found in figures}
    return {one: Help(routes.get(one, 0), levels.get(one, 0), *tickets.get(one, ())) for one in owners}
