"""Text to values for the catalogue: service types, criteria, place rules, drafts and files. Nothing is saved here."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from varde.care.pathways.models.words import spoken
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.rules.catalogue import (
    GIVEN,
    PAYMENTS,
    TARGETS,
    Criteria,
    HoursFault,
    criteria_from,
    criteria_row,
    hours_from,
)
from varde.care.pathways.rules.pause import Reason, Stops
from varde.care.pathways.rules.places import (
    FOLLOWS,
    LONGEST_DAYS,
    REASONS,
    RESTS,
    STOPS,
    Effects,
    Follows,
    PlaceFault,
    Rests,
    place_row,
    place_row_from,
)
from varde.care.pathways.rules.template import Words
from varde.foundation.register.forms import RegisterForm
from varde.foundation.ui.forms import DateInput
from varde.ground.organisations.queries import every_organisation
from varde.kernel.actor import Actor
from varde.kernel.clock import OSLO

MOST_BYTES = 400_000


def pairs(words: dict[Any, Words]) -> list[tuple[str, Any]]:
    return [(str(getattr(key, "value", key)), spoken(text)) for key, text in words.items()]


def owner_field(actor: Actor) -> forms.ModelChoiceField[Any]:
    """The organisations whose catalogue the actor may change."""
    rows = every_organisation().filter(pk__in=actor.where(P.MANAGE_CATALOGUE))
    first = rows.first() if rows.count() == 1 else None
    return forms.ModelChoiceField(label=_("Eier"), queryset=rows, initial=first)


class GroupsField(forms.MultipleChoiceField):
    """Target groups: boxes on the page, words with commas between in a sheet."""

    def to_python(self, value: Any) -> list[str]:
        if not isinstance(value, str):
            return super().to_python(value)
        names = {name.casefold(): code for code, text in TARGETS.items() for name in (code, text.nb, text.en)}
        return [names.get(part.strip().casefold(), part.strip()) for part in value.split(",") if part.strip()]


class LinesField(forms.CharField):
    """One text for each line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value


