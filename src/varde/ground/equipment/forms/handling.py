"""Text to values for what is done with items: placing, taking back, testing, wiping, moving, maintaining."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from varde.ground.equipment import actions, queries
from varde.ground.equipment.forms.registers import PlaceForm
from varde.ground.equipment.models import MaintenanceTask, Wipe
from varde.ground.equipment.rules.lifecycle import Move
from varde.ground.equipment.rules.maintenance import Task
from varde.ground.organisations.queries import units
from varde.kernel.actor import Actor


def _text(label: Any, *, required: bool = False, help_text: Any = "", rows: int = 3) -> forms.CharField:
    widget = forms.Textarea({"rows": rows})
    return forms.CharField(
        label=label, required=required, help_text=help_text, max_length=2000, widget=widget
    )


def _store(actor: Actor, owner_id: UUID) -> forms.ModelChoiceField[Any]:
    rows = queries.stores(actor).filter(owner=owner_id, is_active=True)
    return forms.ModelChoiceField(label=_("Lager"), queryset=rows, required=False)


class PlacingForm(PlaceForm):
    """Where the item goes, who follows it up there, and what is set on it."""

    unit: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("Følges opp av"), queryset=None, required=False
    )
    settings = _text(
        _("Innstillinger og tilpasninger"),
        help_text=_("Det som er satt på apparatet for dem som bruker det."),
    )

    def __init__(self, *args: Any, actor: Actor, owner_id: UUID, **more: Any) -> None:
        super().__init__(*args, **more)
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ModelChoiceField)
        unit.queryset = units(actor).filter(owner=owner_id, is_active=True)

    def place(self) -> actions.Place:
        given, unit = self.cleaned_data, self.cleaned_data.get("unit")
        return actions.Place(self.recipients(), given["room"], unit.pk if unit else None, given["settings"])


class ShareForm(forms.Form):
    recipient = forms.TypedChoiceField(label=_("Tjenestemottaker"), coerce=UUID)

    def __init__(self, *args: Any, people: list[tuple[UUID, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [("", _("Velg")), *((str(key), name) for key, name in people)]
        self.fields["recipient"].choices = choices  # type: ignore[attr-defined]


class ToStoreForm(forms.Form):
    """A move that may say why, and where the item goes."""

    why = _text(_("Hvorfor"), rows=2)

    def __init__(
        self, *args: Any, actor: Actor, owner_id: UUID, move: Move = Move.COLLECT, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.fields["store"] = _store(actor, owner_id)
        self.fields["why"].required = move in actions.WITH_A_REASON

    def told(self) -> actions.Told:
        store = self.cleaned_data.get("store")
        return actions.Told(why=self.cleaned_data["why"], store_id=store.pk if store else None)


class TestForm(forms.Form):
    """What the operator said, signed by whoever stands beside the item."""

    __test__ = False

    read_back = forms.BooleanField(
        label=_("Operatøren leste opp navn og adresse, og begge deler stemte"), required=False
    )
    answered_by = forms.CharField(label=_("Hvem svarte på responssenteret"), max_length=200, required=False)
    note = _text(_("Merknad"), rows=2)

    def clean(self) -> None:
        given = self.cleaned_data
        if given.get("read_back") and not given.get("answered_by", "").strip():
            self.add_error("answered_by", _("Skriv hvem som svarte."))

    def call(self) -> actions.Tried:
        given = self.cleaned_data
        return actions.Tried(given["read_back"], given["answered_by"], given["note"])


class WipeForm(forms.Form):
    """Only what is left to do is asked for."""

    reset = forms.BooleanField(label=_("Apparatet er nullstilt"), required=False)
    how = forms.CharField(label=_("Slik ble det nullstilt"), max_length=300, required=False)
    signed = forms.BooleanField(
        label=_("Jeg bekrefter at alle personopplysninger er slettet fra apparatet"), required=False
    )
    supplier_reference = forms.CharField(
        label=_("Leverandørens bekreftelse på at opplysningene er slettet hos dem"),
        help_text=_("Saksnummer, eller hvem som bekreftet og når."),
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, wipe: Wipe, **more: Any) -> None:
        super().__init__(*args, **more)
        self.is_reset = wipe.facts.is_reset
        done = {
            "reset": wipe.facts.is_reset,
            "how": wipe.facts.is_reset,
            "signed": wipe.facts.is_signed,
            "supplier_reference": wipe.facts.supplier_confirmed or not wipe.supplier_needed,
        }
        for name in (name for name, is_done in done.items() if is_done):
            del self.fields[name]

    def clean(self) -> None:
        given = self.cleaned_data
        if given.get("signed") and not (given.get("reset") or self.is_reset):
            self.add_error("signed", _("Nullstill apparatet før du bekrefter."))
        if not any(given.values()):
            self.add_error(None, _("Kryss av for det du har gjort."))

    def done(self) -> actions.WipeDone:
        return actions.WipeDone(**self.cleaned_data)


class UpkeepForm(forms.Form):
    """How it went. The version is asked for only where the task is to update it."""

    is_ok = forms.TypedChoiceField(
        label=_("Hvordan gikk det"),
        choices=[("yes", _("Gjort, og det virker")), ("no", _("Det virker ikke som det skal"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    firmware = forms.CharField(label=_("Programvareversjon nå"), max_length=40, required=False)
    note = _text(_("Merknad"), rows=2)

    def __init__(self, *args: Any, task: MaintenanceTask, **more: Any) -> None:
        super().__init__(*args, **more)
        if task.rule.task != Task.FIRMWARE:
            del self.fields["firmware"]

    def report(self) -> actions.Report:
        given = self.cleaned_data
        return actions.Report(given["is_ok"], given["note"], given.get("firmware", ""))


class SerialForm(forms.Form):
    """One field for a scanner or a finger."""

    serial = forms.CharField(
        label=_("Serienummer eller kode"),
        max_length=100,
        widget=forms.TextInput({"autocomplete": "off", "autofocus": True}),
    )
