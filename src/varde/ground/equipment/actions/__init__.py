from varde.ground.equipment.actions.fulfilling import SetAsideForAnother
from varde.ground.equipment.actions.handing_over import HandOver, HandedOver, hand_over_placements
from varde.ground.equipment.actions.installing import NobodyAnswered, TestCall, Tried, record_test
from varde.ground.equipment.actions.kits import KitNotReady, NotForKit, collect_kit, fill_kit, place_kit
from varde.ground.equipment.actions.maintaining import Report, record_maintenance, start_tasks
from varde.ground.equipment.actions.moving import Told, WrongTime
from varde.ground.equipment.actions.ordering import NewOrder, NoGround, NothingOrdered, WrongPick, cancel_order, hand_out_order, install_order, pick_order, place_order, take_back_order
from varde.ground.equipment.actions.placing import AlreadyPlaced, LastOne, NotPlaced, NowhereToPlace, Place, collect_item, leave_item, place_item, share_item
from varde.ground.equipment.actions.registers import save_item, save_kit, save_maintenance_rule, save_price, save_product, save_store
from varde.ground.equipment.actions.stock_delivery import DeliveryClosed, Judged, NotChecked, Sheet, drop_delivery, note_checked, open_delivery, receive_delivery
from varde.ground.equipment.actions.stock_points import save_reorder_point, watch_stock
from varde.ground.equipment.actions.stock_take import AlreadyCounting, CannotSettle, StillDifferent, close_stock_take, count_codes, settle_difference, start_stock_take
from varde.ground.equipment.actions.stock_transfer import CannotArrive, CannotSend, NothingToSend, SameStore, StillOpen, close_transfer, receive_item, send_items, settle_line
from varde.ground.equipment.actions.storing import BY_THE_STORE, NoReason, WITH_A_REASON, move_item
from varde.ground.equipment.actions.swapping import AnotherKind, KeyReused, swap_item
from varde.ground.equipment.actions.wiping import WipeDone, record_wipe

__all__ = [
    "AlreadyCounting",
    "AlreadyPlaced",
    "AnotherKind",
    "BY_THE_STORE",
    "CannotArrive",
    "CannotSend",
    "CannotSettle",
    "DeliveryClosed",
    "HandOver",
    "HandedOver",
    "Judged",
    "KeyReused",
    "KitNotReady",
    "LastOne",
    "NewOrder",
    "NoGround",
    "NoReason",
    "NobodyAnswered",
    "NotChecked",
    "NotForKit",
    "NotPlaced",
    "NothingOrdered",
    "NothingToSend",
    "NowhereToPlace",
    "Place",
    "Report",
    "SameStore",
    "SetAsideForAnother",
    "Sheet",
    "StillDifferent",
    "StillOpen",
    "TestCall",
    "Told",
    "Tried",
    "WITH_A_REASON",
    "WipeDone",
    "WrongPick",
    "WrongTime",
    "cancel_order",
    "close_stock_take",
    "close_transfer",
    "collect_item",
    "collect_kit",
    "count_codes",
    "drop_delivery",
    "fill_kit",
    "hand_out_order",
    "hand_over_placements",
    "install_order",
    "leave_item",
    "move_item",
    "note_checked",
    "open_delivery",
    "pick_order",
    "place_item",
    "place_kit",
    "place_order",
    "receive_delivery",
    "receive_item",
    "record_maintenance",
    "record_test",
    "record_wipe",
    "save_item",
    "save_kit",
    "save_maintenance_rule",
    "save_price",
    "save_product",
    "save_reorder_point",
    "save_store",
    "send_items",
    "settle_difference",
    "settle_line",
    "share_item",
    "start_stock_take",
    "start_tasks",
    "swap_item",
    "take_back_order",
    "watch_stock",
]
