"""The forms of an introduction, its units and its points: text to values. Nothing is saved here."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from varde.foundation.ui.forms import DateInput
from varde.governance.adoption.models.introduction import named
from varde.governance.adoption.rules.codes import TECHNOLOGY_NAMES, WORD_NAMES
from varde.governance.adoption.rules.lifecycle import STATE_NAMES

NO_PERSONS = _("Skriv om tjenesten, ikke om tjenestemottakere.")
NOT_YET = _("Datoen er ikke kommet ennå.")
ANY = [("", _("Alle"))]
People = list[tuple[UUID, str]]
EVALUATE_EVERY = timedelta(days=90)


def text_field(label: Any, rows: int = 3, **more: Any) -> forms.CharField:
    more.setdefault("help_text", NO_PERSONS)
    more.setdefault("max_length", 4000)
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


def day_field(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DateInput(), **more)


class IntroductionForm(forms.Form):
    """`places` are where the person leads introductions; with one there is nothing to choose. `people` have an account;
    anybody else is written by name. A change keeps organisation and technology."""

    owner = forms.TypedChoiceField(label=_("Virksomhet"), coerce=UUID)
    technology = forms.ChoiceField(label=_("Teknologi"), choices=named(TECHNOLOGY_NAMES))
    goals = text_field(
        _("Mål"),
        4,
        help_text=_("Hva skal bli bedre, og for hvem? Skriv det slik at dere kan se om dere når det."),
    )
    responsible = forms.ChoiceField(
        label=_("Ansvarlig"), required=False, help_text=_("Velg en, eller skriv navnet under.")
    )
    responsible_name = forms.CharField(
        label=_("Navn på ansvarlig uten brukerkonto"), required=False, max_length=200
    )
    deputy = forms.ChoiceField(
        label=_("Stedfortreder"), required=False, help_text=_("Velg en, eller skriv navnet under.")
    )
    deputy_name = forms.CharField(
        label=_("Navn på stedfortreder uten brukerkonto"), required=False, max_length=200
    )
    starts_on = day_field(_("Start"))
    evaluate_on = day_field(
        _("Neste MTO-evaluering"), required=False, help_text=_("Den ansvarlige får en oppgave den dagen.")
    )

    def __init__(self, *args: Any, places: People | None, people: People, today: date, **more: Any) -> None:
        start = {"starts_on": today, "evaluate_on": today + EVALUATE_EVERY}
        more["initial"] = {**start, **(more.get("initial") or {})}
        super().__init__(*args, **more)
        self.people = {str(key): name for key, name in people}
        for name in ("responsible", "deputy"):
            self.fields[name].choices = [("", _("Velg")), *self.people.items()]  # type: ignore[attr-defined]
        if places is None:
            del self.fields["owner"], self.fields["technology"]
            return
        self.fields["owner"].choices = [(str(key), name) for key, name in places]  # type: ignore[attr-defined]
        if len(places) == 1:
            self.fields["owner"].widget = forms.HiddenInput()
            self.fields["owner"].initial = str(places[0][0])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for name in ("responsible", "deputy"):
            key, text = given.get(name) or "", str(given.get(f"{name}_name") or "").strip()
            given[f"{name}_id"] = UUID(key) if key else None
            given[f"{name}_name"] = self.people[key] if key else text
            if not given[f"{name}_name"]:
                self.add_error(name, _("Velg en person, eller skriv et navn."))
        if given.get("responsible_name") and given["responsible_name"] == given.get("deputy_name"):
            self.add_error("deputy", _("Stedfortrederen må være en annen enn den ansvarlige."))
        return given


def start_of(row: Any) -> dict[str, Any]:
    """What the form of a change starts with."""
    found = {name: getattr(row, name) for name in ("goals", "starts_on", "evaluate_on")}
    for name in ("responsible", "deputy"):
        key = getattr(row, f"{name}_id")
        found |= {name: str(key or ""), f"{name}_name": "" if key else getattr(row, f"{name}_name")}
    return found


class UnitForm(forms.Form):
    """One of the organisation's own units, or any other by its name."""

    unit = forms.ChoiceField(label=_("Enhet"), required=False)
    name = forms.CharField(label=_("Navn på enhet som ikke står i listen"), required=False, max_length=200)
    planned_on = day_field(_("Planlagt start"))

    def __init__(self, *args: Any, units: People, **more: Any) -> None:
        super().__init__(*args, **more)
        self.units = {str(key): name for key, name in units}
        self.fields["unit"].choices = [("", _("Velg")), *self.units.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        key, text = given.get("unit") or "", str(given.get("name") or "").strip()
        given["unit_id"], given["name"] = (UUID(key), self.units[key]) if key else (None, text)
        if not given["name"]:
            self.add_error("unit", _("Velg en enhet, eller skriv et navn."))
        return given


class _PastForm(forms.Form):
    """`day` is the name of a day that must have come."""

    day = ""

    def __init__(self, *args: Any, today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.today = today

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get(self.day) and given[self.day] > self.today:
            self.add_error(self.day, NOT_YET)
        return given


class StartForm(_PastForm):
    day = "started_on"
    started_on = day_field(_("Startet"))


class LearningForm(_PastForm):
    """`started_on`: the unit cannot have been evaluated before it."""

    day = "evaluated_on"
    evaluated_on = day_field(_("Evaluert"))
    learned = text_field(
        _("Hva lærte dere?"),
        6,
        help_text=_(
            "Hva gikk bra, hva gikk galt, og hva skal neste enhet gjøre annerledes? Skriv om tjenesten, ikke om tjenestemottakere."
        ),
    )

    def __init__(self, *args: Any, started_on: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.started_on = started_on

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("evaluated_on") and given["evaluated_on"] < self.started_on:
            self.add_error("evaluated_on", _("Datoen er før enheten startet."))
        return given


class PlannedForm(forms.Form):
    planned_on = day_field(_("Planlagt start"))


class WhyForm(forms.Form):
    why = text_field(_("Hvorfor?"), max_length=1000)


class SureForm(forms.Form):
    """A press that is asked for once more; nothing to fill in."""


class PointForm(forms.Form):
    """`needs_note`: what is answered with yes must say what shows it."""

    address = forms.CharField(max_length=120, widget=forms.HiddenInput)
    word = forms.ChoiceField(label=_("Svar"), choices=named(WORD_NAMES), widget=forms.RadioSelect)
    note = text_field(_("Merknad"), 2, required=False, max_length=2000)

    def __init__(self, *args: Any, needs_note: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        self.needs_note = needs_note
        if needs_note:
            self.fields["note"].label = _("Hva viser det?")

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if self.needs_note and given.get("word") == "yes" and not str(given.get("note") or "").strip():
            self.add_error("note", _("Skriv hva som viser at dette er på plass."))
        return given


class IntroductionFilter(forms.Form):
    q = forms.CharField(label=_("Søk"), required=False, max_length=100, widget=forms.SearchInput)
    technology = forms.ChoiceField(
        label=_("Teknologi"), required=False, choices=[*ANY, *named(TECHNOLOGY_NAMES)]
    )
    state = forms.ChoiceField(label=_("Status"), required=False, choices=[*ANY, *named(STATE_NAMES)])

    def narrowed(self, rows: Any) -> Any:
        """The rows that the choices leave. What is not understood narrows nothing."""
        given = self.cleaned_data if self.is_valid() else {}
        for name in ("technology", "state"):
            rows = rows.filter(**{name: given[name]}) if given.get(name) else rows
        return rows
