"""The registers: products with prices and maintenance, items, stores and kits."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, FilterSet, ModelChoiceFilter

from varde.foundation.register.kit import Column, Register
from varde.ground.equipment import actions, queries
from varde.ground.equipment.forms import registers as forms
from varde.ground.equipment.forms.stock import ReorderPointForm
from varde.ground.equipment.models import ProductKind
from varde.ground.equipment.models.words import OWNERSHIPS, STATES, choices


class ProductFilter(FilterSet):  # type: ignore[misc]
    kind = ChoiceFilter(label=_("Slag"), choices=ProductKind.choices)


class ItemFilter(FilterSet):  # type: ignore[misc]
    """Also the search itself: it stands on indexes, which the register's own would not. What is gone is left out
    unless its state is asked for, or it is searched for."""

    state = ChoiceFilter(label=_("Tilstand"), choices=choices(STATES))
    product__kind = ChoiceFilter(label=_("Slag"), choices=ProductKind.choices)
    product = ModelChoiceFilter(label=_("Produkt"), queryset=lambda request: queries.products(request.actor))
    store = ModelChoiceFilter(label=_("Lager"), queryset=lambda request: queries.stores(request.actor))
    ownership = ChoiceFilter(label=_("Eies av"), choices=choices(OWNERSHIPS))

    def filter_queryset(self, queryset: Any) -> Any:
        words = self.data.get("q", "").strip()
        rows = super().filter_queryset(queryset)
        if words:
            return rows.filter(queries.item_search(self.request.actor, text=words))
        return rows if self.form.cleaned_data.get("state") else rows.filter(retired_at__isnull=True)


products = Register(
    name="produkter",
    title=_("Produkter"),
    columns=(
        Column(_("Navn"), "name"),
        Column(_("Slag"), "kind"),
        Column(_("Leverandør"), "supplier.name"),
        Column(_("Melder fra med"), "protocol"),
        Column(_("Tjenestetype (KPR-kode)"), "service_type"),
        Column(_("Programvareversjon det skal ha"), "firmware"),
        Column(_("Versjon av brukerveiledningen"), "guide_version"),
        Column(_("Eier"), "owner.name"),
    ),
    search=("name", "supplier__name", "article"),
    filters=ProductFilter,
    form=forms.ProductForm,
    rows=queries.products,
    save=actions.save_product,
)

items = Register(
    name="apparater",
    title=_("Utstyr"),
    columns=(
        Column(_("Serienummer"), "serial"),
        Column(_("Produkt"), "product.name"),
        Column(_("Tilstand"), "state"),
        Column(_("Lager"), "store.name"),
        Column(_("Apparat-ID"), "device"),
        Column(_("IMEI"), "imei"),
        Column(_("Eies av"), "ownership"),
        Column(_("Eier"), "owner.name"),
    ),
    search=(),
    filters=ItemFilter,
    form=forms.ItemForm,
    rows=queries.items,
    save=actions.save_item,
)

stores = Register(
    name="lagre",
    title=_("Lagersteder"),
    columns=(
        Column(_("Navn"), "name"),
        Column(_("Enheten som har ansvaret"), "unit.name"),
        Column(_("Adresse"), "address"),
        Column(_("Telefon"), "phone"),
        Column(_("Eier"), "owner.name"),
    ),
    search=("name", "address"),
    filters=None,
    form=forms.StoreForm,
    rows=queries.stores,
    save=actions.save_store,
)

kits = Register(
    name="sett",
    title=_("Sett"),
    columns=(
        Column(_("Navn"), "name"),
        Column(_("Brukes til"), "purpose"),
        Column(_("Antall apparater"), "size"),
        Column(_("Eier"), "owner.name"),
    ),
    search=("name", "purpose"),
    filters=None,
    form=forms.KitForm,
    rows=queries.kits,
    save=actions.save_kit,
)

maintenance = Register(
    name="vedlikeholdsregler",
    title=_("Regler for vedlikehold"),
    columns=(
        Column(_("Produkt"), "product.name"),
        Column(_("Oppgave"), "task"),
        Column(_("Hver … dag"), "every_days"),
        Column(_("Dagene teller bare mens apparatet er utplassert"), "only_in_use"),
        Column(_("Hvem gjør det"), "doer"),
        Column(_("Slik gjør du det"), "how"),
        Column(_("Eier"), "owner.name"),
    ),
    search=("product__name", "how"),
    filters=None,
    form=forms.MaintenanceRuleForm,
    rows=queries.maintenance_rules,
    save=actions.save_maintenance_rule,
)

prices = Register(
    name="priser",
    title=_("Priser"),
    columns=(
        Column(_("Produkt"), "product.name"),
        Column(_("Hva det betales for"), "kind"),
        Column(_("Kroner i måneden"), "kroner", sortable=False),
        Column(_("Fra og med"), "starts_on"),
        Column(_("Til (ikke med)"), "ends_on"),
        Column(_("Eier"), "owner.name"),
    ),
    search=("product__name",),
    filters=None,
    form=forms.PriceForm,
    rows=queries.prices,
    save=actions.save_price,
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
