"""What other apps know of the recipient, for the case page: equipment that is out, and forms that are answered."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from varde.care.pathways.views.words import said_text
from varde.ground.equipment import queries as equipment
from varde.ground.equipment.permissions import EquipmentPermission
from varde.ground.questionnaires import queries as questionnaires
from varde.ground.questionnaires.permissions import QuestionnairePermission
from varde.kernel.actor import Actor

if TYPE_CHECKING:
    from varde.care.pathways.models import Case

SHOWN = 8


def equipment_out(actor: Actor, case: Case, at: datetime) -> list[Any]:
    """What the recipient has at home now."""
    if not actor.may(EquipmentPermission.VIEW, case.owner_id):
        return []
    return list(equipment.placed_with(actor, recipient_id=case.recipient_id, now=at))


def forms_answered(actor: Actor, case: Case, at: datetime) -> list[dict[str, Any]]:
    """The newest answers about the recipient, one line each."""
    if not actor.may(QuestionnairePermission.READ, case.owner_id):
        return []
    rows = questionnaires.responses_about(actor, recipient_id=case.recipient_id, now=at)[:SHOWN]
    return [_form(one) for one in rows]


def _form(one: Any) -> dict[str, Any]:
    page = "show" if one.completed_at is not None else "fill"
    scores = [f"{said_text(score.title)}: {score.value}" for score in one.scores if score.value is not None]
    return {
        "row": one,
        "title": said_text(one.title),
        "scores": scores,
        "url": reverse(f"questionnaires:{page}", args=[one.id]),
    }
