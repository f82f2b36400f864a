"""Opening and closing care relations. Response plan, pathway, placement and alarm do it in their own transaction."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.shortcuts import get_object_or_404

from varde.foundation.authorisation import requires
from varde.foundation.outbox import post
from varde.ground.people.events import EmergencyAccessTaken
from varde.ground.people.models import CareRelation, Recipient
from varde.ground.people.permissions import PeoplePermission as P
from varde.ground.people.rules.holder import Holder, HolderKind
from varde.ground.people.rules.relation import Basis, Terms, terms
from varde.kernel.actor import Actor


def _open(recipient: Recipient, holder: Holder, given: Terms, basis_id: UUID | None) -> CareRelation:
    row = _relation(recipient, holder, given, basis_id)
    row.save(force_insert=True)
    return row


def _relation(recipient: Recipient, holder: Holder, given: Terms, basis_id: UUID | None) -> CareRelation:
    return CareRelation(
        owner_id=recipient.owner_id,
        recipient=recipient,
        kind=holder.kind,
        holder=holder.id,
        holder_name=holder.name[:200],
        basis=given.basis,
        basis_id=basis_id,
        starts_at=given.period.start,
        ends_at=given.period.end,
        reason=given.reason,
        needs_follow_up=given.needs_follow_up,
    )


def _refuse_personal(basis: Basis) -> None:
    if basis not in (Basis.ALARM, Basis.TASK, Basis.CASE):
        raise ValueError("a search and an emergency are opened by the person themselves")


def _myself(actor: Actor) -> Holder:
    return Holder(HolderKind.STAFF, actor.id, actor.name)


@requires(P.OPEN_RELATION, about="recipient_id")
def open_relation(
    actor: Actor,
    *,
    recipient_id: UUID,
    holder: Holder,
    basis: Basis,
    basis_id: UUID,
    now: datetime,
    until: datetime | None = None,
) -> CareRelation:
    """For alarm, task and case. The same holder, basis and basis_id twice is one relation. Raises RelationRefused."""
    _refuse_personal(basis)
    recipient = get_object_or_404(Recipient.objects.select_for_update(), pk=recipient_id)
    same = CareRelation.objects.filter(
        CareRelation.in_force(now),
        recipient=recipient,
        kind=holder.kind,
        holder=holder.id,
        basis=basis,
        basis_id=basis_id,
    ).first()
    return same or _open(recipient, holder, terms(basis, now=now, until=until), basis_id)


@dataclass(frozen=True, slots=True)
class Opened:
    """One relation to open: to whose card, for whom, and what opened it."""

    recipient_id: UUID
    holder: Holder
    basis_id: UUID


@requires(P.OPEN_RELATION)
def open_relations(
    actor: Actor, *, opened: Collection[Opened], basis: Basis, now: datetime, until: datetime | None = None
) -> int:
    """As `open_relation`, many at once. Those that stand already stay as they are. Returns how many were opened."""
    _refuse_personal(basis)
    given = terms(basis, now=now, until=until)
    recipients = Recipient.objects.in_bulk({one.recipient_id for one in opened})
    same = CareRelation.objects.filter(
        CareRelation.in_force(now), basis=basis, basis_id__in={one.basis_id for one in opened}
    )
    seen = set(same.values_list("recipient_id", "kind", "holder", "basis_id"))
    fresh: dict[tuple[UUID, str, UUID, UUID], CareRelation] = {}
    for one in opened:
        key = (one.recipient_id, one.holder.kind.value, one.holder.id, one.basis_id)
        if key not in seen:
            fresh[key] = _relation(recipients[one.recipient_id], one.holder, given, one.basis_id)
    CareRelation.objects.bulk_create(fresh.values())
    return len(fresh)


@requires(P.OPEN_RELATION)
def close_relation(
    actor: Actor,
    *,
    basis: Basis,
    basis_id: UUID,
    now: datetime,
    recipient_id: UUID | None = None,
    holder: Holder | None = None,
) -> int:
    """Close what this alarm, task or case opened, all of it or one recipient's or holder's. Returns how many."""
    rows = CareRelation.objects.filter(CareRelation.in_force(now), basis=basis, basis_id=basis_id)
    if recipient_id is not None:
        rows = rows.filter(recipient=recipient_id)
    if holder is not None:
        rows = rows.filter(kind=holder.kind, holder=holder.id)
    return rows.update(ends_at=now)


@requires(P.SEARCH, about="recipient_id")
def open_by_search(actor: Actor, *, recipient_id: UUID, reason: str, now: datetime) -> CareRelation:
    """Opens one card for an hour, to the actor alone. Raises RelationRefused without a reason."""
    given = terms(Basis.SEARCH, now=now, reason=reason)
    recipient = get_object_or_404(Recipient, pk=recipient_id)
    return _open(recipient, _myself(actor), given, None)


@requires(P.EMERGENCY, about="recipient_id")
def emergency_access(
    actor: Actor, *, recipient_id: UUID, reason: str, hours: int, now: datetime
) -> CareRelation:
    """At most 12 hours, to the actor alone; the leader of the responsible organisation is told and follows it up."""
    given = terms(Basis.EMERGENCY, now=now, reason=reason, hours=hours)
    recipient = get_object_or_404(Recipient, pk=recipient_id)
    row = _open(recipient, _myself(actor), given, None)
    post.publish(EmergencyAccessTaken(row.pk, recipient.pk, row.owner_id), now=now)
    return row


@requires(P.REVIEW_EMERGENCY, about="relation_id")
def review_emergency_access(actor: Actor, *, relation_id: UUID, note: str, now: datetime) -> CareRelation:
    """The follow-up. Nobody follows up their own access."""
    rows = CareRelation.objects.select_for_update().filter(needs_follow_up=True, reviewed_at__isnull=True)
    row = get_object_or_404(rows.exclude(kind=HolderKind.STAFF, holder=actor.id), pk=relation_id)
    row.reviewed_at, row.reviewed_by, row.review_note = now, actor.id, note
    row.save(update_fields=["reviewed_at", "reviewed_by", "review_note"])
    return row
