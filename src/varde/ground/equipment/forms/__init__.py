from varde.ground.equipment.forms.registers import ItemForm, PlaceForm, ProductForm

__all__ = ["ItemForm", "PlaceForm", "ProductForm"]
