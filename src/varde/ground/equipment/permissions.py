from enum import StrEnum


class EquipmentPermission(StrEnum):
    VIEW = "equipment.view"
    MANAGE = "equipment.manage"  # products, items, stores, kits, maintenance rules
    PLACE = "equipment.place"  # place, share, swap, test and collect
    ORDER = "equipment.order"  # order equipment for a recipient, and read why others did
    STORE = "equipment.store"  # pick, hand out, wash, repair, send, give back, scrap
    WIPE = "equipment.wipe"  # reset, and sign that personal data is gone
    MAINTAIN = "equipment.maintain"  # do what comes again
    MATCH = "equipment.match"  # from device id to item, placement and recipient
    ANSWER_GATES = "equipment.answer_gates"  # what is placed, tested, out and unwiped, by recipient; machines
    HAND_OVER = "equipment.hand_over"  # placements that go to another organisation; machines
    VIEW_COST = "equipment.view_cost"  # what stands idle, in kroner
    PROVE = "equipment.prove"  # how many and how late, for the proofs of the service model; never which
    WATCH_STOCK = "equipment.watch_stock"  # sees that a store runs low, and tells; machines
