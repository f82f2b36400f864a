"""Tickets as rows: all of them for who handles or oversees, one's own for who reported."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.shortcuts import get_object_or_404

from varde.foundation.authorisation import requires
from varde.governance.support.models import Deviation, Ticket, TicketAlarm, TicketEntry
from varde.governance.support.permissions import SupportPermission as P
from varde.governance.support.rules.codes import ORDER
from varde.governance.support.rules.lifecycle import OPEN, UNTAKEN, State
from varde.kernel.actor import Actor


def _near(actor: Actor) -> Q:
    """Tickets the actor may read: of organisations where all are open to them, and those they stand in themselves."""
    mine = Q(reported_by=actor.id) | Q(assigned_to=actor.id)
    return Q(owner__in=actor.where(P.VIEW)) | mine


def by_urgency(rows: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """The most critical first, then the oldest."""
    ranks = [When(criticality=code, then=Value(place)) for code, place in ORDER.items()]
    ranked = rows.annotate(rank=Case(*ranks, default=Value(9), output_field=IntegerField()))
    return ranked.order_by("rank", "reported_at", "pk")


@requires(P.REPORT)
def tickets(actor: Actor, *, search: str = "") -> QuerySet[Ticket]:
    """Newest first. `search` is a number, or words in what is wrong, the product, the serial or who reported it."""
    rows = Ticket.objects.filter(_near(actor)).select_related("owner", "supplier")
    for word in search.split():
        number = Q(number=int(word)) if word.isdecimal() and len(word) < 9 else Q()
        text = Q(what__icontains=word) | Q(product__icontains=word) | Q(serial__icontains=word)
        people = Q(reporter_name__icontains=word) | Q(assigned_name__icontains=word)
        rows = rows.filter(text | people | number | Q(supplier__name__icontains=word))
    return rows.order_by("-reported_at", "-pk")


@requires(P.REPORT)
def ticket(actor: Actor, *, ticket_id: UUID) -> Ticket:
    """Raises Http404 for another organisation's, and for a colleague's if one sees one's own only."""
    rows = Ticket.objects.filter(_near(actor)).select_related("owner", "supplier", "level", "common")
    return get_object_or_404(rows, pk=ticket_id)


@requires(P.REPORT)
def entries(actor: Actor, *, ticket_id: UUID) -> QuerySet[TicketEntry]:
    """What happened to one ticket, newest first."""
    near = Ticket.objects.filter(_near(actor), pk=ticket_id)
    return TicketEntry.objects.filter(ticket__in=near).order_by("-at", "-pk")


@requires(P.REPORT)
def gathered(actor: Actor, *, ticket_id: UUID) -> QuerySet[TicketAlarm]:
    """The technical alarms about the same fault, oldest first."""
    near = Ticket.objects.filter(_near(actor), pk=ticket_id)
    return TicketAlarm.objects.filter(ticket__in=near).order_by("at", "pk")


@requires(P.REPORT)
def merged_into(actor: Actor, *, ticket_id: UUID) -> QuerySet[Ticket]:
    """The tickets that one about a common cause has taken up."""
    near = Ticket.objects.filter(_near(actor), pk=ticket_id)
    return Ticket.objects.filter(common__in=near).order_by("number")


@requires(P.REPORT)
def open_about(
    actor: Actor, *, recipient_id: UUID | None = None, item_id: UUID | None = None
) -> QuerySet[Ticket]:
    """Tickets that are not closed about one recipient or one item, as far as the actor may read them."""
    about = Q(recipient_id=recipient_id) if recipient_id else Q(item_id=item_id)
    rows = Ticket.objects.filter(_near(actor), about).exclude(state=State.CLOSED)
    return by_urgency(rows)


@requires(P.HANDLE)
def untaken(actor: Actor) -> QuerySet[Ticket]:
    """New and reopened tickets that nobody has."""
    return by_urgency(Ticket.objects.filter(state__in=UNTAKEN))


@requires(P.HANDLE)
def held(actor: Actor) -> QuerySet[Ticket]:
    """What is assigned to the actor and not solved."""
    return by_urgency(Ticket.objects.filter(assigned_to=actor.id, state__in=OPEN))


@requires(P.REPORT)
def to_confirm(actor: Actor) -> QuerySet[Ticket]:
    """Solved, and the actor reported it: is it mended?"""
    return Ticket.objects.filter(reported_by=actor.id, state=State.SOLVED).order_by("solved_at", "pk")


@requires(P.OVERSEE)
def near_breach(actor: Actor, *, now: datetime) -> QuerySet[Ticket]:
    """With a supplier that has used most of its time or all of it; what is due first on top."""
    rows = Ticket.objects.filter(state=State.WAITING, near_at__lte=now).select_related("owner", "supplier")
    return rows.order_by("solve_at", "pk")


@requires(P.OVERSEE)
def deviations(actor: Actor, *, search: str = "") -> QuerySet[Deviation]:
    """Newest first. `search` is part of what happened or of the reference in the quality system."""
    rows = Deviation.objects.select_related("ticket", "owner")
    for word in search.split():
        rows = rows.filter(Q(what__icontains=word) | Q(reference__icontains=word))
    return rows.order_by("-at", "-pk")


@requires(P.OVERSEE)
def deviation(actor: Actor, *, deviation_id: UUID) -> Deviation:
    return get_object_or_404(Deviation.objects.select_related("ticket", "owner"), pk=deviation_id)


@requires(P.RUN)
def due(actor: Actor, *, now: datetime) -> Iterable[Ticket]:
    """For the machine: waiting tickets whose leader has not been told that a breach is coming, or that it is here."""
    coming = Q(near_at__lte=now, told_near_at__isnull=True)
    here = Q(solve_at__lte=now, told_late_at__isnull=True)
    return list(Ticket.objects.filter(coming | here, state=State.WAITING).order_by("near_at", "pk")[:100])
