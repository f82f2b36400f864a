from varde.ground.equipment.views.items import collect, item, move, panel, place

__all__ = ["collect", "item", "move", "panel", "place"]
