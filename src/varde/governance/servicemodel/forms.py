"""Text from the pages to values for the actions. Nothing is saved here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from varde.foundation.ui.forms import DateInput
from varde.governance.servicemodel.models.adoption import STATES, STATUSES, TECHNOLOGIES

__all__ = ["STATES", "STATUSES", "TECHNOLOGIES"]

NO_PERSONS = _("Skriv om tjenesten, ikke om tjenestemottakere.")
IS_A_LINK = RegexValidator(
    r"^(https?://|/(?!/))\S+$", _("Skriv en adresse som begynner med https:// eller /.")
)
People = list[tuple[UUID, str]]


def _text(label: Any, rows: int = 3, **more: Any) -> forms.CharField:
    more.setdefault("help_text", NO_PERSONS)
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


class AtForm(forms.Form):
    """A past day to see the model as of. Today or later is the model as it stands."""

    at = forms.DateField(label=_("Slik det var"), required=False, widget=DateInput())


class AnswerForm(forms.Form):
    address = forms.CharField(max_length=200, widget=forms.HiddenInput)
    state = forms.ChoiceField(label=_("Er dette på plass?"), choices=STATES, widget=forms.RadioSelect)
    evidence = _text(_("Hva viser det?"), 2, required=False, max_length=2000)
    link = forms.CharField(
        label=_("Lenke"), required=False, max_length=300, validators=[IS_A_LINK], help_text="https://"
    )
    review_on = forms.DateField(
        label=_("Se på det igjen"),
        required=False,
        widget=DateInput(),
        help_text=_("Står feltet tomt, blir det om et år."),
    )


class StatusForm(forms.Form):
    """One field per technology; what is left empty is left as it is."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for code, name in TECHNOLOGIES:
            self.fields[code] = forms.ChoiceField(
                label=name, choices=[("", _("Ikke satt")), *STATUSES], required=False
            )


class NoteForm(forms.Form):
    text = _text(_("Notat"), max_length=4000)


class PersonForm(forms.Form):
    """`people` are those with an account; anybody else is written by name."""

    person = forms.ChoiceField(label=_("Hvem?"), required=False)
    name = forms.CharField(label=_("Navn på en uten brukerkonto"), required=False, max_length=200)

    def __init__(self, *args: Any, people: People, **more: Any) -> None:
        super().__init__(*args, **more)
        self.people = {str(key): name for key, name in people}
        self._offer("person")

    def _offer(self, field: str) -> None:
        choices = [("", _("Velg")), *self.people.items()]
        self.fields[field].choices = choices  # type: ignore[attr-defined]

    def chosen(self, person: str, name: str) -> tuple[UUID | None, str]:
        given = self.cleaned_data
        key, text = given.get(person) or "", str(given.get(name) or "").strip()
        return (UUID(key), self.people[key]) if key else (None, text)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        given["user_id"], given["name"] = self.chosen("person", "name")
        if not given["name"]:
            self.add_error("person", _("Velg en person, eller skriv et navn."))
        return given


class QuestionForm(PersonForm):
    """Raising a clarification. `address` is set when it is one of the edition's."""

    field_order = ("address", "question", "person", "name", "due_on")
    address = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)
    question = _text(_("Hva må avklares?"), 2, max_length=1000)
    due_on = forms.DateField(label=_("Frist"), widget=DateInput())


class ResponsibleForm(PersonForm):
    field_order = ("person", "name", "unit", "deputy", "deputy_name")
    arrangement = forms.CharField(max_length=20, initial="all", widget=forms.HiddenInput)
    by = forms.CharField(max_length=20, initial="municipality", widget=forms.HiddenInput)
    unit = forms.CharField(label=_("Enhet"), required=False, max_length=200)
    deputy = forms.ChoiceField(label=_("Stedfortreder"), required=False)
    deputy_name = forms.CharField(
        label=_("Navn på stedfortreder uten brukerkonto"), required=False, max_length=200
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._offer("deputy")

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        given["deputy_id"], given["deputy_name"] = self.chosen("deputy", "deputy_name")
        return given


class MoveForm(PersonForm):
    field_order = ("due_on", "person", "name")
    due_on = forms.DateField(label=_("Ny frist"), widget=DateInput())


class SettledForm(forms.Form):
    answer = _text(_("Svaret"), max_length=4000)


class ReopenForm(forms.Form):
    why = _text(_("Hvorfor gjelder ikke svaret lenger?"), 2, max_length=1000)


class WordsForm(forms.Form):
    address = forms.CharField(max_length=200, widget=forms.HiddenInput)
    nb = _text(
        _("Deres ord"), max_length=1000, help_text=_("Skriv utgavens ord igjen for å gå tilbake til dem.")
    )


class PointForm(forms.Form):
    section = forms.ChoiceField(
        label=_("Hvor?"),
        choices=[
            ("checklist", _("Sjekkliste")),
            ("goals", _("Mål")),
            ("todo", _("Hva som gjøres")),
            ("tips", _("Tips")),
            ("clarifications", _("Må avklares")),
        ],
    )
    nb = _text(_("Punktet"), 2, max_length=1000)


class AsideForm(forms.Form):
    address = forms.CharField(max_length=200, widget=forms.HiddenInput)
    is_relevant = forms.BooleanField(required=False, widget=forms.HiddenInput)


class UnclearFilter(forms.Form):
    q = forms.CharField(label=_("Søk"), required=False, max_length=100)
    everything = forms.BooleanField(label=_("Vis også det som er avklart"), required=False)


class RegionFilter(forms.Form):
    area = forms.ChoiceField(label=_("Område"), required=False)
    technology = forms.ChoiceField(
        label=_("Teknologi"), required=False, choices=[("", _("Alle")), *TECHNOLOGIES]
    )

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["area"].choices = [("", _("Alle")), *areas]  # type: ignore[attr-defined]


class GroupFilter(forms.Form):
    """`groups`: who share a centre, as `queries.groups` gives them."""

    group = forms.ChoiceField(label=_("Deler oppfølgingssenter"), required=False)
    area = forms.ChoiceField(label=_("Område"), required=False)

    def __init__(self, *args: Any, groups: Sequence[Any], areas: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.groups = list(groups)
        self.fields["group"].choices = [(str(one.key), one.name) for one in groups]  # type: ignore[attr-defined]
        self.fields["area"].choices = [("", _("Alle")), *areas]  # type: ignore[attr-defined]

    def chosen(self) -> tuple[Any, str]:
        """The group asked for, else the first, None where there is none; and the area, "" for all."""
        given = self.cleaned_data if self.is_valid() else {}
        found = [one for one in self.groups if str(one.key) == given.get("group")] or self.groups
        return (found[0] if found else None), given.get("area", "")


class ImportForm(forms.Form):
    """The two files of a layer as text."""

    head = forms.CharField(
        label="edition.yaml", widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"})
    )
    tasks = forms.CharField(
        label="tasks.yaml", widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"})
    )


def initial_of(charge: Any) -> dict[str, Any]:
    """What a form of a responsible person starts with."""
    if charge is None:
        return {}
    return {
        "person": str(charge.user_id or ""),
        "name": "" if charge.user_id else charge.name,
        "unit": charge.unit,
        "deputy": str(charge.deputy_id or ""),
        "deputy_name": "" if charge.deputy_id else charge.deputy_name,
    }


def is_past(day: date | None, today: date) -> bool:
    return day is not None and day < today
