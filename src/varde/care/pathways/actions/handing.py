"""Hand-over between organisations: offered, prepared for, accepted or rejected. The sender is responsible until then.

The sender's row and the receiver's row belong to two owners, so a machine changes both in the one transaction of the
action; each side reads only its own.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from varde.care.pathways.actions.carrying import carry, make_recipient
from varde.care.pathways.actions.offers import OfferIsOpen, settle_offer
from varde.care.pathways.actions.referral import stated
from varde.care.pathways.actions.writing import WORKER, end_of, keep, note, open_task
from varde.care.pathways.events import HandOverProposed
from varde.care.pathways.models import Case, HandOver, HandOverOffer
from varde.care.pathways.models.task import TaskKind
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.queries.near import _to_change
from varde.care.pathways.queries.plan import today
from varde.care.pathways.rules.lifecycle import RUNNING, Move, NotAllowed, Status
from varde.care.pathways.rules.responsibility import AGES_AFTER, OfferState
from varde.foundation.authorisation import machine, requires
from varde.foundation.outbox import post
from varde.ground.organisations.queries import every_organisation
from varde.kernel.actor import Actor


class NotToThem(ValueError):
    """A case is offered to another organisation that can be responsible for somebody."""


class NotPrepared(Exception):
    """The receiver has not registered the recipient yet: prepare first, and make the response plan."""


class MedicalMissing(ValueError):
    """Acceptance names who is medically responsible from now."""


RESPONSIBLE = frozenset({"municipality", "district", "agency", "hospital_trust", "centre_host"})


@requires(P.HAND_OVER, about="case_id")
def propose_hand_over(actor: Actor, *, case_id: UUID, to: UUID, text: str, now: datetime) -> HandOver:
    """Offers a running case. Nothing changes until they accept. Raises NotAllowed, OfferIsOpen, NotToThem."""
    case = _to_change(actor, case_id, P.HAND_OVER, now)
    if Status(case.status) not in RUNNING:
        raise NotAllowed(Move.HAND_OVER, case.position)
    if HandOver.objects.filter(case=case, state=OfferState.OPEN.value).exists():
        raise OfferIsOpen
    place = every_organisation().filter(pk=to, kind__in=RESPONSIBLE, is_active=True).first()
    if place is None or place.pk == case.owner_id:
        raise NotToThem
    row = HandOver.objects.create(
        owner_id=case.owner_id, case=case, to=place, text=text, offered_at=now, offered_by=actor.name
    )
    _offer(machine(WORKER), hand_over_id=row.pk, now=now)
    note(case, actor, "handover_proposed", now=now, text=text, to=place.name)
    post.publish(HandOverProposed(row.pk, case.pk, case.owner_id, place.pk), now=now)
    keep(case, now=now)
    return row


@requires(P.CARRY)
def _offer(actor: Actor, *, hand_over_id: UUID, now: datetime) -> None:
    """The receiver's row: the minimum that they need to answer."""
    row = HandOver.objects.select_related("case__recipient").get(pk=hand_over_id)
    person = row.case.recipient
    HandOverOffer.objects.create(
        owner_id=row.to_id,
        hand_over=row.pk,
        sender_id=row.owner_id,
        name=person.name,
        birth_date=person.birth_date,
        service_type=row.case.service_type,
        text=row.text,
        offered_at=now,
        offered_by=row.offered_by,
    )


@requires(P.HAND_OVER, about="hand_over_id")
def withdraw_hand_over(actor: Actor, *, hand_over_id: UUID, now: datetime) -> HandOver:
    """The sender takes the offer back. Raises NoRelation, Http404 where it is answered."""
    row = get_object_or_404(HandOver, pk=hand_over_id, state=OfferState.OPEN.value)
    case = _to_change(actor, row.case_id, P.HAND_OVER, now)
    settle_offer(
        machine(WORKER), hand_over_id=row.pk, state=OfferState.WITHDRAWN, by=actor.name, reason="", now=now
    )
    note(case, actor, "handover_withdrawn", now=now)
    row.refresh_from_db()
    return row


