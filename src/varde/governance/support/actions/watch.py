"""The machine that looks at the suppliers' clocks and tells the leader, once when it is near and once when it is late."""

from __future__ import annotations

from datetime import datetime

from varde.foundation.authorisation import requires
from varde.foundation.outbox import post
from varde.governance.support.events import BreachForeseen, DeadlineBreached
from varde.governance.support.models import Ticket
from varde.governance.support.permissions import SupportPermission as P
from varde.governance.support.queries import due
from varde.kernel.actor import Actor


@requires(P.RUN)
def tell_of_clocks(actor: Actor, *, now: datetime) -> int:
    """How many were told of. One that is late at once is told of as late, and not as near as well."""
    return sum(_tell(row, now) for row in due(actor, now=now))


def _tell(row: Ticket, now: datetime) -> int:
    if row.solve_at is None:
        return 0
    is_late = row.solve_at <= now
    changed = (
        {"told_late_at": now, "told_near_at": row.told_near_at or now} if is_late else {"told_near_at": now}
    )
    mine = Ticket.objects.filter(pk=row.pk, sent_at=row.sent_at)
    if not mine.filter(**{f"{'told_late_at' if is_late else 'told_near_at'}__isnull": True}).update(
        **changed
    ):
        return 0
    event = DeadlineBreached if is_late else BreachForeseen
    post.publish(event(row.pk, row.owner_id, row.solve_at), now=now)
    return 1
