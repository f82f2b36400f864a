"""What every action on a ticket does: fetch it locked, move it, write the line. Part of the actions of this folder."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import F, Q
from django.shortcuts import get_object_or_404

from varde.governance.support.models import Series, Ticket, TicketEntry
from varde.governance.support.permissions import SupportPermission as P
from varde.governance.support.rules.lifecycle import State, Verb, moved
from varde.kernel.actor import Actor, ActorKind
from varde.kernel.private import holds_national_id


class HoldsNationalId(ValueError):
    """A national id was typed in a free text. `field` says where; never the digits."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def plain(**texts: str) -> None:
    """Raises HoldsNationalId for the first text that a national id stands in."""
    for field, text in texts.items():
        if holds_national_id(text):
            raise HoldsNationalId(field)


def handled(ticket_id: UUID) -> Ticket:
    """The ticket, locked, in the organisations that the guard has opened. Raises Http404."""
    rows = Ticket.objects.select_for_update(of=("self",)).select_related("level", "supplier")
    return get_object_or_404(rows, pk=ticket_id)


def followed(actor: Actor, ticket_id: UUID) -> Ticket:
    """The ticket, locked, for who handles it or reported it. Raises Http404."""
    near = Q(owner__in=actor.where(P.HANDLE)) | Q(reported_by=actor.id)
    rows = Ticket.objects.filter(near).select_for_update(of=("self",)).select_related("level", "supplier")
    return get_object_or_404(rows, pk=ticket_id)


def next_number(owner_id: UUID) -> int:
    """Never given twice, and without holes as long as nothing is rolled back."""
    row, _made = Series.objects.select_for_update(of=("self",)).get_or_create(owner_id=owner_id)
    Series.objects.filter(pk=row.pk).update(last=F("last") + 1)
    return row.last + 1


def move(row: Ticket, verb: Verb, now: datetime) -> None:
    """The state and the times that follow from it. Raises NotAllowed. Saves nothing."""
    after = moved(State(row.state), verb)
    if after is State.SOLVED:
        row.solved_at = now
    if verb is Verb.REOPEN:
        row.solved_at, row.cause = None, ""
    row.closed_at = now if after is State.CLOSED else None
    row.state, row.moved_at = after, now


def write(
    row: Ticket,
    verb: Verb,
    actor: Actor,
    *,
    text: str = "",
    about: str = "",
    shared: bool = False,
    now: datetime,
) -> TicketEntry:
    is_person = actor.kind is ActorKind.STAFF
    return TicketEntry.objects.create(
        owner_id=row.owner_id,
        ticket=row,
        at=now,
        verb=verb,
        state=row.state,
        actor=actor.id if is_person else None,
        actor_name=actor.name,
        about=about[:200],
        text=text.strip(),
        is_shared=shared,
    )
