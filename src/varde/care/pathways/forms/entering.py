"""Forms from referral to allocation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from varde.care.pathways.forms.asking import ActForm, area, day, line, menu, pick, yes_no
from varde.care.pathways.models.case import Given, Referrer


class ReferForm(ActForm):
    """`service` is "template:service type:arrangement", chosen among what is in use."""

    service = menu(_("Tjeneste"))
    referrer = menu(_("Hvem henviser?"), Referrer.choices)
    referrer_name = line(_("Navn på den som henviser"), required=False)
    referral = area(
        _("Hva trenger personen hjelp til?"),
        rows=5,
        help_text=_("Skriv hva som er vanskelig i hverdagen, og hva personen selv ønsker."),
    )
    unit = menu(_("Enhet som følger opp"), required=False)


class AssessmentForm(ActForm):
    considered = yes_no(_("Har dere vurdert helseteknologi for behovet?"))
    part_of_need = area(_("Hvilken del av behovet kan teknologien møte?"), required=False)
    chosen = yes_no(_("Er teknologi valgt?"))
    why_not = area(
        _("Hvorfor ikke?"), required=False, help_text=_("Fyll ut når teknologi ikke er valgt. Minst ti tegn.")
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("chosen") is False and len(" ".join(given.get("why_not", "").split())) < 10:
            self.add_error("why_not", _("Skriv hvorfor teknologi ikke er valgt, med minst ti tegn."))
        if given.get("chosen") and given.get("considered") is False:
            self.add_error("considered", _("Teknologi som er valgt, er også vurdert."))
        if given.get("chosen"):
            self.demand("part_of_need", _("Skriv hvilken del av behovet teknologien møter."))
        return given


class AllocateForm(ActForm):
    past = ("allocated_on",)
    given = pick(_("Gis tjenesten med eller uten vedtak?"), Given.choices)
    allocated_on = day(_("Dato for tildelingen"))
    allocation_ref = line(
        _("Saksnummer i fagsystemet"),
        60,
        required=False,
        help_text=_("Vedtaket ligger i fagsystemet. Her står bare hvor du finner det."),
    )
    allocated_until = day(
        _("Tildelt til og med"), required=False, help_text=_("La stå tomt når tjenesten ikke har sluttdato.")
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("given") == Given.DECISION:
            self.demand("allocation_ref", _("Et vedtak har et saksnummer. Skriv det her."))
        until, since = given.get("allocated_until"), given.get("allocated_on")
        if until and since and until < since:
            self.add_error("allocated_until", _("Sluttdatoen er før tildelingen."))
        return given


class FindForm(forms.Form):
    """Who the referral is about: by name, among those one may see."""

    q = forms.CharField(
        label=_("Navn"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"type": "search", "autocomplete": "off", "pattern": "[^0-9]*"}),
    )
