"""The internal order: made for a recipient, picked in the store, handed to who installs, closed when it stands there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.shortcuts import get_object_or_404

from varde.foundation.authorisation import requires
from varde.ground.equipment.actions.fulfilling import step
from varde.ground.equipment.actions.moving import NOTHING_TOLD, Told, held_item, moved
from varde.ground.equipment.actions.placing import Place, set_out
from varde.ground.equipment.models import Item, Kit, Order, OrderEvent, OrderLine, Placement, Product, Store
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.equipment.rules.lifecycle import Move, State
from varde.ground.equipment.rules.orders import OrderMove, OrderState, after
from varde.ground.people.actions import open_relation
from varde.ground.people.rules.holder import Holder, HolderKind
from varde.ground.people.rules.relation import Basis
from varde.kernel.actor import Actor

INSTALLED_WITHIN = timedelta(days=7)


class NothingOrdered(ValueError):
    """An order names at least one product or kit."""


class NoGround(ValueError):
    """An order says why the recipient is to have the equipment."""


class WrongPick(Exception):
    """Each line gets one item of its product, ready in store, and no item twice."""


@dataclass(frozen=True, slots=True)
class NewOrder:
    """`reason`: the reason for the allocation. `adaptations`: what differs from the standard; it is set at installation."""

    recipient_id: UUID
    store_id: UUID
    reason: str
    wanted_on: date
    product_ids: Sequence[UUID] = ()
    kit_ids: Sequence[UUID] = ()
    adaptations: str = ""
    case_id: UUID | None = None
    unit_id: UUID | None = None


@requires(P.ORDER)
def place_order(actor: Actor, *, order: NewOrder, now: datetime) -> Order:
    """Raises NothingOrdered or NoGround; ForeignOwner or 404 for a store, recipient or product of somebody else."""
    if not order.product_ids and not order.kit_ids:
        raise NothingOrdered
    if not order.reason.strip():
        raise NoGround
    store = get_object_or_404(Store, pk=order.store_id, is_active=True)
    row = Order(
        owner_id=store.owner_id,
        case_id=order.case_id,
        recipient_id=order.recipient_id,
        store=store,
        unit_id=order.unit_id,
        reason=order.reason.strip(),
        adaptations=order.adaptations.strip(),
        wanted_on=order.wanted_on,
        ordered_at=now,
        ordered_by=actor.id,
        ordered_by_name=actor.name,
    )
    row.save(force_insert=True)
    for key in order.product_ids:
        product = get_object_or_404(Product, pk=key, owner=store.owner_id)
        OrderLine.objects.create(owner_id=row.owner_id, order=row, product=product)
    for key in order.kit_ids:
        kit = get_object_or_404(Kit, pk=key, owner=store.owner_id)
        OrderLine.objects.create(owner_id=row.owner_id, order=row, kit=kit)
    _begun(actor, row, now)
    return row


@requires(P.STORE, about="order_id")
def pick_order(actor: Actor, *, order_id: UUID, picked: Mapping[UUID, UUID], now: datetime) -> Order:
    """`picked`: for each line of a product the item set aside for it. A kit's items follow the kit. Raises WrongPick."""
    row = _locked(order_id)
    lines = list(row.lines.filter(placement__isnull=True).select_related("product", "kit").order_by("pk"))
    step(actor, row, OrderMove.PICK, now=now)
    for line in lines:
        if line.kit_id is not None:
            _split(line)
    for line in row.lines.filter(placement__isnull=True):
        key = line.item_id or picked.get(line.pk)
        item = held_item(key) if key else None
        if item is None or item.product_id != line.product_id or item.state != State.IN_STORE:
            raise WrongPick
        line.item = item
        line.save(update_fields=["item"])
        moved(actor, item, Move.RESERVE, now=now, told=Told(order_id=row.pk))
    return row


