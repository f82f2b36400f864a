"""One table without foreign keys, so that the log outlives what it is about."""

from __future__ import annotations

from django.db import models

from varde.foundation.ids import new_id


class Outcome(models.TextChoices):
    READ = "read", "Lest"
    WRITTEN = "written", "Endret"
    REFUSED = "refused", "Avvist"


class AccessLog(models.Model):
    """One read, write or refusal. A list is one row with the keys of what it showed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    actor = models.UUIDField()
    actor_name = models.CharField(max_length=200)
    roles = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    permission = models.CharField(max_length=100)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    owner = models.UUIDField(null=True)
    subject_kind = models.CharField(max_length=50)
    subject = models.UUIDField(null=True)
    ids = models.TextField(default="", blank=True)
    purpose = models.CharField(max_length=100)
    basis = models.CharField(max_length=300)
    beyond_agreement = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "at"], name="audit_subject_at"),
            models.Index(fields=["actor", "at"], name="audit_actor_at"),
            models.Index(fields=["owner", "at"], name="audit_owner_at"),
        ]
