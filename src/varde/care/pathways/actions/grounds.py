"""The ground that the service rests on, and consents: chosen with their conditions, reviewed, withdrawn, objected to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.shortcuts import get_object_or_404

from varde.care.pathways.actions.signing import sign_for
from varde.care.pathways.actions.writing import close_tasks, end_of, keep, note, open_task
from varde.care.pathways.events import ConsentWithdrawn
from varde.care.pathways.models import Case, Consent, Ground
from varde.care.pathways.models.task import TaskKind
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.queries.near import _may_open, _to_change
from varde.care.pathways.queries.plan import today
from varde.care.pathways.queries.shipped import shipped_grounds
from varde.care.pathways.rules import consents as rules
from varde.care.pathways.rules.due import add_months
from varde.care.pathways.rules.grounds import GroundRule, unmet
from varde.foundation.authorisation import requires
from varde.foundation.outbox import post
from varde.ground.people.queries import recipients
from varde.kernel.actor import Actor

CHOSEN = "choose_ground"


class NoGround(Exception):
    """No ground holds for this case."""


class GroundRefused(ValueError):
    """`problem`: unknown, service, conditions, consents, clinician or review. `missing`: codes of what is not met."""

    def __init__(self, problem: str, missing: Sequence[str] = ()) -> None:
        super().__init__(problem)
        self.problem, self.missing = problem, tuple(missing)


def _check(case: Case, values: dict[str, Any], now: datetime) -> None:
    """Raises GroundRefused. Every condition is answered in words; the consents that the ground needs are given."""
    rule = shipped_grounds().get(values["code"])
    if rule is None:
        raise GroundRefused("unknown")
    if rule.services and case.service_type not in rule.services:
        raise GroundRefused("service")
    met = [code for code, text in values["conditions"].items() if str(text).strip()]
    if left := unmet(rule, met):
        raise GroundRefused("conditions", [one.code for one in left])
    given = Consent.objects.filter(recipient=case.recipient_id, withdrawn_at__isnull=True)
    kinds = set(given.filter(Q(case=case) | Q(case__isnull=True)).values_list("kind", flat=True))
    if lacking := set(rule.consents) - kinds:
        raise GroundRefused("consents", sorted(lacking))
    if not values["clinician"].strip():
        raise GroundRefused("clinician")
    _check_review(rule, values["review_on"], now)


def _check_review(rule: GroundRule, review_on: date | None, now: datetime) -> None:
    latest = add_months(today(now), rule.review_months)
    if review_on is None or not today(now) < review_on <= latest:
        raise GroundRefused("review")


@requires(P.ASSESS, about="case_id")
def choose_ground(actor: Actor, *, case_id: UUID, values: dict[str, Any], now: datetime) -> Ground:
    """Takes the place of the one that held. `values`: code, conditions ({condition: what was found}), assessment,
    clinician, review_on. Raises GroundRefused."""
    case = _to_change(actor, case_id, P.ASSESS, now)
    _check(case, values, now)
    Ground.objects.filter(case=case, ended_at__isnull=True).update(ended_at=now, ended_because="replaced")
    row = Ground.objects.create(
        owner_id=case.owner_id, case=case, starts_on=today(now), made_at=now, made_by=actor.name, **values
    )
    close_tasks(case, now=now, code__in=["ground_missing", "review_ground"])
    sign_for(case, actor, CHOSEN, now=now)
    _review(case, row, now)
    note(case, actor, "ground", now=now, ground=row.code)
    keep(case, now=now)
    return row


def _review(case: Case, row: Ground, now: datetime) -> None:
    if row.review_on is None:
        return
    open_task(
        case,
        kind=TaskKind.GROUND,
        code="review_ground",
        title="Se på det rettslige grunnlaget på nytt",
        now=now,
        due_at=end_of(row.review_on),
        about_id=row.pk,
        role="case_officer",
    )


@requires(P.ASSESS, about="case_id")
def review_ground(actor: Actor, *, case_id: UUID, assessment: str, review_on: date, now: datetime) -> Ground:
    """Looked at again, and it still holds. Raises NoGround, GroundRefused."""
    case = _to_change(actor, case_id, P.ASSESS, now)
    row = Ground.objects.filter(case=case, ended_at__isnull=True).first()
    if row is None:
        raise NoGround
    if rule := shipped_grounds().get(row.code):
        _check_review(rule, review_on, now)
    row.reviewed_at, row.review_on, row.assessment = now, review_on, assessment or row.assessment
    row.save()
    close_tasks(case, now=now, code="review_ground")
    _review(case, row, now)
    note(case, actor, "ground_reviewed", now=now, ground=row.code)
    keep(case, now=now)
    return row


@requires(P.WORK, about="case_id")
def record_objection(actor: Actor, *, case_id: UUID, text: str, now: datetime) -> Case:
    """The recipient objects: the ground ends now, and somebody must judge today whether the service goes on. Never silence.
    A ground that by law can stand against an objection holds until it is judged anew, today. Raises NoGround."""
    case = _to_change(actor, case_id, P.WORK, now)
    row = Ground.objects.filter(case=case, ended_at__isnull=True).first()
    if row is None:
        raise NoGround
    rule = shipped_grounds().get(row.code)
    row.objection = text
    if rule is not None and rule.stands_against_objection:
        row.review_on = today(now)
        _review(case, row, now)
    else:
        row.ended_at, row.ended_because = now, "objection"
        ground_missing(case, now)
    row.save()
    note(case, actor, "objection", now=now, text=text, ground=row.code)
    return keep(case, now=now)


def ground_missing(case: Case, now: datetime) -> None:
    close_tasks(case, now=now, code="review_ground")
    open_task(
        case,
        kind=TaskKind.GROUND,
        code="ground_missing",
        title="Grunnlaget er falt bort: avgjør hva som skjer med tjenesten",
        now=now,
        due_at=now,
        assigned_to=case.responsible,
        assigned_name=case.responsible_name,
        role="" if case.responsible else "case_officer",
    )


@requires(P.ASSESS, about="recipient_id")
def give_consent(
    actor: Actor, *, recipient_id: UUID, case_id: UUID | None, values: dict[str, Any], now: datetime
) -> Consent:
    """`values`: kind, giver (a code of rules/consents.Giver), giver_name, given_on. Next of kin never consent for an adult.

    Raises ConsentRefused, NoRelation."""
    _may_open(actor, recipient_id, P.ASSESS, now)
    person = recipients(actor, now=now).get(pk=recipient_id)
    rules.check(
        rules.Giver(values["giver"]), values["kind"], person.birth_date, values["given_on"], today(now)
    )
    case = get_object_or_404(Case, pk=case_id, recipient=recipient_id) if case_id else None
    row = Consent.objects.create(
        owner_id=person.owner_id, recipient_id=recipient_id, case=case, written_by=actor.name, **values
    )
    if case is not None:
        note(case, actor, "consent_given", now=now, kind=row.kind, giver=row.giver)
    return row


@requires(P.WORK, about="consent_id")
def withdraw_consent(actor: Actor, *, consent_id: UUID, text: str, now: datetime) -> Consent:
    """Withdrawn from now, without the others. Where the service rests on it, its ground ends the same instant.

    Raises NoRelation, Http404."""
    rows = Consent.objects.select_for_update(of=("self",)).filter(withdrawn_at__isnull=True)
    row = get_object_or_404(rows, pk=consent_id)
    _may_open(actor, row.recipient_id, P.WORK, now)
    row.withdrawn_at, row.withdrawn_note = now, text
    row.save()
    if row.kind == "care":
        _ground_falls(row, actor, text, now)
    elif row.case_id:
        note(Case.objects.get(pk=row.case_id), actor, "consent_withdrawn", now=now, text=text, kind=row.kind)
    post.publish(ConsentWithdrawn(row.pk, row.owner_id, row.recipient_id, row.kind), now=now)
    return row


def _ground_falls(row: Consent, actor: Actor, text: str, now: datetime) -> None:
    """Consent to care is withdrawn: the ground "consent" of this case, or of every open case, ends."""
    grounds = Ground.objects.filter(case__recipient=row.recipient_id, code="consent", ended_at__isnull=True)
    if row.case_id:
        grounds = grounds.filter(case=row.case_id)
    for ground in grounds.select_related("case__template").order_by("pk"):
        ground.ended_at, ground.ended_because, ground.objection = now, "withdrawn", text
        ground.save()
        ground_missing(ground.case, now)
        note(ground.case, actor, "consent_withdrawn", now=now, text=text, kind=row.kind)
        keep(ground.case, now=now)
