"""Tasks that follow each item, and what was done."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from varde.foundation.encryption import EncryptedTextField
from varde.foundation.ownership import OwnedModel
from varde.ground.equipment.models.items import Item
from varde.ground.equipment.models.products import MaintenanceRule
from varde.ground.equipment.models.words import TASKS, choices
from varde.ground.equipment.rules.maintenance import Clock


class MaintenanceTask(OwnedModel):
    """The next time one rule applies to one item: due on a day, or resting with so many days left."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="tasks")
    rule = models.ForeignKey(MaintenanceRule, on_delete=models.PROTECT, related_name="tasks")
    due_on = models.DateField(null=True, blank=True)
    days_left = models.IntegerField(null=True, blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["item", "rule"], name="maintenance_task_per_item"),
            models.CheckConstraint(
                condition=Q(due_on__isnull=False, days_left__isnull=True)
                | Q(due_on__isnull=True, days_left__isnull=False),
                name="maintenance_due_or_resting",
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "due_on"], name="maintenance_due", condition=Q(due_on__isnull=False)
            )
        ]

    @property
    def clock(self) -> Clock:
        return Clock(self.due_on, self.days_left)


class MaintenanceDone(OwnedModel):
    """A task that was done on an item."""

    append_only = True

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="maintained")
    rule = models.ForeignKey(MaintenanceRule, on_delete=models.PROTECT, related_name="done")
    task = models.CharField(max_length=12, choices=choices(TASKS))
    is_ok = models.BooleanField(default=True)
    note = EncryptedTextField(blank=True)
    at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=200)

    class Meta(OwnedModel.Meta):
        indexes = [models.Index(fields=["item", "at"], name="maintenance_done_at")]
