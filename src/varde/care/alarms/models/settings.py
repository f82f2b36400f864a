"""Response plans, triage rules and action cards: versioned, so that yesterday's alarm keeps what was in force then."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from varde.care.alarms.rules.plan import Band, Choice, plan_from
from varde.foundation.ids import new_id
from varde.foundation.ownership import OwnedModel


class Version(OwnedModel):
    """`body` is the data that the pure rules read; a change ends this row and starts another."""

    title = models.CharField(max_length=200)
    alert = models.CharField(max_length=32, default="", blank=True)
    body = models.JSONField()
    number = models.PositiveIntegerField(default=1)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    made_by = models.CharField(max_length=200)
    ended_by = models.CharField(max_length=200, default="", blank=True)

    class Meta(OwnedModel.Meta):
        abstract = True

    @staticmethod
    def in_force(now: datetime) -> Q:
        """The versions whose half-open period holds the instant."""
        return Q(starts_at__lte=now) & (Q(ends_at__isnull=True) | Q(ends_at__gt=now))


class PlanVersion(Version):
    """Response plan [varslingsplan] for one recipient (or all), one alert type (or all) and one time band (or always).

    `line`: the same in every version of one plan.
    """

    subject_kind = "response_plan"
    line = models.UUIDField(default=new_id, editable=False)
    recipient = models.ForeignKey(
        "people.Recipient", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    band = models.JSONField(null=True, blank=True)

    def choice(self) -> Choice:
        """The row as the rules choose among plans."""
        band = self.band and Band(frozenset(self.band["days"]), self.band["starts"], self.band["ends"])
        return Choice(plan_from(self.body), str(self.recipient_id or ""), self.alert, band or None)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name="plan_period"
            )
        ]
        indexes = [
            models.Index(fields=["recipient"], name="plan_recipient"),
            models.Index(fields=["line", "number"], name="plan_line"),
        ]


class RuleVersion(Version):
    """A triage rule of one organisation; goes before the shipped one for the same alert type."""

    class Meta(OwnedModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name="rule_period"
            ),
            models.UniqueConstraint(
                fields=["owner", "alert"], condition=Q(ends_at__isnull=True), name="rule_once"
            ),
        ]


class CardVersion(Version):
    """An action card [tiltakskort] of one organisation; goes before the shipped one for the same alert type."""

    class Meta(OwnedModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name="card_period"
            ),
            models.UniqueConstraint(
                fields=["owner", "alert"], condition=Q(ends_at__isnull=True), name="card_once"
            ),
        ]
