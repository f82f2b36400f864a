"""From referral to allocation: one way in, an answer with a reason, an assessment, and who decides."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from varde.care.pathways.actions.catalogue import criteria_for
from varde.care.pathways.actions.signing import sign_for
from varde.care.pathways.actions.texts import record
from varde.care.pathways.actions.writing import (
    close_tasks,
    go,
    keep,
    let_in,
    note,
    open_stage,
    person,
)
from varde.care.pathways.events import CaseAllocated, CaseReferred
from varde.care.pathways.models import Case, Consideration, TemplateVersion
from varde.care.pathways.models.around import TextKind
from varde.care.pathways.models.case import Arrangement
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.queries.near import _may_open, _to_change
from varde.care.pathways.queries.plan import today
from varde.care.pathways.rules.lifecycle import NEW, OPEN, Move
from varde.care.pathways.rules.template import template_from
from varde.foundation.authorisation import requires
from varde.foundation.ids import new_id
from varde.foundation.outbox import post
from varde.ground.organisations import queries as organisations
from varde.ground.people.queries import recipients
from varde.ground.people.rules.holder import Holder, HolderKind
from varde.kernel.actor import Actor

# Steps of the templates that are signed by doing them here.
ANSWERED, CONSIDERED, ALLOCATED = "receive_referral", "consider_technology", "allocate"
SHORTEST_REASON = 10


class AlreadyOpen(Exception):
    """The recipient has an open case of this service type and arrangement."""


class WrongTemplate(ValueError):
    """The template is not in force, or not made for this service type and arrangement."""


class WrongArrangement(ValueError):
    """Hospital follow-up is assessed and allocated by a hospital trust; the rest by the home municipality."""


class ReasonMissing(ValueError):
    """A no needs a reason of at least 10 characters."""


def stated(reason: str) -> str:
    text = " ".join(reason.split())
    if len(text) < SHORTEST_REASON:
        raise ReasonMissing
    return text


@requires(P.REFER, about="recipient_id")
def refer(
    actor: Actor, *, recipient_id: UUID, template_id: UUID, values: dict[str, Any], now: datetime
) -> Case:
    """A new case. `values`: service_type, arrangement, referrer, referrer_name, referral, unit (or None).

    Raises NoRelation, AlreadyOpen, WrongTemplate, WrongArrangement."""
    _may_open(actor, recipient_id, P.REFER, now)
    template = get_object_or_404(TemplateVersion.objects.select_related("owner"), pk=template_id)
    owner = template.owner
    if not actor.may(P.REFER, owner.pk):
        raise PermissionDenied
    _refuse_wrong(template, values, now)
    same = Case.objects.filter(
        recipient=recipient_id,
        service_type=values["service_type"],
        arrangement=values["arrangement"],
        status__in=sorted(one.value for one in OPEN),
    )
    if same.exists():
        raise AlreadyOpen
    key = new_id()
    case = Case(
        pk=key,
        owner=owner,
        recipient_id=recipient_id,
        chain=key,
        template=template,
        status=NEW.status.value,
        stage=NEW.stage.value,
        stage_at=now,
        referred_at=now,
        **values,
    )
    case.save(force_insert=True)
    _open(case, actor, now)
    post.publish(CaseReferred(case.pk, case.owner_id, case.recipient_id, case.service_type), now=now)
    return keep(case, now=now)


def _refuse_wrong(template: TemplateVersion, values: dict[str, Any], now: datetime) -> None:
    plan, arrangement = template_from(template.data), values["arrangement"]
    if template.ends_at is not None and template.ends_at <= now:
        raise WrongTemplate
    if arrangement not in plan.arrangements or values["service_type"] not in plan.service_types:
        raise WrongTemplate
    is_hospital = template.owner.kind == "hospital_trust"
    if is_hospital != (arrangement == Arrangement.HOSPITAL):
        raise WrongArrangement


def _open(case: Case, actor: Actor, now: datetime) -> None:
    note(case, actor, "referred", now=now, text=str(case.referral), referrer=case.referrer)
    open_stage(case, now=now)
    let_in(case, person(actor.id, actor.name), now=now)
    if case.unit_id:
        let_in(case, Holder(HolderKind.UNIT, case.unit_id, str(case.unit)), now=now)


@requires(P.ANSWER_REFERRAL, about="case_id")
def accept_referral(actor: Actor, *, case_id: UUID, now: datetime) -> Case:
    """Whoever accepts is responsible for the case until they give it to another. Raises NotAllowed."""
    case = _to_change(actor, case_id, P.ANSWER_REFERRAL, now)
    go(case, Move.ACCEPT, now=now)
    case.answered_at = now
    case.responsible, case.responsible_name = actor.id, actor.name
    sign_for(case, actor, ANSWERED, now=now)
    let_in(case, person(actor.id, actor.name), now=now)
    note(case, actor, "accepted", now=now)
    open_stage(case, now=now)
    return keep(case, now=now)


@requires(P.ANSWER_REFERRAL, about="case_id")
def reject_referral(actor: Actor, *, case_id: UUID, reason: str, now: datetime) -> Case:
    """Raises NotAllowed, ReasonMissing."""
    case = _to_change(actor, case_id, P.ANSWER_REFERRAL, now)
    case.answer_reason = stated(reason)
    go(case, Move.REJECT, now=now)
    case.answered_at = now
    sign_for(case, actor, ANSWERED, now=now)
    close_tasks(case, now=now)
    note(case, actor, "rejected", now=now, text=str(case.answer_reason))
    return keep(case, now=now)


@requires(P.ASSESS, about="case_id")
def complete_assessment(actor: Actor, *, case_id: UUID, values: dict[str, Any], now: datetime) -> Case:
    """The need is assessed. `values`: considered, chosen (whether technology was), part_of_need, why_not.

    Raises NotAllowed; ReasonMissing where technology is not chosen and nobody says why."""
    case = _to_change(actor, case_id, P.ASSESS, now)
    if not values["chosen"]:
        values = {**values, "why_not": stated(values.get("why_not", ""))}
    go(case, Move.ASSESS, now=now)
    sign_for(case, actor, CONSIDERED, now=now)
    consider(case.owner_id, case.recipient_id, actor, values, now, case=case)
    note(case, actor, "assessed", now=now, considered=values["considered"], chosen=values["chosen"])
    open_stage(case, now=now)
    return keep(case, now=now)


def consider(
    owner_id: UUID,
    recipient_id: UUID,
    actor: Actor,
    values: dict[str, Any],
    now: datetime,
    *,
    case: Case | None,
) -> Consideration:
    return Consideration.objects.create(
        owner_id=owner_id,
        recipient_id=recipient_id,
        case=case,
        assessed_on=today(now),
        written_at=now,
        written_by=actor.name,
        **values,
    )


@requires(P.ASSESS, about="recipient_id")
def record_consideration(
    actor: Actor, *, recipient_id: UUID, values: dict[str, Any], now: datetime
) -> Consideration:
    """A service assessment outside any case: whether technology was considered, for which part of the need, and why not.

    `values` as for `complete_assessment`. Raises NoRelation, ReasonMissing."""
    _may_open(actor, recipient_id, P.ASSESS, now)
    owner = recipients(actor, now=now).get(pk=recipient_id).owner_id
    if not values["chosen"]:
        values = {**values, "why_not": stated(values.get("why_not", ""))}
    return consider(owner, recipient_id, actor, values, now, case=None)


@requires(P.ALLOCATE, about="case_id")
def allocate(actor: Actor, *, case_id: UUID, values: dict[str, Any], now: datetime) -> Case:
    """The service is given. `values`: given ("decision", "without"), allocated_on, allocation_ref, allocated_until.

    Keeps the version of the criteria in force that instant. The decision itself stands in the record system.
    Raises NotAllowed."""
    case = _to_change(actor, case_id, P.ALLOCATE, now)
    go(case, Move.ALLOCATE, now=now)
    for name in ("given", "allocated_on", "allocation_ref", "allocated_until"):
        setattr(case, name, values[name])
    case.criteria = criteria_for(owner_id=case.owner_id, code=case.service_type, now=now)
    number = case.criteria.number if case.criteria else None
    sign_for(case, actor, ALLOCATED, now=now)
    note(case, actor, "allocated", now=now, given=case.given, criteria=number, ref=case.allocation_ref)
    record(case, TextKind.ALLOCATION, now=now)
    open_stage(case, now=now)
    post.publish(CaseAllocated(case.pk, case.owner_id, case.recipient_id, case.service_type), now=now)
    return keep(case, now=now)


@requires(P.ALLOCATE, about="case_id")
def decline_allocation(actor: Actor, *, case_id: UUID, reason: str, now: datetime) -> Case:
    """Assessed, and not given. Raises NotAllowed, ReasonMissing."""
    case = _to_change(actor, case_id, P.ALLOCATE, now)
    case.answer_reason = stated(reason)
    go(case, Move.DECLINE, now=now)
    close_tasks(case, now=now)
    note(case, actor, "declined", now=now, text=str(case.answer_reason))
    return keep(case, now=now)


@requires(P.WORK, about="case_id")
def take_case(actor: Actor, *, case_id: UUID, now: datetime) -> Case:
    """The actor becomes responsible for the case, and may open the card: own case. For one whose unit the case is in,
    or who may see every case of the organisation."""
    rows = Case.objects.select_for_update(of=("self",))
    case: Case = get_object_or_404(rows, pk=case_id, status__in=sorted(one.value for one in OPEN))
    units = organisations.places_of(actor, now=now).units
    if not actor.may(P.VIEW_ALL, case.owner_id) and case.unit_id not in units:
        raise PermissionDenied
    case.responsible, case.responsible_name = actor.id, actor.name
    let_in(case, person(actor.id, actor.name), now=now)
    note(case, actor, "taken", now=now)
    return keep(case, now=now)
