"""Versions of the service catalogue and of pathway templates: a case keeps the ones it was decided by."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from varde.foundation.ownership import OwnedModel


class Versioned(OwnedModel):
    """`data` is what the pure rules read; a change ends this row and starts another with the next number."""

    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    number = models.PositiveIntegerField(default=1)
    data = models.JSONField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    made_by = models.CharField(max_length=200)

    class Meta(OwnedModel.Meta):
        abstract = True

    @staticmethod
    def in_force(now: datetime) -> Q:
        """The versions whose half-open period holds the instant."""
        return Q(starts_at__lte=now) & (Q(ends_at__isnull=True) | Q(ends_at__gt=now))


class TemplateVersion(Versioned):
    """A pathway template [forløpsmal] of one organisation. Running cases stay on theirs until moved."""

    class Meta(OwnedModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name="template_period"
            ),
            models.UniqueConstraint(
                fields=["owner", "code"], condition=Q(ends_at__isnull=True), name="template_once"
            ),
        ]


class ServiceVersion(Versioned):
    """A service type of the catalogue [tjenestekatalogen] with its criteria. An allocation keeps the version it was made by."""

    class Meta(OwnedModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name="service_period"
            ),
            models.UniqueConstraint(
                fields=["owner", "code"], condition=Q(ends_at__isnull=True), name="service_once"
            ),
        ]
