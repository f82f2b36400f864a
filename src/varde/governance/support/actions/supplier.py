"""What a supplier's people do with a ticket that was sent to them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import Http404

from varde.foundation.authorisation import requires
from varde.governance.support.actions import clock
from varde.governance.support.actions.writing import move, plain, write
from varde.governance.support.models import Ticket
from varde.governance.support.permissions import SupportPermission as P
from varde.governance.support.rules.codes import Cause
from varde.governance.support.rules.lifecycle import State, Verb
from varde.ground.organisations import queries as organisations
from varde.kernel.actor import Actor


@requires(P.SUPPLY, about="ticket_id")
def answer_as_supplier(actor: Actor, *, ticket_id: UUID, text: str, now: datetime) -> UUID:
    """A word from the supplier; the first one stops the clock for the answer."""
    plain(text=text)
    row = _theirs(actor, ticket_id, now)
    verb = Verb.NOTE
    if row.answered_at is None:
        row.answered_at, verb = now, Verb.ANSWER
        row.save(update_fields=["answered_at"])
    write(row, verb, actor, text=text, shared=True, now=now)
    return row.pk


@requires(P.SUPPLY, about="ticket_id")
def solve_as_supplier(actor: Actor, *, ticket_id: UUID, cause: Cause, text: str, now: datetime) -> UUID:
    """The supplier says that it is mended: the clock stops, and the municipality confirms or opens it again."""
    plain(text=text)
    row = _theirs(actor, ticket_id, now)
    move(row, Verb.SOLVE, now)
    clock.stop(row, now)
    row.cause, row.answered_at = cause, row.answered_at or now
    row.save()
    write(row, Verb.SOLVE, actor, text=text, shared=True, now=now)
    return row.pk


def _theirs(actor: Actor, ticket_id: UUID, now: datetime) -> Ticket:
    """A ticket that waits for an organisation where the actor works. Raises Http404 for any other."""
    mine = organisations.places_of(actor, now=now).organisations
    rows = Ticket.objects.filter(state=State.WAITING, supplier__in=mine).select_related("level")
    row = rows.select_for_update(of=("self",)).filter(pk=ticket_id).first()
    if row is None:
        raise Http404
    return row
