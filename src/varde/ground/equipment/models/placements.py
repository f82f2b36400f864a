"""Where each item has been, who used it, whether it was tested there, and whether it was wiped afterwards."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from varde.foundation.encryption import EncryptedTextField
from varde.foundation.ownership import OwnedModel
from varde.ground.equipment.models.items import Item
from varde.ground.equipment.rules.wiping import Facts


class Placement(OwnedModel):
    """An item at a recipient's, or in a room, from `starts_at` until `ends_at` (not included).

    `cleared_at`: since when nothing of those who used it is left on the item. One that is not cleared bars the next one
    in the database itself. `unit` follows the item up where it is. `settings` is what is set on it for those who use it.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="placements")
    room = models.CharField(max_length=200, default="", blank=True)
    unit = models.ForeignKey(
        "organisations.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settings = EncryptedTextField(blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    cleared_at = models.DateTimeField(null=True, blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")), name="placement_period"
            ),
            models.CheckConstraint(
                condition=Q(cleared_at__isnull=True) | Q(cleared_at__gte=F("ends_at"), ends_at__isnull=False),
                name="placement_cleared_after_end",
            ),
            models.UniqueConstraint(
                fields=["item"], condition=Q(cleared_at__isnull=True), name="placement_one_uncleared"
            ),
        ]
        indexes = [
            models.Index(fields=["item", "starts_at"], name="placement_by_item"),
            models.Index(
                fields=["owner", "starts_at"], name="placement_open", condition=Q(ends_at__isnull=True)
            ),
        ]

    @staticmethod
    def at(instant: datetime) -> Q:
        return Q(starts_at__lte=instant) & (Q(ends_at__isnull=True) | Q(ends_at__gt=instant))


class Sharing(OwnedModel):
    """Somebody who uses a placed item: a couple shares one base unit. The first one added is asked for first."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="sharings")
    recipient = models.ForeignKey("people.Recipient", on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")), name="sharing_period"
            ),
            models.UniqueConstraint(
                fields=["placement", "recipient"], condition=Q(ends_at__isnull=True), name="sharing_once"
            ),
        ]
        indexes = [models.Index(fields=["recipient", "starts_at"], name="sharing_by_recipient")]

    @staticmethod
    def at(instant: datetime) -> Q:
        return Q(starts_at__lte=instant) & (Q(ends_at__isnull=True) | Q(ends_at__gt=instant))


class Wipe(OwnedModel):
    """What must be done before anybody else may get the item: reset it, sign that personal data is gone, and have the
    supplier's word where the supplier keeps data. Opened when a placement ends; complete when all of it stands."""

    placement = models.OneToOneField(Placement, on_delete=models.PROTECT, related_name="wipe")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="wipes")
    opened_at = models.DateTimeField()
    supplier_needed = models.BooleanField(default=False)
    reset_at = models.DateTimeField(null=True, blank=True)
    reset_by = models.UUIDField(null=True, blank=True)
    reset_by_name = models.CharField(max_length=200, default="", blank=True)
    how = models.CharField(max_length=300, default="", blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.UUIDField(null=True, blank=True)
    signed_by_name = models.CharField(max_length=200, default="", blank=True)
    supplier_at = models.DateTimeField(null=True, blank=True)
    supplier_by = models.UUIDField(null=True, blank=True)
    supplier_by_name = models.CharField(max_length=200, default="", blank=True)
    supplier_reference = models.CharField(max_length=200, default="", blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(completed_at__isnull=True)
                | (
                    Q(reset_at__isnull=False, signed_at__isnull=False, signed_by__isnull=False)
                    & (Q(supplier_needed=False) | (Q(supplier_at__isnull=False) & ~Q(supplier_reference="")))
                ),
                name="wipe_complete_means_signed",
            ),
            models.UniqueConstraint(
                fields=["item"], condition=Q(completed_at__isnull=True), name="wipe_one_open"
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "opened_at"], name="wipe_open", condition=Q(completed_at__isnull=True)
            )
        ]

    @property
    def facts(self) -> Facts:
        """What the rules judge by."""
        return Facts(
            self.reset_at is not None,
            self.signed_at is not None,
            self.supplier_needed,
            self.supplier_at is not None,
        )


class InstallationTest(OwnedModel):
    """A test call from where the item stands: the operator reads back name and address, somebody signs for it.

    `heard_at`: the last real signal that came from the item after it was placed, as known when it was signed."""

    append_only = True

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="tests")
    read_back = models.BooleanField()
    answered_by = models.CharField(max_length=200, default="", blank=True)
    note = EncryptedTextField(blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    signed_by = models.UUIDField()
    signed_by_name = models.CharField(max_length=200)

    class Meta(OwnedModel.Meta):
        indexes = [models.Index(fields=["placement", "at"], name="installation_test_at")]


class Swap(OwnedModel):
    """One item taken back and another put in its place, in one action. `key` is made by the client: the same press sent
    again is the same swap."""

    append_only = True

    key = models.UUIDField()
    old_item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    new_item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    old_placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="+")
    new_placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=200)
    why = EncryptedTextField(blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="swap_once")]
