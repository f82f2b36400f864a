from varde.ground.equipment.actions.moving import Told, WrongTime
from varde.ground.equipment.actions.placing import (
    AlreadyPlaced,
    LastOne,
    NotPlaced,
    NowhereToPlace,
    Place,
    collect_item,
    leave_item,
    place_item,
    share_item,
)
from varde.ground.equipment.actions.registers import (
    save_item,
    save_kit,
    save_maintenance_rule,
    save_price,
    save_product,
    save_store,
)

__all__ = [
    "AlreadyPlaced",
    "LastOne",
    "NotPlaced",
    "NowhereToPlace",
    "Place",
    "Told",
    "WrongTime",
    "collect_item",
    "leave_item",
    "place_item",
    "save_item",
    "save_kit",
    "save_maintenance_rule",
    "save_price",
    "save_product",
    "save_store",
    "share_item",
]
