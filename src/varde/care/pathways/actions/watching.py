"""What time alone brings about in pauses, and what a device says of a service that runs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from varde.care.pathways.actions.steps import need_steps
from varde.care.pathways.actions.writing import end_of, keep, note, open_task
from varde.care.pathways.models import Case, Pause
from varde.care.pathways.models.task import TaskKind
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.queries.plan import today
from varde.care.pathways.queries.shipped import shipped_services
from varde.care.pathways.rules.lifecycle import RUNNING, Status
from varde.care.pathways.rules.template import Need
from varde.foundation.authorisation import requires
from varde.kernel.actor import Actor


@requires(P.RUN)
def raise_overlong_pauses(actor: Actor, *, now: datetime, limit: int = 200) -> int:
    """A pause that is past its end and that nobody has ended stops nothing any more, and rises to a leader. Returns how many."""
    rows = Pause.objects.filter(
        resumed_at__isnull=True, raised_at__isnull=True, ends_at__lte=now, case__status=Status.PAUSED.value
    )
    keys = list(rows.order_by("ends_at", "pk").values_list("pk", "case", "ends_at")[:limit])
    for pause_id, case_id, ends_at in keys:
        case = Case.objects.select_for_update(of=("self",)).select_related("template").get(pk=case_id)
        Pause.objects.filter(pk=pause_id).update(raised_at=now)
        open_task(
            case,
            kind=TaskKind.RESUME,
            code="pause_overlong",
            title="Pausen har vart lenger enn avtalt",
            now=now,
            due_at=end_of(today(now)),
            about_id=pause_id,
            role="unit_leader",
        )
        note(case, actor, "pause_overlong", now=now, ended=ends_at.isoformat())
        keep(case, now=now)
    return len(keys)


@requires(P.RUN, about="recipient_id")
def hear_device(
    actor: Actor, *, recipient_id: UUID, kinds: Collection[str], need: Need, now: datetime
) -> int:
    """Equipment of these kinds said that something happened: the steps for it open in the recipient's services that run with
    such equipment. Nothing opens twice while it waits. Returns how many."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("template")
    opened = 0
    for case in rows.filter(recipient=recipient_id, status__in=[one.value for one in RUNNING]).order_by("pk"):
        service = shipped_services().get(case.service_type)
        if service is not None and set(service.equipment) & set(kinds):
            opened += need_steps(case, need, actor, now)
            keep(case, now=now)
    return opened
