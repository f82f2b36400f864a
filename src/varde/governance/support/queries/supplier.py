"""What a supplier's people see: tickets sent to them, and never whom they are about or what we wrote to ourselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from varde.foundation.authorisation import requires
from varde.governance.support.models import Ticket, TicketEntry
from varde.governance.support.permissions import SupportPermission as P
from varde.governance.support.rules.lifecycle import State
from varde.ground.organisations import queries as organisations
from varde.kernel.actor import Actor

SHOWN_AFTER = timedelta(days=90)
AT_MOST = 200


@dataclass(frozen=True, slots=True)
class Said:
    """One line that both sides read."""

    at: datetime
    who: str
    verb: str
    text: str


@dataclass(frozen=True, slots=True)
class Supplied:
    """A ticket as the supplier sees it: the item, the fault and the clock. No recipient, no alarm, no inner note."""

    id: UUID
    number: int
    owner: str
    technology: str
    problem: str
    criticality: str
    product: str
    serial: str
    version: str
    state: str
    sent_at: datetime | None
    respond_at: datetime | None
    answered_at: datetime | None
    near_at: datetime | None
    solve_at: datetime | None
    was_late: bool
    said: tuple[Said, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.state == State.WAITING


def _sent(actor: Actor, now: datetime) -> QuerySet[Ticket]:
    """Sent to an organisation where the actor works, waiting or moved on in the last 90 days."""
    mine = organisations.places_of(actor, now=now).rows.values("organisation")
    lately = Q(state=State.WAITING) | Q(moved_at__gt=now - SHOWN_AFTER)
    return Ticket.objects.filter(lately, supplier__in=mine).select_related("owner")


@requires(P.SUPPLY, log_lists=False)
def supplied(actor: Actor, *, now: datetime) -> tuple[Supplied, ...]:
    """What waits for the supplier first, by deadline; then what has been."""
    rows = sorted(
        _sent(actor, now).order_by("-moved_at")[:AT_MOST],
        key=lambda row: (row.state != State.WAITING, row.solve_at or row.moved_at),
    )
    return tuple(_shown(row, ()) for row in rows)


@requires(P.SUPPLY, about="ticket_id")
def supplied_ticket(actor: Actor, *, ticket_id: UUID, now: datetime) -> Supplied:
    row = _sent(actor, now).filter(pk=ticket_id).first()
    if row is None:
        raise Http404
    lines = TicketEntry.objects.filter(ticket=row, is_shared=True).order_by("at", "pk")
    return _shown(row, tuple(Said(one.at, one.actor_name, one.verb, str(one.text)) for one in lines))


@requires(P.SUPPLY, log_lists=False)
def waiting_for_supplier(actor: Actor, *, now: datetime) -> QuerySet[Ticket]:
    return _sent(actor, now).filter(state=State.WAITING)


def _shown(row: Ticket, said: tuple[Said, ...]) -> Supplied:
    return Supplied(
        id=row.pk,
        number=row.number,
        owner=row.owner.name,
        technology=row.technology,
        problem=row.problem,
        criticality=row.criticality,
        product=row.product,
        serial=row.serial,
        version=row.version,
        state=row.state,
        sent_at=row.sent_at,
        respond_at=row.respond_at,
        answered_at=row.answered_at,
        near_at=row.near_at,
        solve_at=row.solve_at,
        was_late=row.was_late,
        said=said,
    )
