from varde.ground.equipment.queries.items import items, placed_with, placements_of, products, twice_claimed
from varde.ground.equipment.queries.matching import Found, claimants, placed, placed_count, placements_for

__all__ = [
    "Found",
    "claimants",
    "items",
    "placed",
    "placed_count",
    "placed_with",
    "placements_for",
    "placements_of",
    "products",
    "twice_claimed",
]
