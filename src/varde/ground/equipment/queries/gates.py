"""What stands between a recipient and the start, or the end, of a service."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Exists, OuterRef

from varde.foundation.authorisation import requires
from varde.ground.equipment.models import InstallationTest, Order, Placement, Protocol, Sharing, Wipe
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.equipment.queries.slots import last_heard
from varde.ground.equipment.rules import tested
from varde.ground.equipment.rules.orders import DONE
from varde.ground.equipment.rules.tested import Call, Lack
from varde.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Installed:
    """One kind of equipment that a service needs. `lack` is None when it is placed, tested and heard."""

    kind: str
    lack: Lack | None
    item_id: UUID | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Installation:
    lines: tuple[Installed, ...]

    @property
    def counts(self) -> bool:
        return all(line.lack is None for line in self.lines)

    @property
    def missing(self) -> tuple[Installed, ...]:
        return tuple(line for line in self.lines if line.lack is not None)


class Why(StrEnum):
    PLACED = "placed"  # stands with the recipient alone: collect it
    SHARED = "shared"  # others use it too: take the recipient off it
    UNWIPED = "unwiped"  # back, or lost, but may still hold the recipient's data
    ORDERED = "ordered"  # an order is under way: cancel it


@dataclass(frozen=True, slots=True)
class Out:
    """One thing that stands in the way of ending. `owner_id` is who must see to it; `key` the item, or the order."""

    why: Why
    key: UUID
    owner_id: UUID
    name: str
    serial: str = ""
    ownership: str = ""
    belongs_to: str = ""
    kind: str = ""


@requires(P.ANSWER_GATES, about="recipient_id")
def installed_and_tested(
    actor: Actor, *, recipient_id: UUID, kinds: Collection[str], at: datetime
) -> Installation:
    """For each kind: the item that comes nearest to counting, and what it lacks. No kinds: whatever is placed counts,
    and at least one item must be."""
    mine = Sharing.objects.filter(Sharing.at(at), recipient=recipient_id).select_related(
        "placement__item__product"
    )
    held = [one for one in mine if one.placement.ends_at is None or one.placement.ends_at > at]
    calls: dict[UUID, list[InstallationTest]] = defaultdict(list)
    for row in InstallationTest.objects.filter(placement__in=[one.placement_id for one in held], at__lte=at):
        calls[row.placement_id].append(row)
    heard = last_heard([one.placement.item_id for one in held], at)
    lines = [_line(one, calls[one.placement_id], heard.get(one.placement.item_id)) for one in held]
    wanted = sorted(set(kinds)) or sorted({line.kind for line in lines}) or [""]
    return Installation(tuple(_best(kind, lines) for kind in wanted))


def _line(one: Sharing, signed: list[InstallationTest], heard_at: datetime | None) -> Installed:
    placement, item = one.placement, one.placement.item
    since = max(one.starts_at, placement.starts_at)
    carried = (
        [row for row in signed if row.at < placement.starts_at]
        if one.starts_at <= placement.starts_at
        else []
    )
    if carried:  # handed over with the person: it has stood there, and been heard, since before the rows were the owner's
        since = min(row.at for row in carried)
        heard_at = max(
            (when for when in (heard_at, *(row.heard_at for row in carried)) if when), default=None
        )
    speaks = item.product.protocol != Protocol.NONE
    calls = [Call(row.at, row.read_back) for row in signed]
    lack = tested.lack(since, calls, heard_at=heard_at, speaks=speaks)
    return Installed(item.product.kind, lack, item.pk, str(item))


def _best(kind: str, lines: list[Installed]) -> Installed:
    """Of several of one kind the first that counts, else the one that lacks the least."""
    order = [None, Lack.NOT_HEARD, Lack.NOT_READ_BACK, Lack.NOT_TESTED]
    same = sorted((line for line in lines if line.kind == kind), key=lambda line: order.index(line.lack))
    return same[0] if same else Installed(kind, Lack.NOT_PLACED)


@requires(P.ANSWER_GATES, about="recipient_id")
def still_out(actor: Actor, *, recipient_id: UUID, at: datetime) -> tuple[Out, ...]:
    """What keeps a service from ending: placed items, items that are back but not wiped, orders under way."""
    return (*_placed(recipient_id, at), *_unwiped(recipient_id, at), *_ordered(recipient_id))


def _placed(recipient_id: UUID, at: datetime) -> list[Out]:
    others = Sharing.objects.filter(placement=OuterRef("pk"), ends_at__isnull=True).exclude(
        recipient=recipient_id
    )
    mine = Sharing.objects.filter(Sharing.at(at), recipient=recipient_id).values("placement")
    rows = Placement.objects.filter(Placement.at(at), pk__in=mine).annotate(is_shared=Exists(others))
    rows = rows.select_related("item__product", "item__belongs_to").order_by("starts_at", "pk")
    return [_out(Why.SHARED if row.is_shared or row.room else Why.PLACED, row) for row in rows]


def _unwiped(recipient_id: UUID, at: datetime) -> list[Out]:
    """Whoever used it while it was out, also somebody who left a shared item before it came back."""
    used = Sharing.objects.filter(placement=OuterRef("placement"), recipient=recipient_id)
    rows = Wipe.objects.filter(Exists(used), completed_at__isnull=True, opened_at__lte=at)
    rows = rows.select_related("placement__item__product", "placement__item__belongs_to")
    return [_out(Why.UNWIPED, row.placement) for row in rows.order_by("opened_at", "pk")]


def _out(why: Why, row: Placement) -> Out:
    item = row.item
    owner = item.belongs_to.name if item.belongs_to else ""
    return Out(
        why, item.pk, item.owner_id, str(item.product), item.serial, item.ownership, owner, item.product.kind
    )


def _ordered(recipient_id: UUID) -> list[Out]:
    rows = Order.objects.filter(recipient=recipient_id).exclude(state__in=DONE).order_by("ordered_at")
    return [Out(Why.ORDERED, row.pk, row.owner_id, "") for row in rows]
