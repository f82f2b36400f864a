"""Moving a running case to another version of its template."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.shortcuts import get_object_or_404

from varde.care.pathways.actions.referral import WrongTemplate
from varde.care.pathways.actions.writing import close_tasks, keep, note, open_steps
from varde.care.pathways.models import Case, CaseTask, TemplateVersion
from varde.care.pathways.models.task import WAITING, TaskKind
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.queries.near import _to_change
from varde.care.pathways.queries.plan import steps_of
from varde.care.pathways.rules.lifecycle import RUNNING, Move, NotAllowed, Status
from varde.care.pathways.rules.steps import at_start, opening
from varde.care.pathways.rules.template import Stage, template_from
from varde.foundation.authorisation import requires
from varde.kernel.actor import Actor


@requires(P.LEAD, about="case_id")
def move_to_version(actor: Actor, *, case_id: UUID, template_id: UUID, now: datetime) -> Case:
    """The case goes on by this version of its template: what is signed stays signed, steps that are gone fall away, new
    ones of its stage open. Gates are judged by the new version from now. Raises WrongTemplate, NotAllowed, NoRelation."""
    case = _to_change(actor, case_id, P.LEAD, now)
    if Status(case.status) not in RUNNING | {Status.PREPARING}:
        raise NotAllowed(Move.EXTEND, case.position)
    new = get_object_or_404(TemplateVersion, pk=template_id, owner=case.owner_id)
    plan = template_from(new.data)
    if (
        new.code != case.template.code
        or case.arrangement not in plan.arrangements
        or case.service_type not in plan.service_types
    ):
        raise WrongTemplate
    was, case.template = case.template.number, new
    case.save(update_fields=["template"])
    codes = {one.step.code for one in steps_of(case)}
    steps = CaseTask.objects.filter(
        case=case, kind__in=[TaskKind.STEP, TaskKind.RECURRING], state__in=WAITING
    )
    gone = list(steps.exclude(code__in=codes).values_list("pk", flat=True))
    close_tasks(case, now=now, pk__in=gone)
    _open_new(case, now)
    note(case, actor, "template_moved", now=now, was=was, to=new.number, gone=len(gone))
    return keep(case, now=now)


def _open_new(case: Case, now: datetime) -> None:
    known = set(CaseTask.objects.filter(case=case).values_list("code", flat=True))
    running = Status(case.status) in RUNNING
    wanted = [*opening(steps_of(case), Stage(case.stage)), *(at_start(steps_of(case)) if running else ())]
    fresh = {one.step.code: one for one in wanted if one.step.code not in known}
    open_steps(case, fresh.values(), now=now)
