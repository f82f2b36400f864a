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
