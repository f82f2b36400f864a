"""Text from the pages to values for the actions. Nothing is saved here."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from varde.care.rota import queries
from varde.care.rota.models import EVERY_DAY, Channel, Holidays, Pool, PoolKind
from varde.care.rota.permissions import RotaPermission as P
from varde.foundation.ui.forms import DateInput, DateTimeInput, TimeInput, as_rung
from varde.ground.organisations import queries as organisations
from varde.kernel.actor import Actor

WEEKDAYS = (
    ("0", _("mandag")),
    ("1", _("tirsdag")),
    ("2", _("onsdag")),
    ("3", _("torsdag")),
    ("4", _("fredag")),
    ("5", _("lørdag")),
    ("6", _("søndag")),
)
LONGEST_SHIFT = timedelta(hours=36)


class Weekdays(forms.MultipleChoiceField):
    """Checked days as the text that the tables keep: "01234"."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **more: Any) -> None:
        super().__init__(choices=WEEKDAYS, label=_("Ukedager"), **more)

    def prepare_value(self, value: Any) -> Any:
        return list(value) if isinstance(value, str) else value

    def clean(self, value: Any) -> Any:
        return "".join(sorted(super().clean(value)))


class PoolForm(forms.Form):
    owner: forms.ModelChoiceField[Any] = forms.ModelChoiceField(None, label=_("Organisasjon"))
    name = forms.CharField(label=_("Navn på vaktlaget"), max_length=100)
    kind = forms.ChoiceField(label=_("Hva laget gjør"), choices=PoolKind.choices)
    unit: forms.ModelChoiceField[Any] = forms.ModelChoiceField(None, label=_("Enhet"), required=False)
    minimum = forms.IntegerField(label=_("Minste antall på vakt"), min_value=1, max_value=50, initial=1)
    grace_minutes = forms.IntegerField(
        label=_("Minutter til en manglende påmelding regnes som udekket"),
        min_value=0,
        max_value=60,
        initial=10,
    )
    duty_phone = forms.CharField(
        label=_("Vakttelefon"),
        required=False,
        max_length=20,
        help_text=_("Ringes først når laget har en utrykning."),
    )
    opens_at = forms.TimeField(
        label=_("Vakttid fra"),
        required=False,
        widget=TimeInput,
        help_text=_("La begge tidene stå tomme når laget er på vakt hele døgnet."),
    )
    closes_at = forms.TimeField(label=_("Vakttid til"), required=False, widget=TimeInput)
    weekdays = Weekdays(initial=EVERY_DAY)
    is_shared = forms.BooleanField(
        label=_("Laget svarer også for organisasjoner vi har avtale med"), required=False
    )
    is_active = forms.BooleanField(label=_("Laget er i bruk"), required=False, initial=True)

    def __init__(self, *args: Any, actor: Actor, row: Pool | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.row, self.others = row, queries.managed_pools(actor)
        mine = actor.where(P.MANAGE)
        self.fields["owner"].queryset = organisations.organisations(actor).filter(pk__in=mine)  # type: ignore[attr-defined]
        self.fields["unit"].queryset = organisations.units(actor).filter(owner__in=mine)  # type: ignore[attr-defined]
        if row is not None:
            self.fields["owner"].disabled = True

    def clean_duty_phone(self) -> str:
        return as_rung(self.cleaned_data["duty_phone"])

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if (values.get("opens_at") is None) != (values.get("closes_at") is None):
            self.add_error("closes_at", _("Fyll ut begge tidene, eller ingen av dem."))
        unit, owner = values.get("unit"), values.get("owner")
        if unit is not None and owner is not None and unit.owner_id != owner.pk:
            self.add_error("unit", _("Velg en enhet i samme organisasjon som vaktlaget."))
        same = self.others.filter(owner=owner, name=values.get("name"))
        if (same.exclude(pk=self.row.pk) if self.row else same).exists():
            self.add_error("name", _("Organisasjonen har et vaktlag med dette navnet."))
        return values


class PatternForm(forms.Form):
    weekdays = Weekdays(required=False, initial=EVERY_DAY)
    start_time = forms.TimeField(label=_("Fra klokken"), widget=TimeInput)
    end_time = forms.TimeField(
        label=_("Til klokken"),
        widget=TimeInput,
        help_text=_("En tid som ikke er senere enn starten, er neste dag."),
    )
    on_holidays = forms.ChoiceField(
        label=_("Helligdager"), choices=Holidays.choices, initial=Holidays.AS_WEEKDAY
    )
    every_weeks = forms.IntegerField(
        label=_("Antall uker mellom hver gang"), min_value=1, max_value=12, initial=1
    )
    valid_from = forms.DateField(label=_("Gjelder fra og med"), widget=DateInput)
    valid_until = forms.DateField(
        label=_("Gjelder til"),
        required=False,
        widget=DateInput,
        help_text=_("Datoen er den første dagen mønsteret ikke gjelder."),
    )
    user: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label=_("Ansatt"), required=False, empty_label=_("Uten navn")
    )

    def __init__(self, *args: Any, actor: Actor, now: datetime, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["user"].queryset = organisations.staff(actor, now=now)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        start, end = values.get("valid_from"), values.get("valid_until")
        if start and end and end <= start:
            self.add_error("valid_until", _("Sluttdatoen må være senere enn startdatoen."))
        if not values.get("weekdays") and values.get("on_holidays") != Holidays.ALSO:
            self.add_error("weekdays", _("Velg minst én ukedag, eller at mønsteret gjelder helligdager."))
        return values


class ShiftForm(forms.Form):
    starts_at = forms.DateTimeField(label=_("Starter"), widget=DateTimeInput)
    ends_at = forms.DateTimeField(label=_("Slutter"), widget=DateTimeInput)
    user: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label=_("Ansatt"), required=False, empty_label=_("Uten navn")
    )

    def __init__(self, *args: Any, actor: Actor, now: datetime, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["user"].queryset = organisations.staff(actor, now=now)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        start, end = values.get("starts_at"), values.get("ends_at")
        if start and end and end <= start:
            self.add_error("ends_at", _("Vakten må slutte etter at den starter."))
        elif start and end and end - start > LONGEST_SHIFT:
            self.add_error("ends_at", _("En vakt kan ikke vare mer enn 36 timer."))
        return values


class ContactMethodForm(forms.Form):
    owner: forms.ModelChoiceField[Any] = forms.ModelChoiceField(None, label=_("Organisasjon"))
    pool: forms.ModelChoiceField[Any] = forms.ModelChoiceField(None, label=_("Vaktlag"), required=False)
    user: forms.ModelChoiceField[Any] = forms.ModelChoiceField(None, label=_("Ansatt"), required=False)
    kind = forms.ChoiceField(label=_("Kontaktmåte"), choices=Channel.choices)
    address = forms.CharField(label=_("Nummer eller adresse"), max_length=200)
    order = forms.IntegerField(label=_("Rekkefølge"), min_value=1, max_value=20, initial=1)
    is_ringing = forms.BooleanField(
        label=_("Ringer slik at den vekker"),
        required=False,
        help_text=_("Bare oppringning og app kan ringe."),
    )
    is_active = forms.BooleanField(label=_("I bruk"), required=False, initial=True)

    def __init__(self, *args: Any, actor: Actor, now: datetime, is_new: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        mine = actor.where(P.MANAGE)
        self.fields["owner"].disabled = not is_new
        self.fields["owner"].queryset = organisations.organisations(actor).filter(pk__in=mine)  # type: ignore[attr-defined]
        self.fields["pool"].queryset = queries.managed_pools(actor)  # type: ignore[attr-defined]
        self.fields["user"].queryset = organisations.staff(actor, now=now)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if (values.get("pool") is None) == (values.get("user") is None):
            self.add_error("pool", _("Velg enten et vaktlag eller en ansatt."))
        pool, owner = values.get("pool"), values.get("owner")
        if pool is not None and owner is not None and pool.owner_id != owner.pk:
            self.add_error("pool", _("Velg et vaktlag i samme virksomhet."))
        kind, address = values.get("kind"), values.get("address", "")
        if kind in (Channel.VOICE, Channel.SMS) and address:
            try:
                values["address"] = as_rung(address)
            except forms.ValidationError as fault:
                self.add_error("address", fault)
        if values.get("is_ringing") and kind not in (Channel.VOICE, Channel.APP):
            self.add_error("is_ringing", _("Bare oppringning og app kan ringe."))
        return values


class CheckInForm(forms.Form):
    phone = forms.CharField(label=_("Nummeret du bruker"), required=False, max_length=20)

    def clean_phone(self) -> str:
        return as_rung(self.cleaned_data["phone"])


class ShiftFilter(forms.Form):
    pool: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label=_("Vaktlag"), required=False, empty_label=_("Alle")
    )
    start = forms.DateField(label=_("Fra og med"), required=False, widget=DateInput)

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["pool"].queryset = queries.pools(actor)  # type: ignore[attr-defined]
