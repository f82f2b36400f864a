"""What stands around a recipient: address, way in, next of kin, risks, adaptations, next visit."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from varde.foundation.encryption import EncryptedTextField
from varde.foundation.ownership import OwnedModel
from varde.ground.people.models.recipient import Recipient
from varde.ground.people.rules import next_of_kin as kin_rules
from varde.ground.people.rules import risk as risk_rules
from varde.ground.people.rules.address import Protection
from varde.kernel.period import DatePeriod


def _ends_after(start: str, end: str, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gt": F(start)}), name=name
    )


class Address(OwnedModel):
    """Where the recipient is from `starts_on`. One without an end is home; one with an end is a stay."""

    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="addresses")
    street = EncryptedTextField()
    postal_code = EncryptedTextField(blank=True)
    postal_place = EncryptedTextField(blank=True)
    door_note = EncryptedTextField(blank=True)
    protection = models.CharField(
        max_length=21, choices=[(p.value, p.value) for p in Protection], default=Protection.ORDINARY
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            _ends_after("starts_on", "ends_on", "address_period"),
            models.UniqueConstraint(
                fields=["recipient"], condition=Q(ends_on__isnull=True), name="address_one_home"
            ),
        ]


class WayInKind(models.TextChoices):
    KEY = "key", _("Nøkkel")
    KEY_BOX = "key_box", _("Nøkkelboks")
    E_LOCK = "e_lock", _("E-lås")


class WayIn(OwnedModel):
    """How one gets in. Where it is and its code are shown on a click that is logged."""

    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="ways_in")
    kind = models.CharField(max_length=10, choices=WayInKind.choices)
    location = EncryptedTextField()
    code = EncryptedTextField(blank=True)
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    subject_kind = "way_in"


class NextOfKin(OwnedModel):
    """A pårørende of one recipient, with what was agreed: who is told, who receives alarms, from when to when."""

    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="next_of_kin")
    name = EncryptedTextField()
    relation = models.CharField(max_length=60)
    phone = EncryptedTextField(blank=True)
    may_know = EncryptedTextField(blank=True)
    told_from = models.DateField(null=True, blank=True)
    told_until = models.DateField(null=True, blank=True)
    accepted_on = models.DateField(null=True, blank=True)
    receives_from = models.DateField(null=True, blank=True)
    receives_until = models.DateField(null=True, blank=True)
    has_key = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            _ends_after("told_from", "told_until", "kin_told_period"),
            _ends_after("receives_from", "receives_until", "kin_receives_period"),
        ]

    @property
    def agreed(self) -> kin_rules.NextOfKin:
        """What the rules judge by."""
        told = DatePeriod(self.told_from, self.told_until) if self.told_from else None
        receives = DatePeriod(self.receives_from, self.receives_until) if self.receives_from else None
        return kin_rules.NextOfKin(told, self.accepted_on, receives, self.has_key, bool(self.phone))


class RiskNote(OwnedModel):
    """A risk for those who come, as a fact with a date and a day by which it is looked at again."""

    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="risks")
    text = EncryptedTextField()
    observed_on = models.DateField()
    review_due_on = models.DateField()
    written_by = models.UUIDField()
    written_by_name = models.CharField(max_length=200)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    @property
    def stated(self) -> risk_rules.RiskStatement:
        return risk_rules.RiskStatement(str(self.text), self.observed_on, self.review_due_on)


class Adaptation(OwnedModel):
    """A tilpasning: what differs from the standard, shown to whoever handles the alarm."""

    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="adaptations")
    text = EncryptedTextField()
    set_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)


class PlannedVisit(OwnedModel):
    """The next visit, as told by the unit that makes it."""

    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="visits")
    unit = models.ForeignKey("organisations.Unit", on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="visit_period"),
        ]
        indexes = [models.Index(fields=["recipient", "starts_at"], name="visit_next")]
