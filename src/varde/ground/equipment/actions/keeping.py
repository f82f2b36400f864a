"""The clocks of the tasks that follow an item: started when it is used, resting when it is not."""

from __future__ import annotations

from datetime import datetime

from varde.ground.equipment.models import Item, MaintenanceRule, MaintenanceTask
from varde.ground.equipment.rules import maintenance
from varde.ground.equipment.rules.lifecycle import GONE, State
from varde.ground.equipment.rules.maintenance import Clock
from varde.kernel.clock import local


def keep_up(item: Item, *, now: datetime) -> None:
    """Every rule of the product has its task on the item, and each clock runs or rests as the item's state says."""
    today = local(now).date()
    held = {task.rule_id: task for task in MaintenanceTask.objects.filter(item=item).select_related("rule")}
    for rule in MaintenanceRule.objects.filter(product=item.product_id, is_active=True):
        runs = runs_now(item, rule)
        task = held.get(rule.pk)
        if task is None:
            clock = maintenance.first(rule.every_days, today=today, runs=runs)
            made = MaintenanceTask(owner_id=item.owner_id, item=item, rule=rule)
            set_clock(made, clock)
        elif (clock := _turned(task.clock, runs, today)) != task.clock:
            set_clock(task, clock)


def runs_now(item: Item, rule: MaintenanceRule) -> bool:
    return rule.is_active and maintenance.runs(
        only_in_use=rule.only_in_use, in_use=item.state == State.PLACED, gone=State(item.state) in GONE
    )


def set_clock(task: MaintenanceTask, clock: Clock) -> None:
    task.due_on, task.days_left = clock.due_on, clock.days_left
    task.save()


def _turned(clock: Clock, runs: bool, today: object) -> Clock:
    return (maintenance.go_on if runs else maintenance.rest)(clock, today=today)  # type: ignore[arg-type]
