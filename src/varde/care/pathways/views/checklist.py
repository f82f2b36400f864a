"""Installation and training as a checklist on a phone: one step under the other, each signed with one press."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from varde.care.pathways import actions, queries
from varde.care.pathways.views.doing import Looking
from varde.care.pathways.views.door import opened
from varde.care.pathways.views.refusals import REFUSED, refusal
from varde.care.pathways.views.shown import BASIS, step_beside, tasks_at
from varde.foundation.accounts.http import StaffRequest
from varde.ground.questionnaires import actions as questionnaires
from varde.kernel.clock import now

ON_THE_PHONE = ("adaptation", "training")


@opened
@require_safe
def checklist(request: StaffRequest, case_id: UUID) -> HttpResponse:
    at = now()
    case = queries.case(request.actor, case_id=case_id, now=at)
    stages = (case.stage,) if case.stage in ON_THE_PHONE else ON_THE_PHONE
    steps = tasks_at(Looking(request.actor, case, None, at, {}), *stages)
    done = sum(not one.is_open for one in steps)
    return render(request, "pathways/checklist.html", {"case": case, "steps": steps, "done": done})


@opened
@require_POST
def sign(request: StaffRequest, case_id: UUID, task_id: UUID) -> HttpResponse:
    """One step of the checklist. What was written stands on the step's own page if it is refused."""
    at, text = now(), request.POST.get("text", "")[:4000]
    queries.task(request.actor, case_id=case_id, task_id=task_id, now=at)
    try:
        actions.sign_step(request.actor, task_id=task_id, text=text, now=at)
        messages.success(request, _("Steget er signert."))
    except REFUSED as fault:
        messages.warning(request, f"{refusal(fault)['text']} {text}")
    return redirect("pathways:checklist", case_id)


@opened
@require_POST
def form(request: StaffRequest, case_id: UUID, task_id: UUID) -> HttpResponse:
    """To the step's form: what was answered, or the answers that are begun, or new ones; and back to the step."""
    at = now()
    look = Looking(request.actor, queries.case(request.actor, case_id=case_id, now=at), task_id, at, {})
    beside = step_beside(look)
    if beside["response"] is not None:
        return redirect("questionnaires:show", beside["response"].id)
    given = {"basis_kind": BASIS, "basis_id": task_id, "definition_code": beside["task"].form}
    given |= {"owner_id": look.case.owner_id, "recipient_id": look.case.recipient_id}
    row = questionnaires.start_response(request.actor, **given, now=at)
    back = urlencode({"neste": reverse("pathways:act_on", args=[case_id, "steg", task_id])})
    return redirect(f"{reverse('questionnaires:fill', args=[row.pk])}?{back}")
