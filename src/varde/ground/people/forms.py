"""Text to values. What the forms of people say when something is wrong, in words; nothing is saved here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from varde.foundation.ui.forms import DateInput, DateTimeInput
from varde.ground.people.models import FACTS, Hearing, Language, Memory, Sight, Speech, WayInKind
from varde.ground.people.rules import relation as relation_rules
from varde.ground.people.rules import risk as risk_rules
from varde.ground.people.rules.address import Protection
from varde.kernel.national_id import InvalidNationalId, NationalId, Reason

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Promise

NUMBER_WRONG: dict[Reason, Promise] = {
    Reason.NOT_ELEVEN_DIGITS: _("Nummeret skal ha 11 sifre."),
    Reason.CHECK_DIGITS: _("Kontrollsifrene stemmer ikke. Se etter om to sifre er byttet om."),
    Reason.NO_SUCH_DATE: _("Nummeret begynner med en dato som ikke finnes."),
    Reason.SYNTHETIC: _("Dette er et oppdiktet nummer. Her kan du bare bruke ekte numre."),
}
RELATION_WRONG: dict[relation_rules.Problem, Promise] = {
    relation_rules.Problem.REASON_MISSING: _("Skriv hvorfor du må se dette, med minst ti tegn."),
    relation_rules.Problem.HOURS_MISSING: _("Si hvor mange timer du trenger."),
    relation_rules.Problem.TOO_LONG: _("Nødtilgang varer høyst 12 timer."),
    relation_rules.Problem.END_MISSING: _("Si når det slutter."),
}
RISK_WRONG: dict[risk_rules.Problem, tuple[str, Promise]] = {
    risk_rules.Problem.TOO_SHORT: ("text", _("Skriv hva som skjedde, med minst ti tegn.")),
    risk_rules.Problem.TOO_LONG: ("text", _("Skriv kortere: høyst 300 tegn.")),
    risk_rules.Problem.OBSERVED_LATER: ("observed_on", _("Datoen har ikke vært ennå.")),
    risk_rules.Problem.REVIEW_TOO_EARLY: ("review_due_on", _("Gjennomgangen må være etter at det skjedde.")),
    risk_rules.Problem.REVIEW_TOO_LATE: ("review_due_on", _("Se på risikoen igjen innen et halvt år.")),
}
PROTECTION = [
    (Protection.ORDINARY, _("Vanlig")),
    (Protection.CONFIDENTIAL, _("Fortrolig adresse")),
    (Protection.STRICTLY_CONFIDENTIAL, _("Strengt fortrolig adresse")),
]


def _line(label: Promise, longest: int = 200, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, **more)


def _text(label: Promise, longest: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, widget=forms.Textarea(attrs={"rows": 3}), **more)


def _day(label: Promise, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DateInput(), **more)


class PhoneField(forms.CharField):
    """A Norwegian number, or one with a country code; comes out as "+4741234567"."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=20, widget=forms.TextInput(attrs={"inputmode": "tel"}), **more)

    def clean(self, value: Any) -> str:
        digits = re.sub(r"[\s()\-.]", "", super().clean(value))
        if not digits:
            return ""
        digits = "+" + digits[2:] if digits.startswith("00") else digits
        digits = digits if digits.startswith("+") else f"+47{digits}"
        if not re.fullmatch(r"\+47[2-9]\d{7}|\+(?!47)[1-9]\d{6,14}", digits, re.ASCII):
            raise forms.ValidationError(_("Skriv åtte sifre, eller landkode først: +46 …"))
        return digits


