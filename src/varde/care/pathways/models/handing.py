"""Who is responsible: spans of responsibility, hand-overs between organisations, deputies and absences."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from varde.care.pathways.models.case import Case
from varde.care.pathways.rules.responsibility import OfferState, is_aged
from varde.foundation.encryption import EncryptedTextField
from varde.foundation.ownership import OwnedModel

OFFER_STATES = [
    (OfferState.OPEN.value, _("Venter på svar")),
    (OfferState.ACCEPTED.value, _("Overtatt")),
    (OfferState.REJECTED.value, _("Avslått")),
    (OfferState.WITHDRAWN.value, _("Trukket tilbake")),
]


class Responsibility(OwnedModel):
    """The owner is responsible for the service of one chain of cases, from when to when."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="spans")
    chain = models.UUIDField()
    medical = models.CharField(max_length=200, default="", blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="responsibility_period",
            ),
            models.UniqueConstraint(
                fields=["chain"], condition=Q(ends_at__isnull=True), name="responsibility_one_open"
            ),
        ]
        indexes = [models.Index(fields=["chain", "starts_at"], name="responsibility_by_chain")]


class HandOver(OwnedModel):
    """The sender's side of a hand-over. Open until the receiver accepts; the sender is responsible until then."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="hand_overs")
    to = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=OFFER_STATES, default=OfferState.OPEN.value)
    text = EncryptedTextField()
    offered_at = models.DateTimeField()
    offered_by = models.CharField(max_length=200)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=200, default="", blank=True)
    reason = EncryptedTextField(blank=True)
    medical = models.CharField(max_length=200, default="", blank=True)
    raised_at = models.DateTimeField(null=True, blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state=OfferState.OPEN.value), name="hand_over_one_open"
            )
        ]

    def has_aged(self, now: datetime) -> bool:
        """Nobody has answered for a day."""
        return self.state == OfferState.OPEN.value and is_aged(self.offered_at, now)


class HandOverOffer(OwnedModel):
    """The receiver's side: what they need to answer, and the recipient that they have prepared for."""

    hand_over = models.UUIDField(unique=True)
    sender = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    name = EncryptedTextField()
    birth_date = models.DateField(null=True, blank=True)
    service_type = models.CharField(max_length=40)
    text = EncryptedTextField()
    state = models.CharField(max_length=10, choices=OFFER_STATES, default=OfferState.OPEN.value)
    offered_at = models.DateTimeField()
    offered_by = models.CharField(max_length=200)
    recipient = models.ForeignKey(
        "people.Recipient", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=200, default="", blank=True)
    reason = EncryptedTextField(blank=True)

    class Meta(OwnedModel.Meta):
        indexes = [
            models.Index(
                fields=["owner", "offered_at"],
                name="offer_waiting",
                condition=Q(state=OfferState.OPEN.value),
            )
        ]

    def has_aged(self, now: datetime) -> bool:
        """Nobody has answered for a day."""
        return self.state == OfferState.OPEN.value and is_aged(self.offered_at, now)


class Absence(OwnedModel):
    """Somebody with a named responsibility is away, in Norwegian days; `deputy` stands in."""

    person = models.UUIDField()
    person_name = models.CharField(max_length=200)
    deputy = models.UUIDField(null=True, blank=True)
    deputy_name = models.CharField(max_length=200, default="", blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta(OwnedModel.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="absence_period"),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | ~Q(deputy=F("person")), name="absence_other_person"
            ),
        ]
        indexes = [models.Index(fields=["owner", "ends_on"], name="absence_by_end")]


class Deputy(OwnedModel):
    """Who stands in for somebody with a named responsibility whenever they are away [stedfortreder]."""

    person = models.UUIDField()
    person_name = models.CharField(max_length=200)
    deputy = models.UUIDField()
    deputy_name = models.CharField(max_length=200)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["owner", "person"], name="deputy_once"),
            models.CheckConstraint(condition=~Q(deputy=F("person")), name="deputy_other_person"),
        ]
