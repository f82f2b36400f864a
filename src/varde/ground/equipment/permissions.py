from enum import StrEnum


class EquipmentPermission(StrEnum):
    VIEW = "equipment.view"
    MANAGE = "equipment.manage"  # products and items
    PLACE = "equipment.place"  # place, share and collect
    MATCH = "equipment.match"  # from device id to item, placement and recipient
