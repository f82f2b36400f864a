from varde.ground.equipment.views.items import collect, item, panel, place

__all__ = ["collect", "item", "panel", "place"]
