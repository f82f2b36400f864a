"""Text to values for products, items and placements. Nothing is saved here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from varde.foundation.register.forms import RegisterForm
from varde.foundation.ui.forms import DateInput
from varde.ground.equipment import queries
from varde.ground.equipment.models import PriceKind, ProductKind, Protocol
from varde.ground.equipment.models.words import DOERS, NETWORKS, OPERATORS, OWNERSHIPS, TASKS, choices
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.equipment.rules.device import LONGEST, device_key
from varde.ground.equipment.rules.ownership import Ownership
from varde.ground.organisations.queries import every_organisation, units
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
    article = forms.CharField(label=_("Leverandørens varenummer"), max_length=60, required=False)
    networks = forms.MultipleChoiceField(
        label=_("Nett det kan bruke"),
        choices=choices(NETWORKS),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    firmware = forms.CharField(label=_("Programvareversjon det skal ha"), max_length=40, required=False)
    data_at_supplier = forms.BooleanField(
        label=_("Leverandøren lagrer personopplysninger om dem som bruker det"), required=False
    )
    guide_url = forms.URLField(
        label=_("Lenke til brukerveiledning"), max_length=500, required=False, assume_scheme="https"
    )
    guide_version = forms.CharField(label=_("Versjon av brukerveiledningen"), max_length=40, required=False)

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
        for name, rows in (("belongs_to", every_organisation()), ("store", queries.stores(actor))):
            field: Any = self.fields[name]
            field.queryset = rows
        self.fields["ownership"].initial = Ownership.MUNICIPALITY

    sim = forms.RegexField(
        r"^\d{18,22}$",
        label=_("SIM-kort (ICCID)"),
        required=False,
        error_messages={"invalid": _("SIM-kortets nummer har 18 til 22 sifre.")},
    )
    operator = forms.ChoiceField(
        label=_("Mobilnett"), choices=[("", _("Ikke oppgitt")), *choices(OPERATORS)], required=False
    )
    code = forms.CharField(label=_("Kode på etiketten"), max_length=64, required=False)
    firmware = forms.CharField(label=_("Programvareversjon"), max_length=40, required=False)
    ownership = forms.ChoiceField(label=_("Eies av"), choices=choices(OWNERSHIPS), required=False)
    belongs_to: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("Navnet på den som eier det"), queryset=None, required=False
    )
    store: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("Lager"), queryset=None, required=False
    )
    paid_from = forms.DateField(label=_("Betales fra"), widget=DateInput, required=False)
    paid_until = forms.DateField(label=_("Betales til"), widget=DateInput, required=False)

    def clean_ownership(self) -> str:
        return self.cleaned_data["ownership"] or Ownership.MUNICIPALITY

    def clean_device(self) -> str:
        text = str(self.cleaned_data["device"])
        if text and not device_key(text):
            raise forms.ValidationError(_("Bruk bare bokstaver, sifre og vanlige tegn."))
        return text

    def clean(self) -> None:
        product, owner = self.cleaned_data.get("product"), self.cleaned_data.get("owner")
        if product and owner and product.owner_id != owner.pk:
            self.add_error("product", _("Velg et produkt som eieren har registrert."))
        store = self.cleaned_data.get("store")
        if store and owner and store.owner_id != owner.pk:
            self.add_error("store", _("Velg et lager som eieren har."))
        start, end = self.cleaned_data.get("paid_from"), self.cleaned_data.get("paid_until")
        if start and end and end <= start:
            self.add_error("paid_until", _("Slutten må komme etter starten."))


class StoreForm(_OwnedForm):
    name = forms.CharField(label=_("Navn"), max_length=200)
    unit: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("Enheten som har ansvaret"), queryset=None, required=False
    )
    address = forms.CharField(label=_("Adresse"), max_length=300, required=False)
    phone = forms.CharField(label=_("Telefon"), max_length=20, required=False)

    def __init__(self, actor: Actor, data: Any = None, *, row: Any = None) -> None:
        super().__init__(actor, data, row=row)
        unit: Any = self.fields["unit"]
        unit.queryset = units(actor).filter(owner__in=list(actor.where(P.MANAGE)))

    def clean(self) -> None:
        unit, owner = self.cleaned_data.get("unit"), self.cleaned_data.get("owner")
        if unit and owner and unit.owner_id != owner.pk:
            self.add_error("unit", _("Velg en enhet i samme virksomhet."))


class KitForm(_OwnedForm):
    name = forms.CharField(label=_("Navn"), max_length=200)
    purpose = forms.CharField(label=_("Brukes til"), max_length=200, required=False)


class _ProductOwnedForm(_OwnedForm):
    """A row about a product of the same owner."""

    product: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("Produkt"), queryset=None)

    def __init__(self, actor: Actor, data: Any = None, *, row: Any = None) -> None:
        super().__init__(actor, data, row=row)
        product: Any = self.fields["product"]
        product.queryset = queries.products(actor)

    def clean(self) -> None:
        product, owner = self.cleaned_data.get("product"), self.cleaned_data.get("owner")
        if product and owner and product.owner_id != owner.pk:
            self.add_error("product", _("Velg et produkt som eieren har registrert."))


class MaintenanceRuleForm(_ProductOwnedForm):
    task = forms.ChoiceField(label=_("Oppgave"), choices=choices(TASKS))
    every_days = forms.IntegerField(label=_("Hver … dag"), min_value=1, max_value=3650)
    only_in_use = forms.BooleanField(
        label=_("Dagene teller bare mens apparatet er utplassert"), required=False, initial=True
    )
    doer = forms.ChoiceField(label=_("Hvem gjør det"), choices=choices(DOERS))
    how = forms.CharField(label=_("Slik gjør du det"), max_length=500, required=False)


class PriceForm(_ProductOwnedForm):
    kind = forms.ChoiceField(label=_("Hva det betales for"), choices=PriceKind.choices)
    kroner = forms.DecimalField(
        label=_("Kroner i måneden"), min_value=0, max_digits=9, decimal_places=2, localize=True
    )
    starts_on = forms.DateField(label=_("Fra og med"), widget=DateInput)
    ends_on = forms.DateField(label=_("Til (ikke med)"), widget=DateInput, required=False)

    def clean(self) -> None:
        super().clean()
        given = self.cleaned_data
        if (kroner := given.pop("kroner", None)) is not None:
            given["ore_per_month"] = int(kroner * 100)
        if given.get("starts_on") and given.get("ends_on") and given["ends_on"] <= given["starts_on"]:
            self.add_error("ends_on", _("Slutten må komme etter starten."))


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
