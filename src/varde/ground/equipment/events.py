"""What other apps may want to hear. Ids and codes only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ItemPlaced:
    code: ClassVar[str] = "equipment.item_placed/1"
    placement_id: UUID
    item_id: UUID
    owner_id: UUID


@dataclass(frozen=True, slots=True)
class ItemCollected:
    code: ClassVar[str] = "equipment.item_collected/1"
    placement_id: UUID
    item_id: UUID
    owner_id: UUID


@dataclass(frozen=True, slots=True)
class StockLow:
    """A store has fallen to the reorder point of a product: `ready` are left."""

    code: ClassVar[str] = "equipment.stock_low/1"
    reorder_point_id: UUID
    store_id: UUID
    product_id: UUID
    owner_id: UUID
    ready: int


@dataclass(frozen=True, slots=True)
class ItemSwapped:
    code: ClassVar[str] = "equipment.item_swapped/1"
    swap_id: UUID
    old_item_id: UUID
    new_item_id: UUID
    placement_id: UUID
    owner_id: UUID


@dataclass(frozen=True, slots=True)
class ItemWiped:
    """Reset, signed for, and confirmed by the supplier where that is needed."""

    code: ClassVar[str] = "equipment.item_wiped/1"
    wipe_id: UUID
    item_id: UUID
    owner_id: UUID


@dataclass(frozen=True, slots=True)
class OrderInstalled:
    """Everything that was ordered stands with the recipient. It counts when it is tested."""

    code: ClassVar[str] = "equipment.order_installed/1"
    order_id: UUID
    owner_id: UUID
    case_id: UUID | None


@dataclass(frozen=True, slots=True)
class MaintenanceFailed:
    """Somebody looked after an item and found that it does not work as it should."""

    code: ClassVar[str] = "equipment.maintenance_failed/1"
    item_id: UUID
    owner_id: UUID
    task: str
