"""What the running system has been seen to prove."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from varde.foundation.ids import new_id
from varde.foundation.ownership import OwnedModel
from varde.governance.servicemodel.rules.codes import Proof

PROOFS = [(one.value, one.value) for one in Proof]


class Finding(OwnedModel):
    """What is found of one line of an organisation's checklist, at the last look. `why` is a rules.proving.Why."""

    address = models.CharField(max_length=200)
    proof = models.CharField(max_length=16, choices=PROOFS)
    why = models.JSONField(default=dict)
    url = models.CharField(max_length=300, default="", blank=True)
    since = models.DateTimeField()

    class Meta(OwnedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["owner", "address"], name="servicemodel_finding_once")]


class FindingChange(OwnedModel):
    """A line went from one to another: how the model stood on a past day. Only added to."""

    append_only: ClassVar[bool] = True

    address = models.CharField(max_length=200)
    proof = models.CharField(max_length=16, choices=PROOFS)
    why = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta(OwnedModel.Meta):
        indexes = [models.Index(fields=["owner", "at"], name="servicemodel_findings_by_time")]


class ProofLook(models.Model):
    """When a line was last looked at, for all at once. Nobody's own: it holds no finding."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    address = models.CharField(max_length=200, unique=True)
    at = models.DateTimeField()
