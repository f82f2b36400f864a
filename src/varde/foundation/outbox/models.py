"""Rows that wait to be handed on, who leads a job now, and the pulse of each process."""

from __future__ import annotations

from django.db import models

from varde.foundation.ids import new_id


class Delivery(models.Model):
    """One event on its way to one subscriber. `payload` never holds a name, number or health value: ids only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    event = models.CharField(max_length=100)
    subscriber = models.CharField(max_length=200)
    payload = models.JSONField()
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], name="outbox_waiting", condition=models.Q(done_at__isnull=True)),
        ]


class Lease(models.Model):
    """Who leads a job that one process at a time does. Taken by conditional update, lost by silence."""

    name = models.CharField(max_length=50, primary_key=True)
    holder = models.CharField(max_length=100)
    until = models.DateTimeField()


class Pulse(models.Model):
    """The last sign of life of a process, and how it is doing. A stale pulse is itself an alarm."""

    name = models.CharField(max_length=100, primary_key=True)
    beat_at = models.DateTimeField()
    detail = models.JSONField(default=dict)
