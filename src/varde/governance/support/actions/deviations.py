"""Serious incidents: reported as a deviation [avvik], or looked at and found not to be one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.shortcuts import get_object_or_404

from varde.foundation.authorisation import requires
from varde.foundation.outbox import post
from varde.governance.support.actions.writing import followed, handled, plain, write
from varde.governance.support.events import DeviationRaised
from varde.governance.support.models import Deviation, Ticket
from varde.governance.support.permissions import SupportPermission as P
from varde.governance.support.rules.codes import Harm, Verdict
from varde.governance.support.rules.lifecycle import Verb
from varde.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Incident:
    """`measure` is what was done at once."""

    happened_on: date
    what: str
    text: str
    harm: Harm
    measure: str = ""


@requires(P.REPORT, about="ticket_id")
def raise_deviation(actor: Actor, *, ticket_id: UUID, given: Incident, now: datetime) -> Deviation:
    """By who handles the ticket or reported it. The news goes out in the same transaction."""
    plain(what=given.what, text=given.text, measure=given.measure)
    ticket = followed(actor, ticket_id)
    row = Deviation.objects.create(
        owner_id=ticket.owner_id,
        ticket=ticket,
        at=now,
        happened_on=given.happened_on,
        what=given.what.strip()[:160],
        text=given.text.strip(),
        harm=given.harm,
        measure=given.measure.strip(),
        raised_by=actor.id,
        raised_name=actor.name,
    )
    ticket.verdict = Verdict.RAISED
    ticket.save(update_fields=["verdict"])
    write(ticket, Verb.DEVIATE, actor, now=now)
    post.publish(DeviationRaised(row.pk, ticket.pk, row.owner_id), now=now)
    return row


@requires(P.HANDLE, about="ticket_id")
def spare_deviation(actor: Actor, *, ticket_id: UUID, reason: str, now: datetime) -> Ticket:
    """Looked at, and no deviation, because of `reason`. One that was raised stays raised."""
    plain(reason=reason)
    row = handled(ticket_id)
    if row.verdict != Verdict.RAISED:
        row.verdict = Verdict.SPARED
        row.save(update_fields=["verdict"])
        write(row, Verb.SPARE, actor, text=reason, now=now)
    return row


@requires(P.OVERSEE, about="deviation_id")
def note_reference(actor: Actor, *, deviation_id: UUID, reference: str) -> Deviation:
    """Its number in the municipality's own quality system, which is the master."""
    plain(reference=reference)
    row = get_object_or_404(Deviation.objects.select_for_update(of=("self",)), pk=deviation_id)
    row.reference = reference.strip()[:60]
    row.save(update_fields=["reference"])
    return row
