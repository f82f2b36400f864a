"""What carries a case over the border between two owners: one machine, one transaction, after an acceptance."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.shortcuts import get_object_or_404

from varde.care.pathways.actions.catalogue import criteria_for
from varde.care.pathways.actions.ending import finish
from varde.care.pathways.actions.gates import defer_all
from varde.care.pathways.actions.referral import AlreadyOpen, WrongTemplate
from varde.care.pathways.actions.running import begin
from varde.care.pathways.actions.writing import WORKER, go, keep, let_in, note, person
from varde.care.pathways.events import HandOverAccepted
from varde.care.pathways.models import (
    Adaptation,
    Case,
    CaseTask,
    Ground,
    HandOver,
    HandOverOffer,
    TemplateVersion,
)
from varde.care.pathways.models.case import OPEN_VALUES
from varde.care.pathways.models.task import TaskState
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.queries.plan import steps_of, today
from varde.care.pathways.queries.shipped import shipped_services
from varde.care.pathways.rules.lifecycle import EndReason, Move
from varde.care.pathways.rules.steps import met_by_steps
from varde.care.pathways.rules.template import template_from
from varde.foundation.authorisation import machine, requires
from varde.foundation.outbox import post
from varde.ground.equipment.actions import HandOver as HandOverOf
from varde.ground.equipment.actions import hand_over_placements
from varde.ground.people.actions import copy_around, copy_recipient
from varde.kernel.actor import Actor

CARRIED = (
    "subject",
    "standard",
    "recommended",
    "recommended_on",
    "recommended_by",
    "setting",
    "set_on",
    "set_by",
    "doses",
    "compared",
    "compared_on",
)


@requires(P.CARRY)
def make_recipient(actor: Actor, *, offer_id: UUID, holder: UUID, holder_name: str, now: datetime) -> UUID:
    """The receiver's own row for the person, and a relation for whoever prepares. Returns its key."""
    offer = HandOverOffer.objects.get(pk=offer_id)
    sent = HandOver.objects.select_related("case").get(pk=offer.hand_over)
    row = copy_recipient(
        machine(WORKER),
        recipient_id=sent.case.recipient_id,
        owner_id=offer.owner_id,
        holder=person(holder, holder_name),
        basis_id=offer.pk,
        now=now,
    )
    return row.pk


@requires(P.CARRY)
def carry(
    actor: Actor,
    *,
    offer_id: UUID,
    template_id: UUID,
    arrangement: str,
    by: Actor,
    medical: str,
    now: datetime,
) -> UUID:
    """The receiver's case begins as the sender's ends. Returns the key of the receiver's. Raises WrongTemplate, GateClosed."""
    offer = HandOverOffer.objects.get(pk=offer_id)
    sent = HandOver.objects.select_related("case__template").get(pk=offer.hand_over)
    old = Case.objects.select_for_update(of=("self",)).select_related("template").get(pk=sent.case_id)
    go(old, Move.HAND_OVER, now=now)
    new = _new(offer, old, template_id, arrangement, by, now)
    copy_around(machine(WORKER), recipient_id=old.recipient_id, to_id=new.recipient_id, now=now)
    _carry_around(old, new, now)
    over = HandOverOf(old.recipient_id, new.recipient_id, new.owner_id, _kinds(old))
    hand_over_placements(machine(WORKER), over=over, now=now)
    old.end_reason, old.ended_on = EndReason.HANDED_OVER.value, today(now)
    finish(old, by, now)
    keep(old, now=now)
    defer_all(new, by, now=now)
    begin(new, by, Move.TAKE_OVER, now, medical=medical)
    sent.medical = medical
    sent.save(update_fields=["medical"])
    offer.case = new
    offer.save(update_fields=["case"])
    let_in(new, person(by.id, by.name), now=now)
    post.publish(
        HandOverAccepted(
            sent.pk, new.owner_id, new.pk, new.recipient_id, old.owner_id, old.pk, old.recipient_id
        ),
        now=now,
    )
    return keep(new, now=now).pk


