"""An evaluation as it is read: the assessment's answers and today's side by side, and the adaptations compared."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from varde.care.pathways import queries
from varde.care.pathways.queries.plan import template_of
from varde.care.pathways.views.doing import Looking
from varde.care.pathways.views.door import opened
from varde.care.pathways.views.shown import tasks_at
from varde.foundation.accounts.http import StaffRequest
from varde.ground.questionnaires import actions as questionnaire_actions
from varde.ground.questionnaires import queries as questionnaires
from varde.ground.questionnaires.permissions import QuestionnairePermission
from varde.kernel.clock import now

BASIS = "evaluation"


def evaluated(look: Looking) -> dict[str, Any]:
    """The open evaluation, its form, both answers where there are two, the adaptations, and the steps of the stage."""
    rows = queries.evaluations(look.actor, case_id=look.case.pk, now=look.now)
    row = rows.filter(decided_at__isnull=True).first()
    page = queries.adaptations(look.actor, case_id=look.case.pk, now=look.now)
    steps = tasks_at(look, "evaluation")
    survey = next(
        (one.task.response_id for one in steps if one.task.form == "user_survey" and one.task.response_id),
        None,
    )
    form_code = template_of(look.case).evaluation.form or ""
    found = _answers(look, row.pk) if row is not None else ()
    done = next((one for one in found if one.completed_at is not None), None)
    key = (
        row.response_id or (done.id if done else _by_step(steps, form_code, row)) if row is not None else None
    )
    return {
        "evaluation": row,
        "form_code": form_code,
        "response_id": key,
        "survey_id": survey,
        "is_begun": bool(found) and done is None,
        "comparison": _compared(look, row.before_id, key) if row is not None else None,
        "adaptations": list(page),
        "steps": steps,
    }


def _by_step(steps: Iterable[Any], form_code: str, row: Any) -> UUID | None:
    """The answers to the evaluation's form, where they were given at a step of this evaluation."""
    tasks = [one.task for one in steps if one.task.form == form_code and one.task.response_id]
    return next((one.response_id for one in tasks if one.done_at and one.done_at >= row.opened_at), None)


def _answers(look: Looking, key: UUID) -> tuple[Any, ...]:
    if not look.actor.may(QuestionnairePermission.READ, look.case.owner_id):
        return ()
    return questionnaires.responses_for(look.actor, basis_kind=BASIS, basis_id=key, now=look.now)


def _compared(look: Looking, before: UUID | None, after: UUID | None) -> Any:
    if (
        before is None
        or after is None
        or not look.actor.may(QuestionnairePermission.READ, look.case.owner_id)
    ):
        return None
    language = get_language() or "nb"
    return questionnaires.compare(
        look.actor, first_id=before, second_id=after, language=language, now=look.now
    )


@opened
@require_POST
def form(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """To the form of the evaluation: the answers that are begun, or new ones; and back to the evaluation."""
    at = now()
    case = queries.case(request.actor, case_id=case_id, now=at)
    rows = queries.evaluations(request.actor, case_id=case_id, now=at).filter(decided_at__isnull=True)
    given: dict[str, Any] = {"basis_kind": BASIS, "basis_id": get_object_or_404(rows).pk}
    given |= {"definition_code": template_of(case).evaluation.form or ""}
    given |= {"owner_id": case.owner_id, "recipient_id": case.recipient_id}
    response = questionnaire_actions.start_response(request.actor, **given, now=at)
    back = urlencode({"neste": reverse("pathways:act", args=[case_id, "evaluer"])})
    return redirect(f"{reverse('questionnaires:fill', args=[response.pk])}?{back}")
