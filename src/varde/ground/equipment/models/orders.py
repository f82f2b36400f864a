"""Internal orders: from the case by way of the store to the one who installs."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from varde.foundation.encryption import EncryptedTextField
from varde.foundation.ownership import OwnedModel
from varde.ground.equipment.models.items import Item
from varde.ground.equipment.models.placements import Placement
from varde.ground.equipment.models.products import Kit, Product, Store
from varde.ground.equipment.models.words import ORDER_STATES, choices
from varde.ground.equipment.rules.orders import DONE, OrderState


class Order(OwnedModel):
    """What a recipient is to get, and why: `reason` is the reason for the allocation, `adaptations` what differs from
    the standard. `case_id` is the key of a case above us. `handed_to` is the account of who installs."""

    case_id = models.UUIDField(null=True, blank=True)
    recipient = models.ForeignKey("people.Recipient", on_delete=models.PROTECT, related_name="+")
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="orders")
    unit = models.ForeignKey(
        "organisations.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = EncryptedTextField()
    adaptations = EncryptedTextField(blank=True)
    wanted_on = models.DateField()
    state = models.CharField(max_length=12, choices=choices(ORDER_STATES), default=OrderState.ORDERED)
    ordered_at = models.DateTimeField()
    ordered_by = models.UUIDField()
    ordered_by_name = models.CharField(max_length=200)
    handed_to = models.UUIDField(null=True, blank=True)
    handed_to_name = models.CharField(max_length=200, default="", blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    subject_kind = "equipment_order"

    class Meta(OwnedModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=sorted(DONE), closed_at__isnull=False)
                | (~Q(state__in=sorted(DONE)) & Q(closed_at__isnull=True)),
                name="order_closed_when_done",
            )
        ]
        indexes = [
            models.Index(fields=["case_id"], name="order_by_case"),
            models.Index(fields=["owner", "state", "wanted_on"], name="order_by_state"),
        ]


class OrderLine(OwnedModel):
    """One product or one kit; `item` is the one picked for it."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines")
    product = models.ForeignKey(Product, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kit = models.ForeignKey(Kit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(
        Item, null=True, blank=True, on_delete=models.PROTECT, related_name="order_lines"
    )
    placement = models.ForeignKey(
        Placement, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(OwnedModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(product__isnull=False, kit__isnull=True)
                | Q(product__isnull=True, kit__isnull=False),
                name="order_line_product_or_kit",
            ),
        ]


class OrderEvent(OwnedModel):
    """Who did what to an order, when and why."""

    append_only = True

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="events")
    before = models.CharField(max_length=12, choices=choices(ORDER_STATES), default="", blank=True)
    after = models.CharField(max_length=12, choices=choices(ORDER_STATES))
    at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=200)
    why = EncryptedTextField(blank=True)

    class Meta(OwnedModel.Meta):
        indexes = [models.Index(fields=["order", "at"], name="order_event_at")]
