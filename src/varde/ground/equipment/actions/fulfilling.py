"""What a placing, or a loss, means for the order that the item was picked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from varde.foundation.outbox import post
from varde.ground.equipment.events import OrderInstalled
from varde.ground.equipment.models import Item, Order, OrderEvent, OrderLine, Placement, Sharing
from varde.ground.equipment.rules import orders
from varde.ground.equipment.rules.orders import OrderMove, OrderState
from varde.kernel.actor import Actor


class SetAsideForAnother(Exception):
    """The item is picked for another recipient's order."""


def open_line(item: Item) -> OrderLine | None:
    """The line of an order under way that this very item was picked for."""
    rows = OrderLine.objects.filter(item=item, order__closed_at__isnull=True, placement__isnull=True)
    return rows.select_related("order").first()


def refuse_another(item: Item, recipient_ids: Sequence[UUID]) -> None:
    line = open_line(item)
    if line is not None and line.order.recipient_id not in recipient_ids:
        raise SetAsideForAnother


def fulfil(actor: Actor, placement: Placement, *, now: datetime) -> None:
    """The order is installed when its last line is."""
    line = open_line(placement.item)
    if line is None:
        return
    line.placement = placement
    line.save(update_fields=["placement"])
    order = line.order
    if not order.lines.filter(placement__isnull=True).exists():
        step(actor, order, OrderMove.INSTALL, now=now)
        post.publish(OrderInstalled(order.pk, order.owner_id, order.case_id), now=now)


def freed(actor: Actor, item: Item, *, now: datetime) -> None:
    """The item cannot be used for its order after all: the order waits to be picked again."""
    line = open_line(item)
    if line is None:
        return
    line.item = None
    line.save(update_fields=["item"])
    if line.order.state != OrderState.ORDERED:
        move = OrderMove.UNPICK if line.order.state == OrderState.PICKED else OrderMove.TAKE_BACK
        step(actor, line.order, move, now=now)


def step(actor: Actor, order: Order, move: OrderMove, *, now: datetime, why: str = "") -> None:
    """One move of an order, written down. Raises OrderRefused."""
    before, after = order.state, orders.after(OrderState(order.state), move)
    order.state = after
    if after in orders.DONE:
        order.closed_at = now
    order.save(update_fields=["state", "closed_at"])
    OrderEvent.objects.create(
        owner_id=order.owner_id,
        order=order,
        before=before,
        after=after,
        at=now,
        by=actor.id,
        by_name=actor.name,
        why=why.strip(),
    )


def users_of(placement: Placement) -> list[UUID]:
    """Who uses the placed item now, the first one added first."""
    rows = Sharing.objects.filter(placement=placement, ends_at__isnull=True).order_by("starts_at", "pk")
    return list(rows.values_list("recipient_id", flat=True))
