"""The single items, and the append-only story of each."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from varde.foundation.encryption import EncryptedTextField
from varde.foundation.ownership import OwnedModel
from varde.ground.equipment.models.products import Kit, Product, Store
from varde.ground.equipment.models.words import MOVES, OPERATORS, OWNERSHIPS, STATES, choices
from varde.ground.equipment.rules import lifecycle, marks
from varde.ground.equipment.rules.lifecycle import State
from varde.ground.equipment.rules.ownership import Ownership
from varde.ground.equipment.rules.stock import REASON_OF, WE_PAY


def _begins(field: str, name: str) -> models.Index:
    """Serves a search by the beginning, whatever the database's collation."""
    return models.Index(fields=[field], name=name, opclasses=["varchar_pattern_ops"])


IDLE = Q(state__in=sorted(REASON_OF), ownership__in=sorted(WE_PAY), retired_at__isnull=True)
"""What costs money and is of no use to anybody; what a pause makes idle comes beside it."""


class Item(OwnedModel):
    """One piece of equipment. `device` is the id it sends, as typed; `device_key` is what signals are matched by.

    Two items may claim one device id: nothing here forbids it, because the alarm must still ring; it is shown.
    `code` is what is printed on its label. `owner` is who is responsible for it, `ownership` whose it is; `belongs_to`
    names that organisation where it is another. `paid_from`/`paid_until` (not included): when its monthly price runs.
    `retired_at` is set when it is gone for good: given back, scrapped or handed over.
    """

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="items")
    serial = models.CharField(max_length=100)
    serial_key = models.CharField(max_length=100, default="", blank=True)
    serial_tail = models.CharField(max_length=100, default="", blank=True)
    device = models.CharField(max_length=64, default="", blank=True)
    device_key = models.CharField(max_length=64, default="", blank=True)
    imei = models.CharField(max_length=20, default="", blank=True)
    sim = models.CharField(max_length=22, default="", blank=True)
    operator = models.CharField(max_length=10, choices=choices(OPERATORS), default="", blank=True)
    code = models.CharField(max_length=64, default="", blank=True)
    code_key = models.CharField(max_length=64, default="", blank=True)
    firmware = models.CharField(max_length=40, default="", blank=True)
    ownership = models.CharField(max_length=12, choices=choices(OWNERSHIPS), default=Ownership.MUNICIPALITY)
    belongs_to = models.ForeignKey(
        "organisations.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=16, choices=choices(STATES), default=State.IN_STORE)
    state_since = models.DateTimeField(null=True, blank=True)
    wipe_pending = models.BooleanField(default=False)
    used = models.BooleanField(default=False)
    store = models.ForeignKey(Store, null=True, blank=True, on_delete=models.PROTECT, related_name="items")
    kit = models.ForeignKey(Kit, null=True, blank=True, on_delete=models.PROTECT, related_name="items")
    paid_from = models.DateField(null=True, blank=True)
    paid_until = models.DateField(null=True, blank=True)
    source_id = models.UUIDField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "product", "serial"],
                condition=~Q(state=State.HANDED_OVER),
                name="item_serial_once",
            ),
            models.UniqueConstraint(
                fields=["owner", "code_key"],
                condition=~Q(code_key="") & ~Q(state=State.HANDED_OVER),
                name="item_code_once",
            ),
            models.CheckConstraint(
                condition=Q(wipe_pending=False) | Q(state__in=sorted(lifecycle.MAY_HOLD_DATA)),
                name="item_unwiped_is_never_ready",
            ),
        ]
        indexes = [
            models.Index(
                fields=["device_key"], name="item_by_device"
            ),  # whole: a partial one is not used for IN
            models.Index(fields=["owner", "serial_key", "id"], name="item_in_order"),
            models.Index(fields=["owner", "state", "store"], name="item_by_state"),
            models.Index(
                fields=["owner", "store", "product", "state", "paid_from", "paid_until"],
                name="item_idle",
                condition=IDLE,
            ),
            models.Index(fields=["owner", "state_since", "id"], name="item_idle_longest", condition=IDLE),
            _begins("serial_key", "item_by_serial"),
            _begins("serial_tail", "item_by_tail"),
            _begins("imei", "item_by_imei"),
            _begins("sim", "item_by_sim"),
            _begins("code_key", "item_by_code"),
        ]

    def __str__(self) -> str:
        return f"{self.product} {self.serial}"

    def with_keys(self) -> Self:
        """Fills in what the item is searched and matched by. Whoever makes or renames an item calls this."""
        for name, value in marks.keys(serial=self.serial, device=self.device, code=self.code).items():
            setattr(self, name, value)
        return self

    @property
    def standing(self) -> lifecycle.Standing:
        """What the table of moves judges by."""
        return lifecycle.Standing(State(self.state), self.wipe_pending, self.used, Ownership(self.ownership))


class ItemMove(OwnedModel):
    """One move in an item's life. `at` is when it happened, `recorded_at` when we heard of it (a phone may be offline).

    `key` is made by the client, so that a press that is sent again is known."""

    append_only = True

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="moves")
    move = models.CharField(max_length=16, choices=choices(MOVES))
    before = models.CharField(max_length=16, choices=choices(STATES), default="", blank=True)
    after = models.CharField(max_length=16, choices=choices(STATES))
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=200)
    why = EncryptedTextField(blank=True)
    store = models.ForeignKey(Store, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    placement_id = models.UUIDField(null=True, blank=True)
    order_id = models.UUIDField(null=True, blank=True)
    key = models.UUIDField(null=True, blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["item", "key"], condition=Q(key__isnull=False), name="item_move_once"
            ),
        ]
        indexes = [models.Index(fields=["item", "at"], name="item_move_story")]
