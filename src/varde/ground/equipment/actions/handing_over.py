"""Equipment that stays with the person when another organisation takes over the responsibility."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.forms.models import model_to_dict

from varde.foundation.authorisation import requires
from varde.foundation.outbox import post
from varde.ground.equipment.actions.fulfilling import users_of
from varde.ground.equipment.actions.moving import Told, held_item, written
from varde.ground.equipment.actions.placing import taken_back
from varde.ground.equipment.events import ItemPlaced
from varde.ground.equipment.models import InstallationTest, Item, Placement, Product, Sharing
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.equipment.queries.slots import last_heard
from varde.ground.equipment.rules.lifecycle import Move, State
from varde.ground.equipment.rules.ownership import Ownership
from varde.kernel.actor import Actor

SAME: Final = (
    "serial", "device", "imei", "sim", "operator", "code", "firmware", "paid_from", "paid_until", "source_id",
)  # fmt: skip
PRODUCT_SAME: Final = (
    "article", "kind", "protocol", "service_type", "networks", "firmware", "data_at_supplier", "guide_url",
    "guide_version",
)  # fmt: skip
TEST_SAME: Final = (
    "read_back", "answered_by", "note", "at", "recorded_at", "signed_by", "signed_by_name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class HandOver:
    """`kinds`: only these kinds of equipment go over; empty: all that the recipient has alone."""

    from_recipient_id: UUID
    to_recipient_id: UUID
    to_owner_id: UUID
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class HandedOver:
    """`placements`: the receiver's new rows. `shared_item_ids`: stay with the sender, because somebody else uses them."""

    placements: tuple[UUID, ...]
    shared_item_ids: tuple[UUID, ...]


@requires(P.HAND_OVER)
def hand_over_placements(actor: Actor, *, over: HandOver, now: datetime) -> HandedOver:
    """The items stay where they are. The sender's rows end; the receiver gets rows of its own, so that signals from now
    on are the receiver's. They are still owned by whom they were, and what was tested there still counts. Done twice:
    nothing more happens."""
    theirs = Sharing.objects.filter(recipient=over.from_recipient_id, ends_at__isnull=True).values(
        "placement"
    )
    rows = Placement.objects.filter(pk__in=theirs, ends_at__isnull=True).select_related("item__product")
    went, stayed = [], []
    for row in rows.order_by("starts_at", "pk"):
        if over.kinds and row.item.product.kind not in over.kinds:
            continue
        if users_of(row) != [over.from_recipient_id]:
            stayed.append(row.item_id)
            continue
        went.append(_taken_over(actor, row, over, now).pk)
    return HandedOver(tuple(went), tuple(stayed))


def _taken_over(actor: Actor, row: Placement, over: HandOver, now: datetime) -> Placement:
    old = held_item(row.item_id)
    ended = taken_back(actor, old, Move.HAND_OVER, now=now, told=Told())
    at = ended.ends_at or now
    own = Ownership(old.ownership) is Ownership.MUNICIPALITY
    item = Item(
        owner_id=over.to_owner_id,
        product=_product(old.product, over.to_owner_id),
        ownership=Ownership.PARTNER if own else old.ownership,
        belongs_to_id=old.owner_id if own else old.belongs_to_id,
        state=State.PLACED,
        state_since=at,
        used=True,
        **{name: getattr(old, name) for name in SAME},
    ).with_keys()
    item.save(force_insert=True)
    new = Placement(owner_id=item.owner_id, item=item, settings=str(row.settings), starts_at=at)
    new.save(force_insert=True)
    Sharing.objects.create(
        owner_id=item.owner_id, placement=new, recipient_id=over.to_recipient_id, starts_at=at
    )
    _carry_tests(ended, new, now)
    told = Told(placement_id=new.pk)
    written(actor, item, Move.TAKE_OVER, before=None, at=at, now=now, told=told)
    post.publish(ItemPlaced(new.pk, item.pk, item.owner_id), now=now)
    return new


def _carry_tests(old: Placement, new: Placement, now: datetime) -> None:
    """The same unit with the same person in the same home: the calls go along as they were signed, with when it was last heard."""
    heard = last_heard([old.item_id], now).get(old.item_id)
    still = heard if heard and heard >= old.starts_at else None
    for row in InstallationTest.objects.filter(placement=old).order_by("at", "pk"):
        signed = {name: getattr(row, name) for name in TEST_SAME}
        InstallationTest.objects.create(
            owner_id=new.owner_id, placement=new, heard_at=still or row.heard_at, **signed
        )


def _product(theirs: Product, owner_id: UUID) -> Product:
    """The receiver's product of the same name, or a copy of the sender's."""
    given = {"supplier_id": theirs.supplier_id, **model_to_dict(theirs, fields=PRODUCT_SAME)}
    return Product.objects.get_or_create(owner_id=owner_id, name=theirs.name, defaults=given)[0]