def _open_offer(actor: Actor, offer_id: UUID) -> HandOverOffer:
    rows = HandOverOffer.objects.select_for_update(of=("self",)).filter(state=OfferState.OPEN.value)
    offer = get_object_or_404(rows, pk=offer_id)
    if not actor.may(P.HAND_OVER, offer.owner_id):
        raise PermissionDenied
    return offer


@requires(P.HAND_OVER, about="offer_id")
def prepare_hand_over(actor: Actor, *, offer_id: UUID, now: datetime) -> HandOverOffer:
    """The receiver registers the recipient as their own (found by national id, or made), so that a response plan can be
    made before they accept. The actor may open that card. Raises Http404 where the offer is answered."""
    offer = _open_offer(actor, offer_id)
    if offer.recipient_id is None:
        offer.recipient_id = make_recipient(
            machine(WORKER), offer_id=offer.pk, holder=actor.id, holder_name=actor.name, now=now
        )
        offer.save()
    return offer


@requires(P.HAND_OVER, about="offer_id")
def accept_hand_over(
    actor: Actor, *, offer_id: UUID, template_id: UUID, arrangement: str, medical: str, now: datetime
) -> Case:
    """In one transaction: the receiver's case runs, equipment is theirs, the sender's case ends. Refused while a safety
    gate of the receiver is not met, above all a response plan without a hole.

    Raises NotPrepared, MedicalMissing, WrongTemplate, GateClosed, NotAllowed."""
    offer = _open_offer(actor, offer_id)
    if offer.recipient_id is None:
        raise NotPrepared
    if not medical.strip():
        raise MedicalMissing
    case = carry(
        machine(WORKER),
        offer_id=offer.pk,
        template_id=template_id,
        arrangement=arrangement,
        by=actor,
        medical=medical,
        now=now,
    )
    settle_offer(
        machine(WORKER),
        hand_over_id=offer.hand_over,
        state=OfferState.ACCEPTED,
        by=actor.name,
        reason="",
        now=now,
    )
    return Case.objects.get(pk=case)


@requires(P.HAND_OVER, about="offer_id")
def reject_hand_over(actor: Actor, *, offer_id: UUID, reason: str, now: datetime) -> HandOverOffer:
    """The sender is responsible as before, and gets to know why. Raises ReasonMissing, Http404."""
    offer = _open_offer(actor, offer_id)
    said = stated(reason)
    settle_offer(
        machine(WORKER),
        hand_over_id=offer.hand_over,
        state=OfferState.REJECTED,
        by=actor.name,
        reason=said,
        now=now,
    )
    tell_sender(
        machine(WORKER),
        hand_over_id=offer.hand_over,
        code="handover_rejected",
        text=said,
        by=actor.name,
        now=now,
    )
    offer.refresh_from_db()
    return offer


@requires(P.CARRY)
def tell_sender(actor: Actor, *, hand_over_id: UUID, code: str, text: str, by: str, now: datetime) -> None:
    """A line on the sender's timeline, and a task: the case is still theirs."""
    row = HandOver.objects.select_related("case__template", "to").get(pk=hand_over_id)
    note(row.case, actor, code, now=now, text=text, by=by, to=row.to.name)
    open_task(
        row.case,
        kind=TaskKind.HAND_OVER,
        code=code,
        title="Overføringen er avslått" if code == "handover_rejected" else "Overføringen er ikke besvart",
        now=now,
        series=HandOver.objects.filter(case=row.case_id).count(),
        due_at=end_of(today(now)),
        about_id=row.pk,
        assigned_to=row.case.responsible,
        assigned_name=row.case.responsible_name,
    )
    keep(row.case, now=now)


@requires(P.RUN)
def raise_unanswered(actor: Actor, *, now: datetime, limit: int = 200) -> int:
    """Offers that nobody has answered for a day rise with the sender, who is still responsible. Returns how many."""
    rows = HandOver.objects.filter(
        state=OfferState.OPEN.value, raised_at__isnull=True, offered_at__lte=now - AGES_AFTER
    )
    keys = list(rows.order_by("offered_at", "pk").values_list("pk", flat=True)[:limit])
    for key in keys:
        HandOver.objects.filter(pk=key).update(raised_at=now)
        tell_sender(machine(WORKER), hand_over_id=key, code="handover_waits", text="", by="", now=now)
    return len(keys)