class NationalIdField(forms.CharField):
    """Comes out as a NationalId, or None when left empty."""

    def __init__(self, **more: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(max_length=20, required=False, widget=forms.TextInput(attrs=attrs), **more)

    def clean(self, value: Any) -> NationalId | None:
        text = super().clean(value)
        try:
            return NationalId.parse(text, synthetic=settings.VARDE_SYNTHETIC) if text else None
        except InvalidNationalId as wrong:
            raise forms.ValidationError(NUMBER_WRONG[wrong.reason]) from None


class RecipientForm(forms.Form):
    """A new recipient, or a change. In a change an empty number keeps the one on record."""

    owner_id = forms.TypedChoiceField(label=_("Ansvarlig kommune"), coerce=UUID)
    name = _line(_("Navn"))
    national_id = NationalIdField(
        label=_("Fødselsnummer, D-nummer eller hjelpenummer"), help_text=_("11 sifre. Vises skjult etterpå.")
    )
    birth_date = _day(_("Fødselsdato"), required=False)
    phone = PhoneField(label=_("Telefon"), required=False)
    language = forms.ChoiceField(label=_("Språk"), choices=Language.choices)
    hearing = forms.ChoiceField(label=_("Hørsel"), choices=Hearing.choices)
    sight = forms.ChoiceField(label=_("Syn"), choices=Sight.choices)
    speech = forms.ChoiceField(label=_("Tale"), choices=Speech.choices)
    memory = forms.ChoiceField(label=_("Hukommelse"), choices=Memory.choices)
    facts = forms.MultipleChoiceField(
        label=_("Dette må den som tar alarmen, vite"),
        choices=list(FACTS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(
        self, *args: Any, owners: Sequence[tuple[UUID, str]] = (), today: date | None = None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.today = today
        if owners:
            self.fields["owner_id"].choices = [(str(key), name) for key, name in owners]  # type: ignore[attr-defined]
        else:
            del self.fields["owner_id"]
            self.fields["national_id"].help_text = _(
                "La feltet stå tomt for å beholde nummeret som er lagret."
            )

    def clean_birth_date(self) -> date | None:
        born: date | None = self.cleaned_data["birth_date"]
        if born and self.today and (born > self.today or born.year < 1890):
            raise forms.ValidationError(_("Se på fødselsdatoen en gang til."))
        return born

    def values(self) -> dict[str, Any]:
        """What the actions take."""
        values = dict(self.cleaned_data)
        values.pop("owner_id", None)
        chosen = values.pop("facts")
        if "owner_id" not in self.fields and values["national_id"] is None:
            del values["national_id"]
        return {**values, **{name: name in chosen for name in FACTS}}


class _Form(forms.Form):
    """`values` is what the action of the same name takes."""

    def __init__(self, *args: Any, units: Iterable[tuple[UUID, str]] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.units = [(str(key), name) for key, name in units]

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)

    def must_end_after(self, start: str, end: str, words: Promise) -> None:
        first, last = self.cleaned_data.get(start), self.cleaned_data.get(end)
        if last and (first is None or last <= first):
            self.add_error(end, words)


class AddressForm(_Form):
    street = _line(_("Gate og nummer"))
    postal_code = forms.RegexField(
        r"^\d{4}$", label=_("Postnummer"), error_messages={"invalid": _("Postnummeret har fire sifre.")}
    )
    postal_place = _line(_("Poststed"), 100)
    door_note = _line(
        _("Etasje, inngang og dør"),
        300,
        required=False,
        help_text=_("Det den som rykker ut, trenger for å finne fram."),
    )
    protection = forms.ChoiceField(label=_("Vern av adressen"), choices=PROTECTION)
    starts_on = _day(_("Gjelder fra"))
    ends_on = _day(
        _("Gjelder til"), required=False, help_text=_("Bare for et opphold. Tomt når det er hjemme.")
    )

    def clean(self) -> None:
        self.must_end_after("starts_on", "ends_on", _("Oppholdet må slutte etter at det begynner."))


class WayInForm(_Form):
    kind = forms.ChoiceField(label=_("Hva"), choices=WayInKind.choices)
    location = _line(_("Hvor"), 300, help_text=_("Vises bare til den som ber om det, og det blir loggført."))
    code = _line(_("Kode"), 60, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class NextOfKinForm(_Form):
    name = _line(_("Navn"))
    relation = _line(_("Slekt eller tilknytning"), 60, help_text=_("For eksempel datter, nabo eller verge."))
    phone = PhoneField(label=_("Telefon"), required=False)
    may_know = _text(_("Hva personen kan få vite"), 300, required=False)
    told_from = _day(_("Kan få vite fra"), required=False)
    told_until = _day(_("Kan få vite til"), required=False)
    accepted_on = _day(_("Sa ja til å ta imot alarmer"), required=False)
    receives_from = _day(_("Tar imot alarmer fra"), required=False)
    receives_until = _day(_("Tar imot alarmer til"), required=False, help_text=_("Må ha en sluttdato."))
    has_key = forms.BooleanField(label=_("Har nøkkel"), required=False)

    def clean(self) -> None:
        words = _("Sluttdatoen må være etter startdatoen.")
        self.must_end_after("told_from", "told_until", words)
        self.must_end_after("receives_from", "receives_until", words)
        given = self.cleaned_data
        if given.get("receives_from") and not given.get("receives_until"):
            self.add_error("receives_until", _("Si når avtalen om alarmer slutter."))
        if given.get("receives_from") and not given.get("accepted_on"):
            self.add_error("accepted_on", _("Si når personen sa ja."))


class RiskForm(_Form):
    text = _text(_("Hva som skjedde"), 1000, help_text=_("Skriv det du så, ikke hvordan personen er."))
    observed_on = _day(_("Når"))
    review_due_on = _day(_("Se på den igjen innen"))

    def refuse(self, problems: Iterable[risk_rules.Problem]) -> None:
        for problem in problems:
            self.add_error(*RISK_WRONG[problem])


class AdaptationForm(_Form):
    text = _text(_("Hva som skiller seg fra det vanlige"), 300)
    set_on = _day(_("Gjelder fra"))


class VisitForm(_Form):
    unit_id = forms.TypedChoiceField(label=_("Enhet"), coerce=UUID)
    starts_at = forms.DateTimeField(label=_("Fra"), widget=DateTimeInput())
    ends_at = forms.DateTimeField(label=_("Til"), widget=DateTimeInput())

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit_id"].choices = self.units  # type: ignore[attr-defined]

    def clean(self) -> None:
        self.must_end_after("starts_at", "ends_at", _("Besøket må slutte etter at det begynner."))


class ReasonForm(forms.Form):
    """Why somebody must open a card."""

    reason = _text(
        _("Hvorfor må du se dette?"),
        300,
        help_text=_("Det du skriver, står i innsynsloggen. Ikke skriv helseopplysninger."),
    )

    def refuse(self, problem: relation_rules.Problem) -> None:
        field = (
            "hours"
            if problem is not relation_rules.Problem.REASON_MISSING and "hours" in self.fields
            else "reason"
        )
        self.add_error(field, RELATION_WRONG[problem])


class FindForm(ReasonForm):
    text = _line(
        _("Navn, fødselsdato eller fødselsnummer"), 100, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    field_order = ("text", "reason")


class EmergencyForm(ReasonForm):
    hours = forms.IntegerField(label=_("Hvor mange timer?"), min_value=1, max_value=12, initial=2)


class ReviewForm(forms.Form):
    note = _text(_("Hva kom du fram til?"), 1000)


class EndForm(forms.Form):
    """Died or moved; neither takes it back."""

    died_on = _day(_("Døde"), required=False)
    moved_on = _day(_("Flyttet"), required=False)

    def __init__(self, *args: Any, today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.today = today

    def clean(self) -> None:
        for name in ("died_on", "moved_on"):
            if (given := self.cleaned_data.get(name)) and given > self.today:
                self.add_error(name, _("Datoen har ikke vært ennå."))
