"""Who is responsible, and what is not settled."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from varde.foundation.history import OwnedHistory
from varde.foundation.ownership import OwnedModel


class Charge(OwnedModel):
    """Who is responsible [ansvarlig] for a task, per actor and arrangement; `deputy` [stedfortreder] stands in.

    A user where the person has one, else a name. An empty task is the whole model: the service owner."""

    task = models.CharField(max_length=80, default="", blank=True)
    arrangement = models.CharField(max_length=20, default="all")
    actor = models.CharField(max_length=20, default="municipality")
    user = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=200, default="", blank=True)
    deputy = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    deputy_name = models.CharField(max_length=200, default="", blank=True)

    history = OwnedHistory()

    class Meta(OwnedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "task", "arrangement", "actor"], name="servicemodel_charge_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="servicemodel_charge_named"),
        ]


class Clarification(OwnedModel):
    """Something to be settled [avklaring]: a question of the edition's, or an own one, with an owner and a due day."""

    task = models.CharField(max_length=80)
    address = models.CharField(max_length=200, default="", blank=True)
    question = models.CharField(max_length=1000)
    user = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=200)
    due_on = models.DateField()
    answer = models.TextField(default="", blank=True)
    raised_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | ~Q(answer=""), name="servicemodel_answered_in_words"
            )
        ]
        indexes = [
            models.Index(
                fields=["owner", "due_on"], name="servicemodel_unclear", condition=Q(answered_at__isnull=True)
            ),
            models.Index(fields=["owner", "task"], name="servicemodel_clar_by_task"),
        ]


class ClarificationEntry(OwnedModel):
    """What happened to a clarification. Only added to."""

    append_only: ClassVar[bool] = True

    clarification = models.ForeignKey(Clarification, on_delete=models.PROTECT, related_name="entries")
    verb = models.CharField(max_length=12)  # raised, moved, answered, reopened
    text = models.TextField(default="", blank=True)
    name = models.CharField(max_length=200)  # who was to settle it from then on
    due_on = models.DateField()
    at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=200)

    class Meta(OwnedModel.Meta):
        indexes = [models.Index(fields=["clarification", "at"], name="servicemodel_clar_entries")]