@requires(P.STORE, about="order_id")
def hand_out_order(
    actor: Actor, *, order_id: UUID, installer_id: UUID, installer_name: str, now: datetime
) -> Order:
    """The installer has it, and may open the recipient's card for a week, to find the way and install."""
    row = _locked(order_id)
    step(actor, row, OrderMove.HAND_OUT, now=now)
    row.handed_to, row.handed_to_name = installer_id, installer_name
    row.save(update_fields=["handed_to", "handed_to_name"])
    for item in _picked(row):
        moved(actor, item, Move.PICK, now=now, told=Told(order_id=row.pk, why=installer_name))
    open_relation(
        actor,
        recipient_id=row.recipient_id,
        holder=Holder(HolderKind.STAFF, installer_id, installer_name),
        basis=Basis.TASK,
        basis_id=row.pk,
        until=now + INSTALLED_WITHIN,
        now=now,
    )
    return row


@requires(P.STORE, about="order_id")
def take_back_order(actor: Actor, *, order_id: UUID, why: str, now: datetime) -> Order:
    """What was picked goes back to the store, and the order waits again."""
    row = _locked(order_id)
    out = row.state == OrderState.HANDED_OUT
    step(actor, row, OrderMove.TAKE_BACK if out else OrderMove.UNPICK, now=now, why=why)
    _shelved(actor, row, now, why)
    return row


@requires(P.PLACE, about="order_id")
def install_order(
    actor: Actor, *, order_id: UUID, told: Told = NOTHING_TOLD, now: datetime
) -> list[Placement]:
    """Everything that was picked is placed with the recipient, with the adaptations as settings. It counts when tested.

    The same `told.key` again: the same placements. Raises OrderRefused, and what `place_item` raises."""
    row = _locked(order_id)
    done = [line.placement for line in row.lines.select_related("placement") if line.placement is not None]
    if told.key and row.state == OrderState.INSTALLED:
        return done
    place = Place([row.recipient_id], "", row.unit_id, str(row.adaptations))
    given = replace(told, order_id=row.pk)
    return done + [set_out(actor, item, place, now=now, told=given) for item in _to_install(row)]


@requires(P.ORDER, about="order_id")
def cancel_order(actor: Actor, *, order_id: UUID, why: str, now: datetime) -> Order:
    """What was set aside is free again. One that is with the installer is taken back first. Raises OrderRefused."""
    row = _locked(order_id)
    step(actor, row, OrderMove.CANCEL, now=now, why=why)
    _shelved(actor, row, now, why)
    return row


def _locked(order_id: UUID) -> Order:
    row: Order = get_object_or_404(Order.objects.select_for_update(of=("self",)), pk=order_id)
    return row


def _picked(order: Order) -> list[Item]:
    keys = order.lines.filter(placement__isnull=True, item__isnull=False).values_list("item", flat=True)
    return [held_item(key) for key in keys]


def _to_install(order: Order) -> list[Item]:
    """Raises OrderRefused for one that is not picked."""
    after(OrderState(order.state), OrderMove.INSTALL)
    return _picked(order)


def _split(line: OrderLine) -> None:
    """A line of a kit becomes one line for each item in it, as the kit is when it is picked."""
    items = list(Item.objects.filter(kit=line.kit_id, retired_at__isnull=True).order_by("pk"))
    if not items:
        raise WrongPick
    for item in items:
        OrderLine.objects.create(
            owner_id=line.owner_id, order_id=line.order_id, product_id=item.product_id, item=item
        )
    line.delete()


def _shelved(actor: Actor, order: Order, now: datetime, why: str) -> None:
    for line in order.lines.filter(placement__isnull=True, item__isnull=False):
        item = held_item(UUID(str(line.item_id)))
        move = Move.RELEASE if item.state == State.RESERVED else Move.PUT_BACK
        moved(actor, item, move, now=now, told=Told(order_id=order.pk, why=why))
        line.item = None
        line.save(update_fields=["item"])


def _begun(actor: Actor, order: Order, now: datetime) -> None:
    OrderEvent.objects.create(
        owner_id=order.owner_id, order=order, after=order.state, at=now, by=actor.id, by_name=actor.name
    )
