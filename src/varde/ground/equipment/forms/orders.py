"""Text to values for internal orders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from varde.foundation.ui.forms import DateInput
from varde.ground.equipment import actions, queries
from varde.ground.equipment.models import OrderLine
from varde.ground.equipment.rules.marks import mark_key
from varde.ground.organisations.queries import units
from varde.kernel.actor import Actor


class OrderForm(forms.Form):
    """What a recipient is to get, and why. `people`: those to choose among, by owner."""

    recipient = forms.TypedChoiceField(label=_("Tjenestemottaker"), coerce=UUID)
    products: forms.ModelMultipleChoiceField[Any] = forms.ModelMultipleChoiceField(
        label=_("Produkter"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    kits: forms.ModelMultipleChoiceField[Any] = forms.ModelMultipleChoiceField(
        label=_("Sett"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label=_("Begrunnelse for tildelingen"), max_length=2000, widget=forms.Textarea({"rows": 3})
    )
    adaptations = forms.CharField(
        label=_("Tilpasninger"),
        help_text=_("Det som skal være annerledes enn standard. Den som setter opp utstyret, ser det."),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    wanted_on = forms.DateField(label=_("Skal være på plass"), widget=DateInput)
    store: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("Lager"), queryset=None)
    unit: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("Følges opp av"), queryset=None, required=False
    )

    def __init__(
        self,
        *args: Any,
        actor: Actor,
        people: dict[UUID, list[tuple[UUID, str]]],
        case: queries.Wanted | None = None,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.case = case
        if case is not None:
            near = [one for one in people.get(case.owner_id, []) if one[0] == case.recipient_id]
            people = {owner: near for owner in people if owner == case.owner_id}
        self.owners = {key: owner for owner, near in people.items() for key, _name in near}
        rows: dict[str, Any] = {
            "products": queries.products(actor),
            "kits": queries.kits(actor),
            "store": queries.stores(actor),
            "unit": units(actor),
        }
        for name, found in rows.items():
            field: Any = self.fields[name]
            field.queryset = found.filter(owner__in=list(people), is_active=True)
        choices = [("", _("Velg")), *((str(key), name) for near in people.values() for key, name in near)]
        self.fields["recipient"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> None:
        given = self.cleaned_data
        if not given.get("products") and not given.get("kits"):
            self.add_error("products", _("Velg minst ett produkt eller ett sett."))
        for name in self._foreign():
            self.add_error(name, _("Dette hører til en annen virksomhet enn tjenestemottakeren."))

    def _foreign(self) -> list[str]:
        """The fields that name something of another owner than the recipient's."""
        given = self.cleaned_data
        chosen: dict[str, Any] = {name: given.get(name) or () for name in ("products", "kits")}
        chosen |= {name: [given[name]] for name in ("store", "unit") if given.get(name)}
        owner = self.owners.get(given.get("recipient"))  # type: ignore[arg-type]
        return [name for name, rows in chosen.items() if owner and any(row.owner_id != owner for row in rows)]

    def order(self) -> actions.NewOrder:
        given, unit = self.cleaned_data, self.cleaned_data.get("unit")
        return actions.NewOrder(
            given["recipient"],
            given["store"].pk,
            given["reason"],
            given["wanted_on"],
            [one.pk for one in given["products"]],
            [one.pk for one in given["kits"]],
            given["adaptations"],
            case_id=self.case.case_id if self.case else None,
            unit_id=unit.pk if unit else None,
        )


class PickForm(forms.Form):
    """One field for each line that wants an item; a scanner types into it. The first that is ready is suggested."""

    def __init__(
        self, *args: Any, lines: Sequence[OrderLine], ready: Mapping[UUID, dict[str, UUID]], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.ready, self.lines = ready, [line for line in lines if line.product_id and line.item_id is None]
        taken: set[str] = set()
        for line in self.lines:
            found = ready.get(line.product_id, {}) if line.product_id else {}
            first = next((serial for serial in found if serial not in taken), "")
            taken.add(first)
            self.fields[str(line.pk)] = forms.CharField(
                label=str(line.product), max_length=100, initial=first, help_text=_("Serienummer")
            )

    def clean(self) -> None:
        self.picked: dict[UUID, UUID] = {}
        for line in self.lines:
            wanted = mark_key(str(self.cleaned_data.get(str(line.pk), "")))
            keys = {mark_key(serial): key for serial, key in self.ready.get(line.product_id, {}).items()}  # type: ignore[arg-type]
            if wanted not in keys:
                self.add_error(
                    str(line.pk), _("Dette er ikke et apparat av rett slag som står klart på lager.")
                )
            elif keys[wanted] in self.picked.values():
                self.add_error(str(line.pk), _("Dette apparatet er alt valgt."))
            else:
                self.picked[line.pk] = keys[wanted]


class InstallerForm(forms.Form):
    installer = forms.TypedChoiceField(label=_("Hvem setter det opp"), coerce=UUID)

    def __init__(self, *args: Any, staff: list[tuple[UUID, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.names = dict(staff)
        choices = [("", _("Velg")), *((str(key), name) for key, name in staff)]
        self.fields["installer"].choices = choices  # type: ignore[attr-defined]

    def chosen(self) -> tuple[UUID, str]:
        key = self.cleaned_data["installer"]
        return key, self.names[key]


class WhyForm(forms.Form):
    why = forms.CharField(label=_("Hvorfor"), max_length=1000, widget=forms.Textarea({"rows": 2}))
