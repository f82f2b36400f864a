"""One row of a case, for the page that changes it; and the rows of one part of a case. All go through the card relation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from varde.care.pathways.models import (
    Adaptation,
    CaseTask,
    Concern,
    Consideration,
    Evaluation,
    HandOverOffer,
    Letter,
)
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.queries.near import _case
from varde.foundation.authorisation import requires
from varde.kernel.actor import Actor


def _row(actor: Actor, model: Any, case_id: UUID, key: UUID, now: datetime) -> Any:
    case = _case(actor, case_id, P.VIEW, now)
    return get_object_or_404(model, pk=key, case=case)


@requires(P.VIEW)
def task(actor: Actor, *, case_id: UUID, task_id: UUID, now: datetime) -> CaseTask:
    """Raises NoRelation, Http404; so do the others here."""
    row: CaseTask = _row(actor, CaseTask, case_id, task_id, now)
    return row


@requires(P.VIEW)
def letter(actor: Actor, *, case_id: UUID, letter_id: UUID, now: datetime) -> Letter:
    row: Letter = _row(actor, Letter, case_id, letter_id, now)
    return row


@requires(P.VIEW)
def adaptation(actor: Actor, *, case_id: UUID, adaptation_id: UUID, now: datetime) -> Adaptation:
    row: Adaptation = _row(actor, Adaptation, case_id, adaptation_id, now)
    return row


@requires(P.VIEW)
def concern(actor: Actor, *, case_id: UUID, concern_id: UUID, now: datetime) -> Concern:
    row: Concern = _row(actor, Concern, case_id, concern_id, now)
    return row


@requires(P.VIEW)
def tasks_of(actor: Actor, *, case_id: UUID, now: datetime) -> QuerySet[CaseTask]:
    """Every task of the case, also what is done, in the template's order."""
    case = _case(actor, case_id, P.VIEW, now)
    return CaseTask.objects.filter(case=case).order_by("place", "series", "pk")


@requires(P.VIEW)
def adaptations(actor: Actor, *, case_id: UUID, now: datetime) -> QuerySet[Adaptation]:
    """Those that hold, the oldest first."""
    case = _case(actor, case_id, P.VIEW, now)
    return Adaptation.objects.filter(case=case, ended_at__isnull=True).order_by("recommended_on", "pk")


@dataclass(frozen=True, slots=True)
class Allocated:
    """What whoever supplies the equipment needs to know: which part of the need it meets, and what differs."""

    owner_id: UUID
    recipient_id: UUID
    reason: str
    adaptations: tuple[str, ...]


@requires(P.VIEW, about="case_id")
def allocated(actor: Actor, *, case_id: UUID, now: datetime) -> Allocated:
    """Why the technology was chosen, as the newest assessment says it, with the adaptations that hold."""
    case = _case(actor, case_id, P.VIEW, now)
    chosen = Consideration.objects.filter(case=case, chosen=True).order_by("-written_at", "-pk").first()
    held = Adaptation.objects.filter(case=case, ended_at__isnull=True).order_by("recommended_on", "pk")
    differs = tuple(f"{one.subject}: {one.setting or one.recommended}" for one in held)
    return Allocated(case.owner_id, case.recipient_id, chosen.part_of_need if chosen else "", differs)


@requires(P.VIEW)
def evaluations(actor: Actor, *, case_id: UUID, now: datetime) -> QuerySet[Evaluation]:
    """Newest first."""
    case = _case(actor, case_id, P.VIEW, now)
    return Evaluation.objects.filter(case=case).order_by("-opened_at", "-pk")


@requires(P.HAND_OVER)
def offer(actor: Actor, *, offer_id: UUID) -> HandOverOffer:
    """One offer to the actor's organisation, answered or not. 404 for somebody else's."""
    rows = HandOverOffer.objects.filter(owner__in=list(actor.where(P.HAND_OVER)))
    row: HandOverOffer = get_object_or_404(rows.select_related("sender", "owner", "recipient"), pk=offer_id)
    return row
