"""Text to values for products, items and placements. Nothing is saved here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from varde.foundation.register.forms import RegisterForm
from varde.ground.equipment import queries
from varde.ground.equipment.models import ProductKind, Protocol
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.equipment.rules.device import LONGEST, device_key
from varde.ground.organisations.queries import every_organisation
from varde.kernel.actor import Actor


class _OwnedForm(RegisterForm):
    """A row belongs to an organisation whose equipment the actor manages, and stays there."""

    owner: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("Eier"), queryset=None)

    def __init__(self, actor: Actor, data: Any = None, *, row: Any = None) -> None:
        super().__init__(actor, data, row=row)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = every_organisation().filter(pk__in=list(actor.where(P.MANAGE)))
        owner.disabled = row is not None
        if owner.queryset.count() == 1:
            owner.initial = owner.queryset.first()


class ProductForm(_OwnedForm):
    name = forms.CharField(label=_("Navn"), max_length=200)
    supplier: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("Leverandør"), queryset=None)
    kind = forms.ChoiceField(label=_("Slag"), choices=ProductKind.choices)
    protocol = forms.ChoiceField(label=_("Melder fra med"), choices=Protocol.choices)
    service_type = forms.CharField(label=_("Tjenestetype (KPR-kode)"), max_length=20, required=False)

    def __init__(self, actor: Actor, data: Any = None, *, row: Any = None) -> None:
        super().__init__(actor, data, row=row)
        supplier = self.fields["supplier"]
        assert isinstance(supplier, forms.ModelChoiceField)
        supplier.queryset = every_organisation()


class ItemForm(_OwnedForm):
    product: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("Produkt"), queryset=None)
    serial = forms.CharField(label=_("Serienummer"), max_length=100)
    device = forms.CharField(
        label=_("Apparat-ID"),
        max_length=LONGEST,
        required=False,
        help_text=_("Slik apparatet sier den selv. Nuller foran og mellomrom spiller ingen rolle."),
    )
    imei = forms.RegexField(
        r"^\d{14,16}$",
        label=_("IMEI"),
        required=False,
        error_messages={"invalid": _("IMEI har 15 sifre.")},
    )

    def __init__(self, actor: Actor, data: Any = None, *, row: Any = None) -> None:
        super().__init__(actor, data, row=row)
        product = self.fields["product"]
        assert isinstance(product, forms.ModelChoiceField)
        product.queryset = queries.products(actor)

    def clean_device(self) -> str:
        text = str(self.cleaned_data["device"])
        if text and not device_key(text):
            raise forms.ValidationError(_("Bruk bare bokstaver, sifre og vanlige tegn."))
        return text

    def clean(self) -> None:
        product, owner = self.cleaned_data.get("product"), self.cleaned_data.get("owner")
        if product and owner and product.owner_id != owner.pk:
            self.add_error("product", _("Velg et produkt som eieren har registrert."))


class PlaceForm(forms.Form):
    """Where the item goes: with one or two recipients, or in a room."""

    first = forms.TypedChoiceField(label=_("Tjenestemottaker"), coerce=UUID, required=False, empty_value=None)
    second = forms.TypedChoiceField(
        label=_("Også hos"),
        coerce=UUID,
        required=False,
        empty_value=None,
        help_text=_("Når to deler samme utstyr på samme adresse."),
    )
    room = forms.CharField(
        label=_("Rom eller plass"),
        max_length=200,
        required=False,
        help_text=_("Når utstyret hører til et rom."),
    )

    def __init__(self, *args: Any, people: list[tuple[UUID, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [("", _("Ingen")), *((str(key), name) for key, name in people)]
        for name in ("first", "second"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> None:
        given = self.cleaned_data
        if not self.errors and not (given.get("first") or given.get("second") or given.get("room")):
            self.add_error("first", _("Velg en tjenestemottaker, eller skriv hvilket rom utstyret står i."))

    def recipients(self) -> list[UUID]:
        given = self.cleaned_data
        return list(dict.fromkeys(key for key in (given.get("first"), given.get("second")) if key))
