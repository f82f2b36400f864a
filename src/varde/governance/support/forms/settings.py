"""The forms of the two registers: who answers, and agreements with suppliers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from varde.foundation.register.forms import RegisterForm
from varde.foundation.ui.forms import TimeInput
from varde.governance.support.models import WEEKDAYS, named
from varde.governance.support.permissions import SupportPermission as P
from varde.governance.support.rules import codes
from varde.governance.support.rules.routing import WHEN_NAMES, When
from varde.ground.organisations.queries import every_organisation, organisations
from varde.kernel.actor import Actor

ANY = [("", _("Alle"))]
phone_number = RegexValidator(
    r"^\+?[0-9 ]{3,20}$", _("Skriv telefonnummeret med bare tall, for eksempel 900 00 000.")
)
DAYS = (
    ("01234", _("Mandag til fredag")),
    ("012345", _("Mandag til lørdag")),
    ("0123456", _("Alle dager")),
    ("56", _("Lørdag og søndag")),
)
LONGEST = 2000  # working hours: a working year


class _OwnedForm(RegisterForm):
    """A row belongs to an organisation whose support the actor manages, and stays there."""

    owner: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("Eier"), queryset=None)

    def __init__(self, actor: Actor, data: Any = None, *, row: Any = None) -> None:
        super().__init__(actor, data, row=row)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = every_organisation().filter(pk__in=list(actor.where(P.MANAGE)))
        owner.disabled = row is not None
        if owner.queryset.count() == 1:
            owner.initial = owner.queryset.first()


class RouteForm(_OwnedForm):
    technology = forms.ChoiceField(
        label=_("Teknologi"), required=False, choices=[*ANY, *named(codes.TECHNOLOGY_NAMES)]
    )
    problem = forms.ChoiceField(
        label=_("Problem"), required=False, choices=[*ANY, *named(codes.PROBLEM_NAMES)]
    )
    when = forms.ChoiceField(label=_("Når"), choices=named(WHEN_NAMES))
    weekdays = forms.ChoiceField(label=_("Dager"), choices=DAYS, initial=WEEKDAYS)
    opens_at = forms.TimeField(label=_("Åpner"), required=False, widget=TimeInput)
    closes_at = forms.TimeField(label=_("Stenger"), required=False, widget=TimeInput)
    early_closes_at = forms.TimeField(
        label=_("Stenger på korte dager"),
        required=False,
        widget=TimeInput,
        help_text=_("Onsdag før skjærtorsdag, pinseaften, julaften og nyttårsaften."),
    )
    who = forms.CharField(label=_("Hvem svarer"), max_length=120)
    phone = forms.CharField(label=_("Telefon"), max_length=20, required=False, validators=[phone_number])
    at_hand = forms.CharField(label=_("Ha dette klart"), max_length=300, required=False)
    costs = forms.BooleanField(label=_("Koster ekstra"), required=False)
    words = forms.CharField(
        label=_("Søkeord"), max_length=300, required=False, help_text=_("Ord som folk bruker om dette.")
    )
    order = forms.IntegerField(label=_("Rekkefølge"), min_value=0, max_value=99, initial=0)
    is_active = forms.BooleanField(label=_("Aktiv"), required=False, initial=True)

    def clean(self) -> None:
        given = self.cleaned_data
        if given.get("when") == When.ALWAYS:
            given["opens_at"] = given["closes_at"] = given["early_closes_at"] = None
        elif not (given.get("opens_at") and given.get("closes_at")):
            self.add_error("opens_at", _("Skriv når de åpner og stenger."))


class LevelForm(_OwnedForm):
    supplier: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("Leverandør"), queryset=None)
    name = forms.CharField(label=_("Avtale"), max_length=120)
    reference = forms.CharField(label=_("Avtalenummer"), max_length=60, required=False)
    phone = forms.CharField(label=_("Telefon"), max_length=20, required=False, validators=[phone_number])
    after_hours_phone = forms.CharField(
        label=_("Telefon utenfor åpningstiden"), max_length=20, required=False, validators=[phone_number]
    )
    at_hand = forms.CharField(label=_("Ha dette klart"), max_length=300, required=False)
    weekdays = forms.ChoiceField(label=_("Dager"), choices=DAYS, initial=WEEKDAYS)
    opens_at = forms.TimeField(label=_("Åpner"), widget=TimeInput)
    closes_at = forms.TimeField(label=_("Stenger"), widget=TimeInput)
    early_closes_at = forms.TimeField(label=_("Stenger på korte dager"), required=False, widget=TimeInput)
    is_open_on_holidays = forms.BooleanField(label=_("Åpent på helligdager"), required=False)
    critical_around_the_clock = forms.BooleanField(label=_("Kritiske saker hele døgnet"), required=False)
    critical_respond = forms.IntegerField(label=_("Kritisk: timer til svar"), required=False)
    critical_solve = forms.IntegerField(label=_("Kritisk: timer til løsning"), required=False)
    serious_respond = forms.IntegerField(label=_("Alvorlig: timer til svar"), required=False)
    serious_solve = forms.IntegerField(label=_("Alvorlig: timer til løsning"), required=False)
    moderate_respond = forms.IntegerField(label=_("Moderat: timer til svar"), required=False)
    moderate_solve = forms.IntegerField(label=_("Moderat: timer til løsning"), required=False)
    normal_respond = forms.IntegerField(label=_("Normal: timer til svar"), required=False)
    normal_solve = forms.IntegerField(label=_("Normal: timer til løsning"), required=False)
    is_active = forms.BooleanField(label=_("Aktiv"), required=False, initial=True)

    def __init__(self, actor: Actor, data: Any = None, *, row: Any = None) -> None:
        super().__init__(actor, data, row=row)
        supplier = self.fields["supplier"]
        assert isinstance(supplier, forms.ModelChoiceField)
        supplier.queryset = organisations(actor)

    def clean(self) -> None:
        given = self.cleaned_data
        for one in codes.Criticality:
            respond, solve = given.get(f"{one}_respond"), given.get(f"{one}_solve")
            for part, hours in (("respond", respond), ("solve", solve)):
                if hours is not None and not 1 <= hours <= LONGEST:
                    self.add_error(f"{one}_{part}", _("Skriv et antall timer fra 1 til 2000."))
            if respond and solve and respond > solve:
                self.add_error(f"{one}_respond", _("Svaret kan ikke ha lengre frist enn løsningen."))
