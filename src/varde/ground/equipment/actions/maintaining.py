"""Doing what comes again, and seeing to it that every item has its tasks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404

from varde.foundation.authorisation import requires
from varde.foundation.outbox import post
from varde.ground.equipment.actions.keeping import runs_now, set_clock
from varde.ground.equipment.events import MaintenanceFailed
from varde.ground.equipment.models import Item, MaintenanceDone, MaintenanceRule, MaintenanceTask
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.equipment.rules import maintenance
from varde.ground.equipment.rules.maintenance import Task
from varde.kernel.actor import Actor
from varde.kernel.clock import local

AT_ONCE: Final = 2_000


@dataclass(frozen=True, slots=True)
class Report:
    """How it went. `firmware`: the version that is on the item now, where that was the task."""

    is_ok: bool = True
    note: str = ""
    firmware: str = ""


@requires(P.MAINTAIN, about="task_id")
def record_maintenance(actor: Actor, *, task_id: UUID, report: Report, now: datetime) -> MaintenanceDone:
    """It is done, and comes again after its interval. What does not work is told to those who give support."""
    rows = MaintenanceTask.objects.select_for_update(of=("self",)).select_related("rule", "item")
    task = get_object_or_404(rows, pk=task_id, item__retired_at__isnull=True)
    item, rule = task.item, task.rule
    row = MaintenanceDone(
        owner_id=task.owner_id,
        item=item,
        rule=rule,
        task=rule.task,
        is_ok=report.is_ok,
        note=report.note.strip(),
        at=now,
        by=actor.id,
        by_name=actor.name,
    )
    row.save(force_insert=True)
    today = local(now).date()
    set_clock(task, maintenance.done(rule.every_days, on=today, runs=runs_now(item, rule)))
    if rule.task == Task.FIRMWARE and report.firmware.strip():
        item.firmware = report.firmware.strip()
        item.save(update_fields=["firmware"])
    if not report.is_ok:
        post.publish(MaintenanceFailed(item.pk, item.owner_id, rule.task), now=now)
    return row


@requires(P.MAINTAIN)
def start_tasks(actor: Actor, *, now: datetime) -> int:
    """Items that came by import, or before the rule did, get their tasks. Some at a time. Returns how many."""
    today, made = local(now).date(), 0
    for rule in MaintenanceRule.objects.filter(is_active=True).order_by("pk"):
        has = MaintenanceTask.objects.filter(item=OuterRef("pk"), rule=rule)
        bare = Item.objects.filter(~Exists(has), product=rule.product_id, retired_at__isnull=True)
        tasks = []
        for item in bare.order_by("pk")[: AT_ONCE - made]:
            task = MaintenanceTask(owner_id=item.owner_id, item=item, rule=rule)
            clock = maintenance.first(rule.every_days, today=today, runs=runs_now(item, rule))
            task.due_on, task.days_left = clock.due_on, clock.days_left
            tasks.append(task)
        MaintenanceTask.objects.bulk_create(tasks)
        made += len(tasks)
        if made >= AT_ONCE:
            break
    return made
