"""Products, items, and where each item has been."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from varde.foundation.ownership import OwnedModel


class ProductKind(models.TextChoices):
    BASE_UNIT = "base_unit", _("Trygghetsalarm, base")
    MOBILE_ALARM = "mobile_alarm", _("Mobil trygghetsalarm")
    PENDANT = "pendant", _("Alarmknapp")
    FALL = "fall", _("Falldetektor")
    DOOR = "door", _("Døralarm")
    BED = "bed", _("Sengealarm")
    MOTION = "motion", _("Bevegelsessensor")
    SMOKE = "smoke", _("Røykvarsler")
    DISPENSER = "dispenser", _("Medisindispenser")
    LOCATOR = "locator", _("Lokaliseringsteknologi (GPS)")
    SUPERVISION = "supervision", _("Digitalt tilsyn")
    PATIENT_CALL = "patient_call", _("Pasientvarsling")
    LOCK = "lock", _("E-lås")
    OTHER = "other", _("Annet")


class Protocol(models.TextChoices):
    SCAIP = "scaip", "SCAIP"
    JSON = "json", "JSON"
    NONE = "none", _("Melder ikke fra selv")


class Product(OwnedModel):
    """A model that the owner uses. `service_type` is the code of the service it is part of (KPR)."""

    name = models.CharField(max_length=200)
    supplier = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=ProductKind.choices)
    protocol = models.CharField(max_length=10, choices=Protocol.choices)
    service_type = models.CharField(max_length=20, default="", blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="product_name_once")]

    def __str__(self) -> str:
        return self.name


class Item(OwnedModel):
    """One piece of equipment. `device` is the id it sends, as typed; `device_key` is what signals are matched by.

    Two items may claim one device id: nothing here forbids it, because the alarm must still ring; it is shown."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="items")
    serial = models.CharField(max_length=100)
    device = models.CharField(max_length=64, default="", blank=True)
    device_key = models.CharField(max_length=64, default="", blank=True)
    imei = models.CharField(max_length=20, default="", blank=True)
    source_id = models.UUIDField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["owner", "product", "serial"], name="item_serial_once")
        ]
        indexes = [
            models.Index(fields=["device_key"], name="item_by_device")
        ]  # whole: a partial one is not used for IN

    def __str__(self) -> str:
        return f"{self.product} {self.serial}"


class Placement(OwnedModel):
    """An item at a recipient's, or in a room, from `starts_at` until `ends_at` (not included)."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="placements")
    room = models.CharField(max_length=200, default="", blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")), name="placement_period"
            ),
            models.UniqueConstraint(
                fields=["item"], condition=Q(ends_at__isnull=True), name="placement_one_open"
            ),
        ]
        indexes = [models.Index(fields=["item", "starts_at"], name="placement_by_item")]

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
