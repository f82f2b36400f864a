"""Forms for what stands around a case: ground, consents, adaptations, concerns, letters, hand-overs, deputies."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from varde.care.pathways.forms.asking import ActForm, area, day, line, menu, pick, yes_no
from varde.care.pathways.models.around import ConsentKind, LetterMoment
from varde.care.pathways.rules.template import AUDIENCES

DOSE = re.compile(r"^([01]?\d|2[0-3])[.:]([0-5]\d)\D+([01]?\d|2[0-3])[.:]([0-5]\d)$")
SAID_BY = [
    ("recipient", _("Tjenestemottakeren")),
    ("next_of_kin", _("Pårørende")),
    ("guardian", _("Verge eller fullmektig")),
    ("staff", _("Ansatt")),
    ("other", _("Andre")),
]
GIVERS = [
    ("self", _("Tjenestemottakeren selv")),
    ("parent", _("Foreldre til barn under 16 år")),
    ("guardian", _("Verge eller fullmektig, innenfor fullmakten")),
    ("co_resident", _("Den som bor der også, for seg selv")),
]


class ConsentForm(ActForm):
    past = ("given_on",)
    kind = pick(_("Hva samtykkes det til?"), ConsentKind.choices)
    giver = menu(_("Hvem samtykker?"), GIVERS, help_text=_("Pårørende kan ikke samtykke for en voksen."))
    giver_name = line(_("Navn, når det ikke er tjenestemottakeren selv"), required=False)
    given_on = day(_("Gitt den"))

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("giver") not in (None, "self"):
            self.demand("giver_name", _("Skriv navnet på den som samtykker."))
        return given


class WithdrawForm(ActForm):
    text = area(_("Hva sa personen?"), required=False)


class ObjectionForm(ActForm):
    objection = area(
        _("Hva sa eller viste personen?"),
        help_text=_("Grunnlaget faller bort i dag, og saksbehandleren får en oppgave."),
    )


class DosesForm(ActForm):
    """What differs may be the hours of doses, each with the latest time to act."""

    doses = area(
        _("Doser, og seneste tid å gripe inn"),
        required=False,
        help_text=_("Én linje for hver dose: klokkeslett, så seneste tid. For eksempel: 08:00 09:30"),
    )

    def clean_doses(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = []
        for number, row in enumerate(filter(str.strip, self.cleaned_data["doses"].splitlines()), 1):
            match = DOSE.match(row.strip())
            at, latest = _hours(match) if match else ("", "")
            if not match or at == latest or at in [one["at"] for one in found]:
                words = _(
                    "Linje %(nr)s: skriv to ulike klokkeslett, for eksempel 08:00 09:30. Hver dose står én gang."
                )
                raise forms.ValidationError(words, params={"nr": number})
            found.append({"at": at, "latest": latest})
        return found


def _hours(match: re.Match[str]) -> tuple[str, str]:
    return f"{int(match[1]):02}:{match[2]}", f"{int(match[3]):02}:{match[4]}"


class AdaptationForm(DosesForm):
    subject = line(
        _("Hva gjelder det?"), 100, help_text=_("For eksempel lyd, tider eller hvem som får varsel.")
    )
    standard = area(_("Slik er det vanligvis"), required=False, rows=2)
    recommended = area(_("Slik bør det være her"), rows=2)
    field_order = ("subject", "standard", "recommended", "doses")


class SetAdaptationForm(DosesForm):
    setting = area(_("Slik er det satt"), rows=2)
    field_order = ("setting", "doses")


class CompareForm(ActForm):
    compared = area(_("Hvordan fungerer det nå?"), rows=2)


class ConcernForm(ActForm):
    said_by = menu(_("Hvem sa fra?"), SAID_BY)
    said_name = line(_("Navn"), required=False)
    text = area(_("Hva gjør personen utrygg?"))


class AnswerForm(ActForm):
    answer = area(_("Hva svarte dere, og hva gjør dere?"), min_length=5)


class LetterForm(ActForm):
    moment = pick(_("Når i forløpet?"), LetterMoment.choices)
    to = menu(_("Til"), [(code.value, words.nb) for code, words in AUDIENCES.items()])
    send_on = day(_("Sendes"))


class ReleaseForm(ActForm):
    to_name = line(_("Navn på mottakeren"))
    text = area(
        _("Tekst"), 10_000, rows=14, help_text=_("Les gjennom, og fyll inn der det står «(fyll inn)».")
    )


class ReceiptForm(ActForm):
    is_accepted = yes_no(_("Er meldingen mottatt?"))
    answer = line(_("Svar fra mottakeren"), 60, required=False)


class OfferForm(ActForm):
    to = menu(_("Hvem skal overta?"))
    text = area(
        _("Hva må de vite for å overta?"),
        rows=6,
        help_text=_("Behov, avtaler, utstyr og hvem som har hatt det medisinske ansvaret."),
    )


class AcceptForm(ActForm):
    way = menu(_("Hvordan følger dere opp?"))
    medical = line(
        _("Hvem har det medisinske ansvaret hos dere?"),
        help_text=_("Navn og stilling. Ansvaret går over når du overtar."),
    )


class AbsenceForm(ActForm):
    person = menu(_("Hvem er borte?"))
    deputy = menu(_("Stedfortreder"), required=False)
    starts_on = day(_("Fra og med"))
    ends_on = day(_("Tilbake"))

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("starts_on") and given.get("ends_on") and given["ends_on"] <= given["starts_on"]:
            self.add_error("ends_on", _("Personen må være tilbake etter at fraværet begynner."))
        if given.get("deputy") and given["deputy"] == given.get("person"):
            self.add_error("deputy", _("Velg en annen enn den som er borte."))
        return given


class GroundForm(ActForm):
    """`conditions` are those of the ground that is chosen; a ground holds when each of them does."""

    coming = ("review_on",)
    conditions = forms.MultipleChoiceField(
        label=_("Vilkårene er oppfylt"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Grunnlaget holder bare når hvert vilkår er oppfylt. Kryss av for hvert av dem.")
        },
    )
    assessment = area(_("Slik har vi vurdert vilkårene"), rows=5, min_length=10)
    clinician = line(_("Hvem har vurdert det?"), help_text=_("Navn og stilling."))
    review_on = day(_("Vurderes på nytt innen"))

    def clean_conditions(self) -> list[str]:
        met: list[str] = self.cleaned_data["conditions"]
        lacking = [words for code, words in self.fields["conditions"].choices if code not in met]  # type: ignore[attr-defined]
        if lacking:
            raise forms.ValidationError(
                _("Grunnlaget holder bare når hvert vilkår er oppfylt. Mangler: %(what)s"),
                params={"what": lacking[0]},
            )
        return met

    def values(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        given["conditions"] = dict.fromkeys(given["conditions"], True)
        return given


class ReviewForm(ActForm):
    coming = ("review_on",)
    assessment = area(_("Hva er vurdert nå?"), min_length=10)
    review_on = day(_("Vurderes på nytt innen"))
