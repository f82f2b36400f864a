"""What turns a case aside: a pause, and winding down."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from varde.care.pathways.models.case import Case
from varde.care.pathways.rules.pause import Pause as PauseFacts
from varde.care.pathways.rules.pause import Reason, Stops
from varde.foundation.encryption import EncryptedTextField
from varde.foundation.ownership import OwnedModel
from varde.kernel.period import Period

REASONS = [
    (Reason.TRAVEL.value, _("Reise")),
    (Reason.HOSPITAL.value, _("Sykehus")),
    (Reason.SHORT_STAY.value, _("Korttidsopphold")),
    (Reason.OTHER_ADDRESS.value, _("Annen adresse")),
]


class Pause(OwnedModel):
    """The recipient is elsewhere until `ends_at`. What stops and what follows was decided by the rule in force when it began."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="pauses")
    recipient = models.ForeignKey("people.Recipient", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=14, choices=REASONS)
    place = EncryptedTextField(blank=True)
    stops = models.JSONField(default=list)
    follows = models.JSONField(default=list)
    suspends = models.JSONField(default=list)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    resumed_at = models.DateTimeField(null=True, blank=True)
    resumed_by = models.CharField(max_length=200, default="", blank=True)
    raised_at = models.DateTimeField(null=True, blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="pause_period"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(resumed_at__isnull=True), name="pause_one_open"
            ),
        ]
        indexes = [
            models.Index(
                fields=["recipient"], name="pause_by_recipient", condition=Q(resumed_at__isnull=True)
            ),
            models.Index(fields=["ends_at"], name="pause_by_end", condition=Q(resumed_at__isnull=True)),
        ]

    @property
    def facts(self) -> PauseFacts:
        return PauseFacts(
            Period(self.starts_at, self.ends_at), frozenset(Stops(one) for one in self.stops), self.resumed_at
        )


class WindingDown(OwnedModel):
    """Between active and ended: equipment is out and still watched. `before` holds exactly what undoing restores."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="windings")
    reason = models.CharField(max_length=20)
    true_date = models.DateField()
    before = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=200)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=200, default="", blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(undone_at__isnull=True, ended_at__isnull=True),
                name="winding_one_open",
            ),
        ]
