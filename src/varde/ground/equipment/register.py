"""The registers of products and items."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, FilterSet

from varde.foundation.register.kit import Column, Register
from varde.ground.equipment import actions, queries
from varde.ground.equipment.forms import ItemForm, ProductForm
from varde.ground.equipment.forms.stock import ReorderPointForm
from varde.ground.equipment.models import ProductKind


class ProductFilter(FilterSet):  # type: ignore[misc]
    kind = ChoiceFilter(label=_("Slag"), choices=ProductKind.choices)


class ItemFilter(FilterSet):  # type: ignore[misc]
    product__kind = ChoiceFilter(label=_("Slag"), choices=ProductKind.choices)


products = Register(
    name="produkter",
    title=_("Produkter"),
    columns=(
        Column(_("Navn"), "name"),
        Column(_("Slag"), "kind"),
        Column(_("Leverandør"), "supplier.name"),
        Column(_("Melder fra med"), "protocol"),
        Column(_("Tjenestetype (KPR-kode)"), "service_type"),
        Column(_("Eier"), "owner.name"),
    ),
    search=("name", "supplier__name"),
    filters=ProductFilter,
    form=ProductForm,
    rows=queries.products,
    save=actions.save_product,
)

items = Register(
    name="apparater",
    title=_("Utstyr"),
    columns=(
        Column(_("Serienummer"), "serial"),
        Column(_("Produkt"), "product.name"),
        Column(_("Apparat-ID"), "device"),
        Column(_("IMEI"), "imei"),
        Column(_("Utplassert"), "is_placed"),
        Column(_("Eier"), "owner.name"),
    ),
    search=("serial", "product__name", "device", "device_key"),
    filters=ItemFilter,
    form=ItemForm,
    rows=queries.items,
    save=actions.save_item,
)

points = Register(
    name="bestillingspunkter",
    title=_("Bestillingspunkter"),
    columns=(
        Column(_("Lager"), "store.name"),
        Column(_("Produkt"), "product.name"),
        Column(_("Bestill når det er"), "point"),
        Column(_("Fyll opp til"), "fill_to"),
        Column(_("Eier"), "owner.name"),
    ),
    search=("store__name", "product__name"),
    filters=None,
    form=ReorderPointForm,
    rows=queries.reorder_points,
    save=actions.save_reorder_point,
)
