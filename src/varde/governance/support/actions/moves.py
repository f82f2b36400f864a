"""What is done with a ticket until it is closed. Each raises NotAllowed for a state that it does not belong to."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from varde.foundation.authorisation import requires
from varde.governance.support.actions import clock
from varde.governance.support.actions.writing import followed, handled, move, plain, write
from varde.governance.support.models import ServiceLevel, Ticket
from varde.governance.support.permissions import SupportPermission as P
from varde.governance.support.queries import assignable
from varde.governance.support.rules.codes import Cause
from varde.governance.support.rules.lifecycle import Verb, needs_verdict
from varde.kernel.actor import Actor


class VerdictMissing(Exception):
    """Somebody decides first whether this was a deviation."""


@requires(P.HANDLE, about="ticket_id")
def assign(actor: Actor, *, ticket_id: UUID, user_id: UUID, now: datetime) -> Ticket:
    """Somebody who handles tickets there has it from now. Http404 for anybody else."""
    row = handled(ticket_id)
    names = {actor.id: actor.name, **dict(assignable(actor, owner_id=row.owner_id, now=now))}
    if user_id not in names:
        raise Http404
    move(row, Verb.ASSIGN, now)
    row.assigned_to, row.assigned_name = user_id, names[user_id]
    row.save()
    write(row, Verb.ASSIGN, actor, about=row.assigned_name, now=now)
    return row


@requires(P.HANDLE, about="ticket_id")
def send_to_supplier(actor: Actor, *, ticket_id: UUID, level_id: UUID, message: str, now: datetime) -> Ticket:
    """The supplier's clock starts. `message` is all that the supplier reads besides the item and the fault."""
    plain(message=message)
    row = handled(ticket_id)
    level = get_object_or_404(ServiceLevel.objects.filter(is_active=True, owner=row.owner_id), pk=level_id)
    move(row, Verb.SEND, now)
    clock.start(row, level, now)
    if row.assigned_to is None:
        row.assigned_to, row.assigned_name = actor.id, actor.name
    row.save()
    write(row, Verb.SEND, actor, text=message, about=level.supplier.name, shared=True, now=now)
    return row


@requires(P.HANDLE, about="ticket_id")
def take_back(actor: Actor, *, ticket_id: UUID, text: str, now: datetime) -> Ticket:
    """We have it again, unsolved: the supplier's clock stands still."""
    plain(text=text)
    row = handled(ticket_id)
    move(row, Verb.TAKE_BACK, now)
    clock.stop(row, now)
    row.save()
    write(row, Verb.TAKE_BACK, actor, text=text, shared=True, now=now)
    return row


@requires(P.HANDLE, about="ticket_id")
def solve(
    actor: Actor, *, ticket_id: UUID, cause: Cause, text: str, kroner: int = 0, now: datetime
) -> Ticket:
    """It is mended, and this was behind it. `kroner` is added to what was paid for help outside hours."""
    plain(text=text)
    row = handled(ticket_id)
    move(row, Verb.SOLVE, now)
    clock.stop(row, now)
    row.cause = cause
    row.after_hours_kroner += kroner
    row.save()
    write(row, Verb.SOLVE, actor, text=text, now=now)
    if kroner:
        write(row, Verb.COST, actor, about=str(kroner), now=now)
    return row


@requires(P.REPORT, about="ticket_id")
def confirm(actor: Actor, *, ticket_id: UUID, now: datetime) -> Ticket:
    """Whoever reported it, or handles it, has seen that it works. Raises VerdictMissing where one is needed."""
    row = followed(actor, ticket_id)
    move(row, Verb.CONFIRM, now)
    if not row.verdict and needs_verdict(row.criticality, row.discovered_by):
        raise VerdictMissing
    row.save()
    write(row, Verb.CONFIRM, actor, now=now)
    return row


@requires(P.REPORT, about="ticket_id")
def reopen(actor: Actor, *, ticket_id: UUID, text: str, now: datetime) -> Ticket:
    """It was not mended after all, or it came back."""
    plain(text=text)
    row = followed(actor, ticket_id)
    move(row, Verb.REOPEN, now)
    row.save()
    write(row, Verb.REOPEN, actor, text=text, now=now)
    return row


@requires(P.REPORT, about="ticket_id")
def note(actor: Actor, *, ticket_id: UUID, text: str, shared: bool = False, now: datetime) -> Ticket:
    """Something that those who follow the ticket should know. `shared`: the supplier reads it too."""
    plain(text=text)
    row = followed(actor, ticket_id)
    write(row, Verb.NOTE, actor, text=text, shared=shared and actor.may(P.HANDLE, row.owner_id), now=now)
    return row


@requires(P.HANDLE, about="ticket_id")
def note_cost(actor: Actor, *, ticket_id: UUID, kroner: int, now: datetime) -> Ticket:
    """Help outside hours was paid for. Raises ValueError for less than one krone."""
    if kroner < 1:
        raise ValueError("a cost is at least one krone")
    row = handled(ticket_id)
    row.after_hours_kroner += kroner
    row.save(update_fields=["after_hours_kroner"])
    write(row, Verb.COST, actor, about=str(kroner), now=now)
    return row
