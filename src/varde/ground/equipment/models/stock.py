"""What happens in and between stores: deliveries, reorder points, transfers, stock-takes, and swaps that could not be
carried out as the phone told them."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from varde.foundation.encryption import EncryptedTextField
from varde.foundation.history import OwnedHistory
from varde.foundation.ownership import OwnedModel
from varde.ground.equipment.models.items import Item
from varde.ground.equipment.models.products import Product, Store
from varde.ground.equipment.models.words import choices
from varde.ground.equipment.rules.stock import Arrival, Settled, Trouble

ARRIVALS: Final = {
    Arrival.EXPECTED: _("På vei"),
    Arrival.ARRIVED: _("Kommet"),
    Arrival.UNEXPECTED: _("Kom uten å stå på lista"),
    Arrival.WENT_BACK: _("Ble aldri sendt"),
    Arrival.LOST: _("Mistet"),
}
SETTLED: Final = {
    Settled.OPEN: _("Ikke avklart"),
    Settled.LOST: _("Meldt mistet"),
    Settled.FOUND: _("Funnet på plass"),
    Settled.TAKEN_IN: _("Tatt inn på lageret"),
    Settled.EXPLAINED: _("Forklart"),
}
TROUBLES: Final = {
    Trouble.OLD_UNKNOWN: _("Vi kjenner ikke koden på det gamle."),
    Trouble.NEW_UNKNOWN: _("Vi kjenner ikke koden på det nye."),
    Trouble.OLD_NOT_PLACED: _("Det gamle er ikke lenger utplassert. Noen kan ha tatt det inn først."),
    Trouble.ELSEWHERE: _("Det gamle er utplassert et annet sted enn da siden ble åpnet."),
    Trouble.NEW_NOT_READY: _("Det nye er ikke klart til å settes ut, eller det er satt av til en annen."),
    Trouble.ANOTHER_KIND: _("Det nye er av et annet slag enn det gamle."),
    Trouble.WRONG_TIME: _("Tidspunktet kan ikke stemme med det som er skrevet ned fra før."),
    Trouble.SAME: _("Det er samme apparat begge steder."),
    Trouble.NOT_ALLOWED: _("Den som byttet, har ikke lov til å bytte dette utstyret."),
}


class DeliveryState(models.TextChoices):
    CHECKING = "checking", _("Kontrolleres")
    CHECKED = "checked", _("Kontrollert, ikke lagret")
    SAVED = "saved", _("Lagret")
    DROPPED = "dropped", _("Forkastet")


class Delivery(OwnedModel):
    """A supplier's delivery list. `lines` holds heads and rows until it is saved or dropped, then nothing.

    `checked` rows are judged so far; `faults`: [row, column, reason] in the words of who read it in."""

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="deliveries")
    supplier_note = models.CharField(max_length=100, default="", blank=True)
    file_name = models.CharField(max_length=200)
    defaults = models.JSONField(default=dict, blank=True)
    lines = models.JSONField(default=list, blank=True)
    rows = models.PositiveIntegerField()
    checked = models.PositiveIntegerField(default=0)
    good = models.PositiveIntegerField(default=0)
    faults = models.JSONField(default=list, blank=True)
    unread_heads = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.CHECKING)
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    made_by_name = models.CharField(max_length=200)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta(OwnedModel.Meta):
        indexes = [models.Index(fields=["owner", "made_at"], name="delivery_by_time")]


class ReorderPoint(OwnedModel):
    """When a store has `point` or fewer ready of a product, it is filled up to `fill_to`. `low_since`: when somebody was
    told; empty again when the store has enough."""

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="points")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="points")
    point = models.PositiveIntegerField()
    fill_to = models.PositiveIntegerField()
    low_since = models.DateTimeField(null=True, blank=True)

    history = OwnedHistory()

    class Meta(OwnedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["store", "product"], name="reorder_point_once"),
            models.CheckConstraint(
                condition=Q(point__gte=1, fill_to__gt=F("point")), name="reorder_fills_above_the_point"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product}, {self.store}"


class Transfer(OwnedModel):
    """Items on their way from one store to another. Closed when every one of them is accounted for."""

    from_store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="sent")
    to_store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="received")
    note = models.CharField(max_length=300, default="", blank=True)
    sent_at = models.DateTimeField()
    sent_by = models.UUIDField()
    sent_by_name = models.CharField(max_length=200)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by_name = models.CharField(max_length=200, default="", blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.CheckConstraint(condition=~Q(from_store=F("to_store")), name="transfer_between_two")
        ]
        indexes = [models.Index(fields=["owner", "closed_at", "sent_at"], name="transfer_open")]


class TransferLine(OwnedModel):
    """One item of a transfer, and how it went."""

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="lines")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    arrival = models.CharField(max_length=12, choices=choices(ARRIVALS), default=Arrival.EXPECTED)
    at = models.DateTimeField(null=True, blank=True)
    by_name = models.CharField(max_length=200, default="", blank=True)
    why = EncryptedTextField(blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["transfer", "item"], name="transfer_line_once"),
            models.UniqueConstraint(
                fields=["item"], condition=Q(arrival=Arrival.EXPECTED), name="transfer_one_way_at_a_time"
            ),
        ]


class StockTake(OwnedModel):
    """A store is counted. What ought to stand there is written down when it starts."""

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="takes")
    started_at = models.DateTimeField()
    started_by = models.UUIDField()
    started_by_name = models.CharField(max_length=200)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by_name = models.CharField(max_length=200, default="", blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["store"], condition=Q(closed_at__isnull=True), name="stock_take_one_open"
            )
        ]


class StockTakeLine(OwnedModel):
    """One item that ought to be there, or one code that was scanned. `code` is what was scanned where it is no item."""

    take = models.ForeignKey(StockTake, on_delete=models.PROTECT, related_name="lines")
    item = models.ForeignKey(Item, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=200, default="", blank=True)
    expected = models.BooleanField()
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by_name = models.CharField(max_length=200, default="", blank=True)
    settled = models.CharField(max_length=12, choices=choices(SETTLED), default=Settled.OPEN)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by_name = models.CharField(max_length=200, default="", blank=True)
    why = EncryptedTextField(blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["take", "item"], condition=Q(item__isnull=False), name="stock_take_item_once"
            ),
            models.UniqueConstraint(
                fields=["take", "code"], condition=Q(item__isnull=True), name="stock_take_code_once"
            ),
            models.CheckConstraint(
                condition=Q(item__isnull=False) | (~Q(code="") & Q(expected=False)),
                name="stock_take_item_or_code",
            ),
        ]


class SwapConflict(OwnedModel):
    """A swap that was done where there was no network, and that could not be written down as told. Somebody sorts it out.

    `key` is the phone's: the same press sent again is the same conflict."""

    key = models.UUIDField()
    old_code = models.CharField(max_length=200)
    new_code = models.CharField(max_length=200)
    old_item = models.ForeignKey(Item, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    new_item = models.ForeignKey(Item, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    trouble = models.CharField(max_length=16, choices=choices(TROUBLES))
    why = EncryptedTextField(blank=True)
    done_at = models.DateTimeField()
    received_at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=200)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by_name = models.CharField(max_length=200, default="", blank=True)
    settled_how = EncryptedTextField(blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="swap_conflict_once")]
        indexes = [
            models.Index(
                fields=["owner", "received_at"],
                name="swap_conflict_open",
                condition=Q(settled_at__isnull=True),
            )
        ]
