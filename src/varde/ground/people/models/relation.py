"""The care relation: the one thing that opens a recipient's card."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F, Q, QuerySet

from varde.foundation.encryption import EncryptedTextField
from varde.foundation.ownership import OwnedModel
from varde.ground.people.models.recipient import Recipient
from varde.ground.people.rules.holder import HolderKind
from varde.ground.people.rules.relation import Basis


class CareRelation(OwnedModel):
    """Holds from `starts_at` until `ends_at` (not included). `holder` is a plain key: a user, unit or organisation,
    who may belong to a partner under an agreement. `basis_id` is what opened it (an alarm, a plan, a placement)."""

    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="relations")
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in HolderKind])
    holder = models.UUIDField()
    holder_name = models.CharField(max_length=200, default="", blank=True)
    basis = models.CharField(max_length=10, choices=[(b.value, b.value) for b in Basis])
    basis_id = models.UUIDField(null=True, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    reason = EncryptedTextField(blank=True)
    needs_follow_up = models.BooleanField(default=False)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.UUIDField(null=True, blank=True)
    review_note = EncryptedTextField(blank=True)

    subject_kind = "care_relation"

    class Meta(OwnedModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name="relation_period"
            ),
            models.UniqueConstraint(
                fields=["recipient", "kind", "holder", "basis", "basis_id"],
                condition=Q(ends_at__isnull=True),
                name="relation_once",
            ),
        ]
        indexes = [
            models.Index(fields=["holder", "recipient"], name="relation_by_holder"),
            models.Index(fields=["basis_id"], name="relation_by_basis"),
        ]

    @staticmethod
    def in_force(now: datetime) -> Q:
        """The rows whose half-open period holds the instant."""
        return Q(starts_at__lte=now) & (Q(ends_at__isnull=True) | Q(ends_at__gt=now))

    @staticmethod
    def held_by(staff: UUID, units: QuerySet[Any, Any], organisations: QuerySet[Any, Any]) -> Q:
        """The rows that name this person, or a place where they work."""
        return (
            Q(kind=HolderKind.STAFF, holder=staff)
            | Q(kind=HolderKind.UNIT, holder__in=units)
            | Q(kind=HolderKind.ORGANISATION, holder__in=organisations)
        )