class ServiceTypeForm(RegisterForm):
    owner: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("Eier"), queryset=None)
    name = forms.CharField(label=_("Navn"), max_length=200)
    code = forms.RegexField(
        r"^[a-z][a-z0-9_]{1,39}$",
        label=_("Kode"),
        help_text=_("Små bokstaver, tall og understrek. Kan ikke endres senere."),
    )
    kpr = forms.RegexField(r"^\d{0,10}$", label=_("KPR-kode"), required=False)
    purpose = forms.CharField(label=_("Formål"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    benefit = forms.CharField(
        label=_("Nytte"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    target_groups = GroupsField(
        label=_("Målgrupper"), choices=pairs(TARGETS), required=False, widget=forms.CheckboxSelectMultiple
    )
    given = forms.ChoiceField(label=_("Tildeles ved"), choices=pairs(GIVEN))
    payment = forms.ChoiceField(label=_("Egenandel"), choices=pairs(PAYMENTS))
    price = forms.IntegerField(label=_("Pris i kroner"), required=False, min_value=1, max_value=100_000)
    buy_yourself = forms.CharField(
        label=_("Hva innbyggeren kan kjøpe selv"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    how_to_apply = forms.CharField(
        label=_("Slik søker du"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    evaluation_months = forms.IntegerField(
        label=_("Måneder mellom evalueringer"), min_value=1, max_value=60, initial=6
    )
    trial_days = forms.IntegerField(label=_("Dager med prøvetid"), min_value=0, max_value=365, initial=14)
    settings_sheet = forms.RegexField(
        r"^[a-z][a-z0-9_]{1,59}$", label=_("Skjema for innstillinger (kode)"), required=False
    )
    indicators = LinesField(
        label=_("Indikatorer"), required=False, help_text=_("Én på hver linje: hva dere måler.")
    )
    service_hours = forms.CharField(
        label=_("Tjenestetid"),
        max_length=200,
        initial="hele døgnet",
        help_text=_("Når noen må ta imot. Skriv «hele døgnet», eller for eksempel «man–fre 08.00–15.00»."),
    )
    is_offered = forms.BooleanField(label=_("Vis på den åpne siden"), required=False)

    def __init__(self, actor: Actor, data: Any = None, *, row: Any = None) -> None:
        super().__init__(actor, data, row=row)
        initial = self.initial.get("owner")
        self.fields["owner"] = owner_field(actor)
        self.fields["owner"].disabled = row is not None
        if initial:
            self.initial["owner"] = initial
        if row is not None:  # a disabled field is drawn pale: no help there that somebody must read
            self.fields["code"].disabled, self.fields["code"].help_text = True, ""

    def clean_price(self) -> int | None:
        price: int | None = self.cleaned_data["price"]
        if price and self.cleaned_data.get("payment") == "none":
            raise ValidationError(_("Tjenesten er gratis: la prisen stå tom."))
        return price

    def clean_service_hours(self) -> str:
        text: str = self.cleaned_data["service_hours"]
        try:
            hours_from(text)
        except HoursFault as fault:
            raise ValidationError(
                _("Vi forstår ikke «%(part)s». Skriv som «man–fre 08.00–15.00; lør 10.00–14.00»."),
                params={"part": fault.part},
            ) from None
        return text


class CriteriaForm(forms.Form):
    """The next version of the criteria of one service type."""

    inclusion = LinesField(
        label=_("Tjenesten passer når"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Ett kriterium på hver linje."),
    )
    exclusion = LinesField(
        label=_("Tjenesten passer ikke når"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    approved_by = forms.CharField(label=_("Godkjent av"), max_length=200)
    starts_on = forms.DateField(
        label=_("Gjelder fra"), required=False, widget=DateInput, help_text=_("Tomt felt: fra nå.")
    )
    review_on = forms.DateField(label=_("Neste gjennomgang med lederne"), widget=DateInput)
    note = forms.CharField(label=_("Hva er endret, og hvorfor"), max_length=500, required=False)

    def __init__(self, data: Any, *, held: Criteria, today: date) -> None:
        initial = {
            "inclusion": held.inclusion,
            "exclusion": held.exclusion,
            "review_on": today + timedelta(days=182),
        }
        super().__init__(data, initial=initial)
        self.today = today

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if self.errors:
            return found
        starts = found["starts_on"] or self.today
        if starts < self.today:
            self.add_error("starts_on", _("Kriterier kan ikke gjelde bakover i tid."))
        if not starts < found["review_on"] <= starts + timedelta(days=730):
            self.add_error(
                "review_on", _("Gjennomgangen må være etter at kriteriene gjelder, og innen to år.")
            )
        try:
            criteria_from(criteria_row(Criteria(tuple(found["inclusion"]), tuple(found["exclusion"]))))
        except ValueError:
            self.add_error(
                "inclusion", _("Skriv hvert kriterium én gang, med høyst 500 tegn, og høyst 40 i alt.")
            )
        return found

    def values(self, name: str, now: datetime) -> dict[str, Any]:
        """What `actions.publish_criteria` takes."""
        found = self.cleaned_data
        first = found["starts_on"]
        starts = datetime(first.year, first.month, first.day, tzinfo=OSLO) if first else now
        names = ("inclusion", "exclusion", "approved_by", "review_on", "note")
        return {name: found[name] for name in names} | {"name": name, "starts_at": max(starts, now)}


class PlacesForm(forms.Form):
    """One service type's row of the table: four boxes of choices and a number for each reason."""

    def __init__(self, data: Any, *, row: Any) -> None:
        super().__init__(data)
        lists = (
            ("stops", _("Stopper"), STOPS),
            ("follows", _("Følger personen"), FOLLOWS),
            ("suspends", _("Hviler"), RESTS),
        )
        for reason, words in REASONS.items():
            held: Effects = row[reason]
            for name, label, choices in lists:
                self.fields[f"{reason}_{name}"] = forms.MultipleChoiceField(
                    label=_("%(reason)s: %(what)s") % {"reason": spoken(words), "what": str(label).lower()},
                    choices=pairs(choices),
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                    initial=[one.value for one in getattr(held, name)],
                )
            self.fields[f"{reason}_days"] = forms.IntegerField(
                label=_("%(reason)s: høyst så mange dager") % {"reason": spoken(words)},
                min_value=1,
                max_value=LONGEST_DAYS,
                initial=held.max_days,
            )

    def row(self) -> dict[Reason, Effects]:
        found = self.cleaned_data
        return {
            reason: Effects(
                frozenset(map(Stops, found[f"{reason}_stops"])),
                frozenset(map(Follows, found[f"{reason}_follows"])),
                frozenset(map(Rests, found[f"{reason}_suspends"])),
                found[f"{reason}_days"],
            )
            for reason in Reason
        }

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                place_row_from(place_row(self.row()))
            except PlaceFault as fault:
                for said in fault.said:
                    self.add_error(None, str(spoken(said)))
        return found


class DraftForm(forms.Form):
    """A template as text."""

    text = forms.CharField(
        label=_("Malen som tekst (YAML)"),
        max_length=200_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 30, "spellcheck": "false"}),
    )


class NoteForm(forms.Form):
    note = forms.CharField(label=_("Hva er endret, og hvorfor"), max_length=500)


class FileForm(forms.Form):
    """A template from a file."""

    file = forms.FileField(label=_("Fil (YAML)"))

    def __init__(self, actor: Actor, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        self.fields = {"owner": owner_field(actor), **self.fields}

    def clean_file(self) -> str:
        """The file's text."""
        sheet = self.cleaned_data["file"]
        if sheet.size > MOST_BYTES:
            raise ValidationError(_("Filen er for stor. Den kan være på høyst 400 kB."))
        try:
            return str(sheet.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise ValidationError(_("Filen må være tekst i UTF-8.")) from None
