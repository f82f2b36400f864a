"""Adaptations [tilpasninger] and concerns: what differs from the standard, and somebody who feels unsafe."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404

from varde.care.pathways.actions.writing import keep, note, open_task
from varde.care.pathways.events import AdaptationChanged
from varde.care.pathways.models import Adaptation, Case, CaseTask, Concern
from varde.care.pathways.models.task import WAITING, TaskKind, TaskState
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.queries.near import _to_change
from varde.care.pathways.queries.plan import today
from varde.foundation.authorisation import requires
from varde.foundation.outbox import post
from varde.kernel.actor import Actor

ANSWER_WITHIN = timedelta(hours=24)
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


class BadDoses(ValueError):
    """A dose has its hour and the latest time to act, both "HH:MM"; a dose stands once."""


class AnswerMissing(ValueError):
    """A concern is answered with words."""


def check_doses(doses: Sequence[Any]) -> list[dict[str, str]]:
    """[{"at": "08:00", "latest": "09:30"}]. The latest time may lie past midnight. Raises BadDoses."""
    found = [{"at": str(one["at"]), "latest": str(one["latest"])} for one in doses]
    hours = [text for one in found for text in (one["at"], one["latest"])]
    if not all(_CLOCK.fullmatch(text) for text in hours) or len({one["at"] for one in found}) < len(found):
        raise BadDoses
    if any(one["at"] == one["latest"] for one in found):
        raise BadDoses
    return sorted(found, key=lambda one: one["at"])


@requires(P.WORK, about="case_id")
def recommend_adaptation(
    actor: Actor,
    *,
    case_id: UUID,
    subject: str,
    standard: str,
    recommended: str,
    doses: Sequence[Any],
    now: datetime,
) -> Adaptation:
    """At the assessment. Raises BadDoses, NoRelation."""
    case = _to_change(actor, case_id, P.WORK, now)
    row = Adaptation.objects.create(
        owner_id=case.owner_id,
        case=case,
        recipient_id=case.recipient_id,
        subject=subject,
        standard=standard,
        recommended=recommended,
        recommended_on=today(now),
        recommended_by=actor.name,
        doses=check_doses(doses),
    )
    note(case, actor, "adaptation_recommended", now=now, text=recommended, subject=subject)
    return row


def _adaptation(actor: Actor, adaptation_id: UUID, now: datetime) -> tuple[Case, Adaptation]:
    found = get_object_or_404(Adaptation, pk=adaptation_id, ended_at__isnull=True)
    case = _to_change(actor, found.case_id, P.WORK, now)
    return case, Adaptation.objects.select_for_update(of=("self",)).get(pk=adaptation_id)


def _told(row: Adaptation, now: datetime) -> None:
    post.publish(AdaptationChanged(row.pk, row.owner_id, row.recipient_id), now=now)


@requires(P.WORK, about="adaptation_id")
def set_adaptation(
    actor: Actor, *, adaptation_id: UUID, setting: str, doses: Sequence[Any], now: datetime
) -> Adaptation:
    """At installation, and each time it is changed: what was set stands on the card of an alarm from now. Raises BadDoses."""
    case, row = _adaptation(actor, adaptation_id, now)
    row.setting, row.doses, row.set_on, row.set_by = setting, check_doses(doses), today(now), actor.name
    row.save()
    note(case, actor, "adaptation_set", now=now, text=setting, subject=row.subject)
    _told(row, now)
    return row


@requires(P.WORK, about="adaptation_id")
def compare_adaptation(actor: Actor, *, adaptation_id: UUID, text: str, now: datetime) -> Adaptation:
    """At the evaluation: recommended, set, and how it went."""
    case, row = _adaptation(actor, adaptation_id, now)
    row.compared, row.compared_on = text, today(now)
    row.save()
    note(case, actor, "adaptation_compared", now=now, text=text, subject=row.subject)
    return row


@requires(P.WORK, about="adaptation_id")
def end_adaptation(actor: Actor, *, adaptation_id: UUID, now: datetime) -> Adaptation:
    case, row = _adaptation(actor, adaptation_id, now)
    row.ended_at = now
    row.save()
    note(case, actor, "adaptation_ended", now=now, subject=row.subject)
    _told(row, now)
    return row


@requires(P.WORK, about="case_id")
def log_concern(
    actor: Actor, *, case_id: UUID, said_by: str, said_name: str, text: str, now: datetime
) -> Concern:
    """[Utrygg?] Written down, owned by whoever is responsible for the case (or else by who wrote it), to be answered within 24 hours.

    `said_by`: recipient, next_of_kin, guardian or other. Raises NoRelation."""
    case = _to_change(actor, case_id, P.WORK, now)
    holder = case.responsible or actor.id
    row = Concern.objects.create(
        owner_id=case.owner_id,
        case=case,
        said_by=said_by,
        said_name=said_name,
        text=text,
        logged_at=now,
        logged_by=actor.name,
        holder=holder,
        holder_name=case.responsible_name or actor.name,
        answer_by=now + ANSWER_WITHIN,
    )
    open_task(
        case,
        kind=TaskKind.CONCERN,
        code=f"concern_{row.pk.hex}",
        title="Svar på en bekymring",
        now=now,
        due_at=row.answer_by,
        about_id=row.pk,
        assigned_to=row.holder,
        assigned_name=row.holder_name,
    )
    note(case, actor, "concern", now=now, text=text, said_by=said_by)
    keep(case, now=now)
    return row


@requires(P.WORK, about="concern_id")
def answer_concern(actor: Actor, *, concern_id: UUID, answer: str, now: datetime) -> Concern:
    """Raises AnswerMissing, NoRelation, Http404."""
    found = get_object_or_404(Concern, pk=concern_id, answered_at__isnull=True)
    case = _to_change(actor, found.case_id, P.WORK, now)
    if not answer.strip():
        raise AnswerMissing
    found.answered_at, found.answered_name, found.answer = now, actor.name, answer
    found.save()
    tasks = CaseTask.objects.filter(about_id=found.pk, kind=TaskKind.CONCERN, state__in=WAITING)
    tasks.update(state=TaskState.DONE, done_at=now, done_by=actor.id, done_name=actor.name)
    note(case, actor, "concern_answered", now=now, text=answer)
    keep(case, now=now)
    return found
