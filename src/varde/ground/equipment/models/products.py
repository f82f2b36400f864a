"""Products, what they cost, how often they are looked after, stores and kits."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from varde.foundation.history import OwnedHistory
from varde.foundation.ownership import OwnedModel
from varde.ground.equipment.models.words import DOERS, TASKS, choices
from varde.ground.equipment.rules.maintenance import Doer


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
    MEASURING = "measuring", _("Måleutstyr til digital hjemmeoppfølging")
    TABLET = "tablet", _("Nettbrett eller telefon")
    LOCK = "lock", _("E-lås")
    OTHER = "other", _("Annet")


class Protocol(models.TextChoices):
    SCAIP = "scaip", "SCAIP"
    JSON = "json", "JSON"
    NONE = "none", _("Melder ikke fra selv")


class Product(OwnedModel):
    """A model that the owner uses. `service_type` is the code of the service it is part of (KPR).

    `networks` holds codes of rules.networks. `data_at_supplier`: the supplier keeps personal data of those who use it,
    so that a wipe needs the supplier's word too. `firmware` is the version that ought to be on every item.
    """

    name = models.CharField(max_length=200)
    supplier = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    article = models.CharField(max_length=60, default="", blank=True)
    kind = models.CharField(max_length=20, choices=ProductKind.choices)
    protocol = models.CharField(max_length=10, choices=Protocol.choices)
    service_type = models.CharField(max_length=20, default="", blank=True)
    networks = models.JSONField(default=list, blank=True)
    firmware = models.CharField(max_length=40, default="", blank=True)
    data_at_supplier = models.BooleanField(default=False)
    guide_url = models.URLField(max_length=500, default="", blank=True)
    guide_version = models.CharField(max_length=40, default="", blank=True)
    is_active = models.BooleanField(default=True)

    history = OwnedHistory()

    class Meta(OwnedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="product_name_once")]

    def __str__(self) -> str:
        return self.name


class PriceKind(models.TextChoices):
    LEASE = "lease", _("Leie")
    LICENCE = "licence", _("Lisens")
    SUBSCRIPTION = "subscription", _("Abonnement (SIM)")


class Price(OwnedModel):
    """What one item of a product costs a month, in øre, from `starts_on` until `ends_on` (not included)."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="prices")
    kind = models.CharField(max_length=12, choices=PriceKind.choices)
    ore_per_month = models.PositiveBigIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    history = OwnedHistory()

    class Meta(OwnedModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")), name="price_period"
            ),
            models.UniqueConstraint(
                fields=["product", "kind"], condition=Q(ends_on__isnull=True), name="price_one_open"
            ),
        ]

    @property
    def kroner(self) -> Decimal:
        """As people write it."""
        return Decimal(self.ore_per_month) / 100


class MaintenanceRule(OwnedModel):
    """A task that comes again for every item of a product. `only_in_use`: rests while the item stands in a store."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="maintenance")
    task = models.CharField(max_length=12, choices=choices(TASKS))
    every_days = models.PositiveIntegerField(validators=[MinValueValidator(1)])
    only_in_use = models.BooleanField(default=True)
    doer = models.CharField(max_length=12, choices=choices(DOERS), default=Doer.WHERE_IT_IS)
    how = models.CharField(max_length=500, default="", blank=True)
    is_active = models.BooleanField(default=True)

    history = OwnedHistory()

    class Meta(OwnedModel.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(every_days__gte=1), name="maintenance_interval"),
            models.UniqueConstraint(fields=["product", "task"], name="maintenance_task_once"),
        ]


class Store(OwnedModel):
    """A place where equipment stands when nobody uses it. `unit` is who looks after it."""

    name = models.CharField(max_length=200)
    unit = models.ForeignKey(
        "organisations.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    address = models.CharField(max_length=300, default="", blank=True)
    phone = models.CharField(max_length=20, default="", blank=True)
    is_active = models.BooleanField(default=True)

    history = OwnedHistory()

    class Meta(OwnedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="store_name_once")]

    def __str__(self) -> str:
        return self.name


class Kit(OwnedModel):
    """Several items that are handed out as one: a case with tablet, scale and blood pressure meter."""

    name = models.CharField(max_length=200)
    purpose = models.CharField(max_length=200, default="", blank=True)
    is_active = models.BooleanField(default=True)

    history = OwnedHistory()

    class Meta(OwnedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="kit_name_once")]

    def __str__(self) -> str:
        return self.name
