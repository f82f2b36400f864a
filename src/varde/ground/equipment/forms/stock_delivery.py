"""A supplier's delivery list: each row through the very form that one item is registered by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from varde.foundation import spreadsheet
from varde.foundation.register import exchange
from varde.ground.equipment import queries
from varde.ground.equipment.actions import Judged, Sheet
from varde.ground.equipment.forms.registers import ItemForm
from varde.ground.equipment.models import Delivery
from varde.ground.equipment.models.words import OWNERSHIPS, choices
from varde.ground.equipment.rules import delivery as rules
from varde.ground.equipment.rules.marks import mark_key
from varde.ground.equipment.rules.ownership import Ownership
from varde.kernel.actor import Actor

MOST_BYTES, MOST_ROWS = 8_000_000, 20_000
AT_ONCE = 2_500
NOT_FROM_A_LIST = ("owner", "store", "kit", "state")
DEFAULTS = ("product", "ownership", "paid_from")
UNUSABLE = {
    spreadsheet.Fault.SIZE: gettext_lazy("Filen er for stor. Den kan være på høyst 8 MB."),
    spreadsheet.Fault.KIND: gettext_lazy(
        "Vi kan ikke lese filen. Bruk CSV (UTF-8 eller Windows-1252) eller XLSX."
    ),
    spreadsheet.Fault.ROWS: gettext_lazy(
        "Filen må ha en linje med overskrifter og mellom 1 og 20 000 rader."
    ),
}
Fault = tuple[int, str, str]


class Known(forms.Field):
    """A choice among rows that are read once, for lists too long to ask the database for each row."""

    def __init__(self, field: Any) -> None:
        super().__init__(label=field.label, required=field.required, initial=field.initial)
        rows = list(field.queryset or ())
        self.rows = {str(row.pk): row for row in rows}
        self.choices = [(str(row.pk), field.label_from_instance(row)) for row in rows]
        self.choices += [(str(row.pk), row.article) for row in rows if getattr(row, "article", "")]

    def clean(self, value: Any) -> Any:
        key = str(getattr(value, "pk", value) or "")
        if not key and not self.required:
            return None
        if not key:
            raise forms.ValidationError(_("Fyll ut feltet."))
        if key not in self.rows:
            raise forms.ValidationError(_("Finner ikke «%(text)s» i registeret.") % {"text": key[:80]})
        return self.rows[key]


class RowForm(ItemForm):
    """The item's own form; the owner is the store's, and what it chooses among is read once."""

    def __init__(self, actor: Actor, delivery: Delivery) -> None:
        super().__init__(actor)
        for name, field in _further():
            self.fields.setdefault(name, field)
        for name in NOT_FROM_A_LIST:
            if name != "owner":
                self.fields.pop(name, None)
        for name, field in list(self.fields.items()):
            if isinstance(field, forms.ModelChoiceField):
                if name in ("owner", "product"):
                    wanted = {"pk": delivery.owner_id} if name == "owner" else {"owner": delivery.owner_id}
                    field.queryset = field.queryset.filter(**wanted)  # type: ignore[union-attr]
                self.fields[name] = Known(field)
        self.initial.update({name: text for name, text in delivery.defaults.items() if name in self.fields})
        self.initial["owner"] = str(delivery.owner_id)

    def heads(self) -> dict[str, str]:
        """What a list may say of an item: field to label."""
        return {name: str(one.label) for name, one in self.fields.items() if name not in NOT_FROM_A_LIST}


def _further() -> Iterator[tuple[str, forms.Field]]:
    """What a list may say and the page for one item may leave to other pages."""
    digits = {"invalid": _("SIM-nummeret (ICCID) har 18 til 22 sifre.")}
    yield "sim", forms.RegexField(r"^\d{18,22}$", label=_("SIM-kort"), required=False, error_messages=digits)
    yield "code", forms.CharField(label=_("Kode på etiketten"), max_length=64, required=False)
    yield "firmware", forms.CharField(label=_("Programvare"), max_length=40, required=False)
    yield (
        "ownership",
        forms.ChoiceField(
            label=_("Hvem eier utstyret"), choices=choices(OWNERSHIPS), initial=Ownership.MUNICIPALITY.value
        ),
    )
    yield "paid_from", forms.DateField(label=_("Betales fra"), required=False)


class UploadForm(forms.Form):
    store: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=gettext_lazy("Til lager"), queryset=None
    )
    file = forms.FileField(label=gettext_lazy("Fil"), widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}))
    supplier_note = forms.CharField(
        label=gettext_lazy("Pakkseddel eller ordre"), max_length=100, required=False
    )
    product: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=gettext_lazy("Produkt for hele lista"),
        queryset=None,
        required=False,
        help_text=gettext_lazy("Velg når lista ikke har en kolonne for produkt."),
    )
    ownership = forms.ChoiceField(label=gettext_lazy("Hvem eier utstyret"), choices=choices(OWNERSHIPS))
    paid_from = forms.DateField(
        label=gettext_lazy("Betales fra"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Dagen månedsprisen begynner å løpe. Tomt: med en gang."),
    )

    def __init__(self, actor: Actor, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.actor = actor
        self.fields["store"].queryset = queries.stores(actor).filter(is_active=True)  # type: ignore[attr-defined]
        self.fields["product"].queryset = queries.products(actor)  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        sheet = self.cleaned_data["file"]
        try:
            content = sheet.read(MOST_BYTES + 1)
            self.lines = spreadsheet.read(sheet.name, content, most_bytes=MOST_BYTES, most_rows=MOST_ROWS)
        except spreadsheet.Unusable as problem:
            raise forms.ValidationError(str(UNUSABLE[problem.fault])) from None
        return sheet

    def clean(self) -> None:
        given = self.cleaned_data
        store, product = given.get("store"), given.get("product")
        if store and product and store.owner_id != product.owner_id:
            self.add_error("product", _("Velg et produkt som eieren av lageret har registrert."))
        if self.errors:
            return
        self.sheet = self._sheet()
        found = self.columns.place
        missing = [self.heads[name] for name in ("product", "serial") if name not in found]
        if product:
            missing = [head for head in missing if head != self.heads["product"]]
        if missing:
            said = _("Fant ingen kolonne for %(heads)s. Overskriftene må stå i første rad.")
            self.add_error("file", said % {"heads": ", ".join(missing)})

    def _sheet(self) -> Sheet:
        given = self.cleaned_data
        blank = RowForm(self.actor, Delivery(owner_id=given["store"].owner_id))
        self.heads = blank.heads()
        self.columns = rules.columns(self.lines[0], list(self.heads), self.heads)
        defaults = {
            name: str(getattr(given[name], "pk", given[name])) for name in DEFAULTS if given.get(name)
        }
        unread = [*self.columns.unknown, *self.columns.twice]
        return Sheet(given["file"].name, self.lines, unread, given["supplier_note"], defaults)


def judge(actor: Actor, delivery: Delivery, *, first: int = 0, size: int = AT_ONCE) -> Judged:
    """The next rows of the list. `first` rows are judged already."""
    good, faults = 0, []
    for _values, said in _judged(actor, delivery, first, size):
        good += not said
        faults += said
    return Judged(min(first + size, len(delivery.lines) - 1), good, faults)


def good_rows(actor: Actor, delivery: Delivery) -> list[dict[str, Any]]:
    """The values of every row that is in order, as the action takes them."""
    rows = _judged(actor, delivery, 0, len(delivery.lines))
    return [{k: v for k, v in values.items() if k != "owner"} for values, said in rows if not said]


def _judged(
    actor: Actor, delivery: Delivery, first: int, size: int
) -> Iterator[tuple[dict[str, Any], list[Fault]]]:
    form = RowForm(actor, delivery)
    heads = form.heads()
    found = rules.columns(delivery.lines[0], list(heads), heads)
    places = {at: heads[name] for name, at in found.place.items()}
    top = [places.get(at, "") for at in range(len(delivery.lines[0]))]
    part = delivery.lines[1 + first : 1 + first + size]
    rows = [(nr + first, v or {}, said) for nr, v, said in exchange.judged(form, [top, *part])]
    doubles = rules.doubles(delivery.lines[1:], found)
    taken = _taken(actor, delivery, [values for _nr, values, said in rows if not said])
    for nr, values, said in rows:
        faults = [(row + first, head, text) for row, head, text in said]
        faults += [
            (nr, heads[name], _("Står også i rad %(row)s.") % {"row": other})
            for name, other in doubles.get(nr, ())
        ]
        faults += [(nr, heads[name], text) for name, text in taken(values)] if values else []
        yield values, faults


def _taken(actor: Actor, delivery: Delivery, rows: list[dict[str, Any]]) -> Any:
    """A function that says what of a row another item in use has already. A few queries for all of them."""
    serials = queries.serials_in_use(
        actor, owner_id=delivery.owner_id, serials={row["serial"].strip() for row in rows}
    )
    wanted = {
        "imei": {row.get("imei", "") for row in rows} - {""},
        "sim": {row.get("sim", "") for row in rows} - {""},
        "code_key": {mark_key(row.get("code", "")) for row in rows} - {""},
    }
    held = queries.marks_in_use(actor, owner_id=delivery.owner_id, marks=wanted)

    def taken(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
        if (row["product"].pk, row["serial"].strip()) in serials:
            yield "serial", _("Serienummeret er registrert på dette produktet fra før.")
        if row.get("imei") in held["imei"]:
            yield "imei", _("Et annet apparat har denne IMEI-en.")
        if row.get("sim") in held["sim"]:
            yield "sim", _("Et annet apparat har dette SIM-kortet.")
        if mark_key(row.get("code", "")) in held["code_key"]:
            yield "code", _("Et annet apparat har denne koden.")

    return taken