def _kinds(old: Case) -> frozenset[str]:
    """Which equipment goes over: of this service, where the person has another one that stays; else all of it."""
    others = Case.objects.filter(recipient=old.recipient_id, status__in=OPEN_VALUES).exclude(pk=old.pk)
    service = shipped_services().get(old.service_type)
    return frozenset(service.equipment) if service and others.exists() else frozenset()


def _new(
    offer: HandOverOffer, old: Case, template_id: UUID, arrangement: str, by: Actor, now: datetime
) -> Case:
    template = get_object_or_404(TemplateVersion, pk=template_id, owner=offer.owner_id)
    plan = template_from(template.data)
    assert offer.recipient_id is not None
    if arrangement not in plan.arrangements or old.service_type not in plan.service_types:
        raise WrongTemplate
    if Case.objects.filter(
        recipient=offer.recipient_id,
        service_type=old.service_type,
        arrangement=arrangement,
        status__in=OPEN_VALUES,
    ).exists():
        raise AlreadyOpen
    case = Case(
        owner_id=offer.owner_id,
        recipient_id=offer.recipient_id,
        chain=old.chain,
        service_type=old.service_type,
        arrangement=arrangement,
        template=template,
        criteria=criteria_for(owner_id=offer.owner_id, code=old.service_type, now=now),
        stage_at=now,
        referred_at=now,
        referrer="hospital" if old.arrangement == "hospital" else "other",
        referral=offer.text,
        answered_at=now,
        given=old.given,
        allocated_on=today(now),
        allocation_ref=old.allocation_ref,
        responsible=by.id,
        responsible_name=by.name,
    )
    case.save(force_insert=True)
    note(case, by, "handover_accepted", now=now, sender=offer.sender.name, sent_case=str(old.pk))
    return case


def _carry_around(old: Case, new: Case, now: datetime) -> None:
    """Ground, adaptations, and the signed steps that met a gate: what was told and taught is not told again for the form's sake."""
    for ground in Ground.objects.filter(case=old, ended_at__isnull=True):
        Ground.objects.create(
            owner_id=new.owner_id,
            case=new,
            code=ground.code,
            conditions=ground.conditions,
            assessment=ground.assessment,
            clinician=ground.clinician,
            starts_on=ground.starts_on,
            review_on=ground.review_on,
            made_at=now,
            made_by=ground.made_by,
        )
    for one in Adaptation.objects.filter(case=old, ended_at__isnull=True):
        Adaptation.objects.create(
            owner_id=new.owner_id,
            case=new,
            recipient_id=new.recipient_id,
            **{name: getattr(one, name) for name in CARRIED},
        )
    _carry_signed(old, new)


def _carry_signed(old: Case, new: Case) -> None:
    met = met_by_steps(steps_of(new))
    told = {gate for gate, codes in met_by_steps(steps_of(old)).items() if _all_signed(old, codes)}
    for gate in sorted(told & set(met)):
        for planned in steps_of(new):
            if (
                planned.step.code in met[gate]
                and not CaseTask.objects.filter(case=new, code=planned.step.code).exists()
            ):
                _signed_copy(old, new, planned.step.code, gate)


def _all_signed(case: Case, codes: tuple[str, ...]) -> bool:
    rows = CaseTask.objects.filter(case=case, code__in=codes, state=TaskState.DONE)
    return set(rows.values_list("code", flat=True)) == set(codes)


def _signed_copy(old: Case, new: Case, code: str, gate: str) -> None:
    planned = next(one for one in steps_of(new) if one.step.code == code)
    done = CaseTask.objects.filter(case=old, state=TaskState.DONE)
    first = next(row for row in done.order_by("done_at", "pk") if gate in row.meets)
    CaseTask.objects.create(
        owner_id=new.owner_id,
        case=new,
        kind=first.kind,
        code=code,
        title=planned.step.title.nb,
        stage=planned.stage.value,
        place=planned.place,
        role=planned.role,
        meets=list(planned.step.meets),
        form=planned.step.form or "",
        response_id=first.response_id,
        state=TaskState.DONE,
        made_at=first.made_at,
        done_at=first.done_at,
        done_by=first.done_by,
        done_name=first.done_name,
    )
