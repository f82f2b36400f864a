from varde.ground.equipment.models.items import Item, ItemMove
from varde.ground.equipment.models.maintenance import MaintenanceDone, MaintenanceTask
from varde.ground.equipment.models.orders import Order, OrderEvent, OrderLine
from varde.ground.equipment.models.placements import InstallationTest, Placement, Sharing, Swap, Wipe
from varde.ground.equipment.models.products import (
    Kit,
    MaintenanceRule,
    Price,
    PriceKind,
    Product,
    ProductKind,
    Protocol,
    Store,
)
from varde.ground.equipment.models.stock import (
    Delivery,
    DeliveryState,
    ReorderPoint,
    StockTake,
    StockTakeLine,
    SwapConflict,
    Transfer,
    TransferLine,
)

__all__ = [
    "Delivery",
    "DeliveryState",
    "InstallationTest",
    "Item",
    "ItemMove",
    "Kit",
    "MaintenanceDone",
    "MaintenanceRule",
    "MaintenanceTask",
    "Order",
    "OrderEvent",
    "OrderLine",
    "Placement",
    "Price",
    "PriceKind",
    "Product",
    "ProductKind",
    "Protocol",
    "ReorderPoint",
    "Sharing",
    "StockTake",
    "StockTakeLine",
    "Store",
    "Swap",
    "SwapConflict",
    "Transfer",
    "TransferLine",
    "Wipe",
]
