"""Texts for the patient record: made once by the action they tell of, and waiting until somebody has copied them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.shortcuts import get_object_or_404

from varde.care.pathways.actions.writing import note
from varde.care.pathways.models import Adaptation, Case, CaseText
from varde.care.pathways.models.around import TextKind
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.queries.near import _may_open
from varde.care.pathways.queries.plan import template_of
from varde.care.pathways.rules.wording import Compared, Told, record_text
from varde.foundation.authorisation import requires
from varde.kernel.actor import Actor
from varde.kernel.clock import local


def told_of(case: Case, *, evaluation: str = "") -> Told:
    """What is known of a case, in words, for the texts."""
    others = Case.objects.filter(recipient=case.recipient_id, status__in=["active", "paused"])
    services = others.exclude(pk=case.pk).select_related("template").order_by("started_at")
    return Told(
        service=template_of(case).name.nb,
        arrangement=str(case.get_arrangement_display()),
        owner=case.owner.name,
        allocated_on=case.allocated_on,
        given=str(case.get_given_display()),
        reference=case.allocation_ref,
        started_on=local(case.started_at).date() if case.started_at else None,
        ended_on=case.ended_on,
        end_reason=str(case.get_end_reason_display()) if case.end_reason else "",
        responsible=case.responsible_name,
        other_services=tuple(template_of(one).name.nb for one in services),
        evaluation=evaluation,
        next_on=case.evaluate_on,
    )


def compared_of(case: Case) -> list[Compared]:
    rows = Adaptation.objects.filter(case=case, ended_at__isnull=True).order_by("recommended_on", "pk")
    return [
        Compared(
            row.subject,
            str(row.recommended),
            str(row.setting),
            str(row.compared),
            tuple((one["at"], one["latest"]) for one in row.doses),
        )
        for row in rows
    ]


def record(case: Case, kind: TextKind, *, now: datetime, evaluation: str = "") -> CaseText:
    """Into the queue, oldest first, until it stands in the record system."""
    text = record_text(kind.value, told_of(case, evaluation=evaluation), compared_of(case))
    return CaseText.objects.create(owner_id=case.owner_id, case=case, kind=kind, text=text, made_at=now)


@requires(P.COPY_RECORD, about="text_id")
def mark_copied(actor: Actor, *, text_id: UUID, now: datetime) -> CaseText:
    """The text stands in the record system now. Marked once; 404 for a neighbour's. Raises NoRelation."""
    row = get_object_or_404(
        CaseText.objects.select_for_update(of=("self",)).select_related("case"), pk=text_id
    )
    _may_open(actor, row.case.recipient_id, P.COPY_RECORD, now)
    if row.copied_at is None:
        row.copied_at, row.copied_by = now, actor.name
        row.save()
        note(row.case, actor, "text_copied", now=now, kind=row.kind)
    return row
