"""Text to values for what happens in stores. Nothing is saved here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from varde.foundation.register.forms import RegisterForm
from varde.ground.equipment import queries
from varde.ground.equipment.models.stock import ARRIVALS, SETTLED
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.equipment.queries.stock_takes import ways_out
from varde.ground.equipment.rules import scan
from varde.ground.equipment.rules.stock import Arrival, Idle
from varde.ground.organisations.queries import every_organisation
from varde.kernel.actor import Actor

IDLE_WORDS = {
    Idle.STORE: _("Står ubrukt på lager"),
    Idle.PREPARING: _("Ikke gjort klar: innhentet, til vask, venter på sletting eller mellom to lagre"),
    Idle.REPAIR: _("Til reparasjon eller hos leverandøren"),
    Idle.RETURN: _("Skal leveres tilbake"),
    Idle.LOST: _("Mistet"),
    Idle.PAUSED: _("Hos tjenestemottaker med tjeneste på pause"),
}
SWAP_REASONS = (
    ("broken", _("Virker ikke")),
    ("battery", _("Dårlig batteri")),
    ("worn", _("Skadet eller slitt")),
    ("network", _("Dårlig dekning")),
    ("service", _("Skal på service")),
    ("other", _("Annet")),
)


def scanned(label: Any, *, send: bool = False, **more: Any) -> forms.CharField:
    """A field that a hand scanner types into; the camera fills it where the browser reads codes."""
    attrs = {"data-scan": "send" if send else "next", "autocomplete": "off", "spellcheck": "false"}
    return forms.CharField(label=label, max_length=scan.LONGEST, widget=forms.TextInput(attrs=attrs), **more)


class CodeForm(forms.Form):
    code = scanned(_("Kode"), send=True, help_text=_("Skann etiketten, eller skriv koden og trykk Enter."))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["code"].widget.attrs["autofocus"] = True

    def clean_code(self) -> str:
        if not (code := scan.code_of(self.cleaned_data["code"])):
            raise forms.ValidationError(_("Dette er ikke en kode vi kan lese."))
        return code


class CodesForm(forms.Form):
    """Many codes at once, pasted from a scanner with a memory."""

    codes = forms.CharField(
        label=_("Flere koder"),
        max_length=500_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Én kode på hver linje, høyst 5000."),
    )

    def clean_codes(self) -> list[str]:
        found = scan.codes_of(self.cleaned_data["codes"])
        if not found or len(found) > scan.MOST:
            raise forms.ValidationError(_("Lim inn mellom 1 og 5000 koder."))
        return found


class StoreForm(forms.Form):
    store: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("Lager"), queryset=None)

    def __init__(self, actor: Actor, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        stores = queries.stores(actor).filter(is_active=True)
        for name in ("store", "from_store", "to_store"):
            if name in self.fields:
                self.fields[name].queryset = stores  # type: ignore[attr-defined]


class SendForm(StoreForm, CodesForm):
    """A transfer: from, to, and the items by their codes."""

    store = None  # type: ignore[assignment]
    from_store: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("Fra lager"), queryset=None)
    to_store: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("Til lager"), queryset=None)
    note = forms.CharField(
        label=_("Merknad"), max_length=300, required=False, help_text=_("Ikke skriv noe om personer her.")
    )
    field_order = ("from_store", "to_store", "codes", "note")

    def clean(self) -> None:
        given = self.cleaned_data
        here, there = given.get("from_store"), given.get("to_store")
        if here and there and here == there:
            self.add_error("to_store", _("Velg et annet lager enn det du sender fra."))
        if here and there and here.owner_id != there.owner_id:
            self.add_error("to_store", _("De to lagrene må ha samme eier."))


class WhyForm(forms.Form):
    """What became of it, and why."""

    how = forms.ChoiceField(label=_("Hva skjedde"), widget=forms.RadioSelect)
    why = forms.CharField(
        label=_("Begrunnelse"), max_length=500, help_text=_("Ikke skriv noe om personer her.")
    )


def arrival_form(data: Any = None) -> WhyForm:
    form = WhyForm(data)
    form.fields["how"].choices = [(one.value, ARRIVALS[one]) for one in (Arrival.WENT_BACK, Arrival.LOST)]  # type: ignore[attr-defined]
    return form


def difference_form(line: Any, data: Any = None) -> WhyForm:
    form = WhyForm(data)
    form.fields["how"].choices = [(one.value, SETTLED[one]) for one in ways_out(line)]  # type: ignore[attr-defined]
    return form


class HowForm(forms.Form):
    how = forms.CharField(
        label=_("Hva du gjorde"), max_length=500, help_text=_("Ikke skriv noe om personer her.")
    )


class LabelForm(StoreForm):
    """Labels for what stands in a store: all of a product, or those with the given codes."""

    product: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("Produkt"), queryset=None, required=False, empty_label=_("Alle")
    )
    codes = forms.CharField(
        label=_("Bare disse kodene"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Tomt felt gir etiketter til alt på lageret, høyst 240 om gangen."),
    )
    skip = forms.IntegerField(
        label=_("Hopp over"),
        min_value=0,
        max_value=23,
        initial=0,
        help_text=_("Hvor mange etiketter som er brukt på det første arket."),
    )

    def __init__(self, actor: Actor, *args: Any, **more: Any) -> None:
        super().__init__(actor, *args, **more)
        self.fields["product"].queryset = queries.products(actor)  # type: ignore[attr-defined]

    def clean_codes(self) -> list[str]:
        return scan.codes_of(self.cleaned_data["codes"])


class IdleForm(forms.Form):
    """What the view of idle cost is narrowed to."""

    owner = forms.TypedChoiceField(
        label=_("Kommune eller virksomhet"), coerce=UUID, required=False, empty_value=None
    )
    store = forms.TypedChoiceField(label=_("Lager"), coerce=UUID, required=False, empty_value=None)
    product = forms.TypedChoiceField(label=_("Produkt"), coerce=UUID, required=False, empty_value=None)
    reason = forms.TypedChoiceField(label=_("Grunn"), coerce=Idle, required=False, empty_value=None)

    def __init__(self, choices: dict[str, list[tuple[UUID, str]]], data: Any = None) -> None:
        super().__init__(data)
        stores = [*choices["store"], (queries.NOWHERE, _("Ikke på noe lager"))]
        for name, rows in {**choices, "store": stores}.items():
            self.fields[name].choices = [("", _("Alle")), *((str(key), text) for key, text in rows)]  # type: ignore[attr-defined]
        self.fields["reason"].choices = [("", _("Alle")), *((k.value, v) for k, v in IDLE_WORDS.items())]  # type: ignore[attr-defined]

    def narrow(self) -> queries.Narrow:
        given = self.cleaned_data if self.is_valid() else {}
        return queries.Narrow(
            given.get("owner"), given.get("store"), given.get("product"), given.get("reason")
        )


class SwapForm(forms.Form):
    """A swap as the phone tells of it, at once or later. Nothing about a person is asked for."""

    old_code = scanned(
        _("Det gamle utstyret"), help_text=_("Skann eller skriv koden, serienummeret eller IMEI.")
    )
    new_code = scanned(_("Det nye utstyret"))
    why = forms.ChoiceField(label=_("Hvorfor byttes det"), choices=SWAP_REASONS)
    place = forms.UUIDField(required=False, widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput(attrs={"id": "swap-key"}))
    done_at = forms.DateTimeField(
        required=False,
        widget=forms.HiddenInput,
        input_formats=["%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S%z"],
    )

    def __init__(self, actor: Actor, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        mine = every_organisation().filter(pk__in=list(actor.where(P.PLACE)))
        choices = [(str(key), name) for key, name in mine.values_list("pk", "name")]
        if len(choices) > 1:
            self.fields["owner"] = forms.TypedChoiceField(
                label=_("Hvem eier utstyret"), coerce=UUID, choices=choices
            )

    def reason(self) -> str:
        return str(dict(SWAP_REASONS)[self.cleaned_data["why"]])


class ReorderPointForm(RegisterForm):
    """When a store is filled up with a product."""

    owner: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("Eier"), queryset=None)
    store: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("Lager"), queryset=None)
    product: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("Produkt"), queryset=None)
    point = forms.IntegerField(
        label=_("Bestill når det er"),
        min_value=1,
        max_value=100_000,
        help_text=_("Så mange eller færre klare."),
    )
    fill_to = forms.IntegerField(label=_("Fyll opp til"), min_value=2, max_value=100_000)

    def __init__(self, actor: Actor, data: Any = None, *, row: Any = None) -> None:
        super().__init__(actor, data, row=row)
        owners = every_organisation().filter(pk__in=list(actor.where(P.STORE)))
        rows = {"owner": owners, "store": queries.stores(actor), "product": queries.products(actor)}
        for name, found in rows.items():
            self.fields[name].queryset = found  # type: ignore[attr-defined]
        self.fields["owner"].disabled = row is not None
        if owners.count() == 1:
            self.fields["owner"].initial = owners.first()

    def clean(self) -> None:
        given = self.cleaned_data
        owner = given.get("owner")
        for name, text in (
            ("store", _("Velg et lager som eieren har.")),
            ("product", _("Velg et produkt som eieren har registrert.")),
        ):
            if owner and given.get(name) and given[name].owner_id != owner.pk:
                self.add_error(name, text)
        if given.get("point") and given.get("fill_to") and given["fill_to"] <= given["point"]:
            self.add_error("fill_to", _("Fyll opp til mer enn det antallet du bestiller ved."))
