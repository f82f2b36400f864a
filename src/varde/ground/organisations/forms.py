"""Text to values for organisations, units, contact persons, members and agreements. Nothing is saved here."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from varde.foundation.authorisation import roles
from varde.foundation.register.forms import RegisterForm
from varde.foundation.ui.forms import DateInput, as_rung
from varde.ground.organisations import queries
from varde.ground.organisations.models import RESPONSIBLE, Organisation, OrganisationKind, Processing
from varde.ground.organisations.permissions import OrganisationPermission as P
from varde.kernel.actor import Actor
from varde.kernel.clock import OSLO

MISSING = _("Fyll ut navn og telefon for den som får alarmen når ingen andre svarer.")


def where(actor: Actor, permission: str) -> QuerySet[Organisation]:
    """The organisations that the actor may name as owner or place, for one permission."""
    return queries.every_organisation().filter(pk__in=actor.where(permission))


def people_roles() -> list[tuple[str, str]]:
    return [(code, role.title) for code, role in roles().items() if not role.machine]


class OwnedForm(RegisterForm):
    """A row belongs to an organisation that the actor manages, and stays there."""

    owner: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("Eier"), queryset=None)

    def __init__(self, actor: Actor, data: Any = None, *, row: Any = None) -> None:
        super().__init__(actor, data, row=row)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = where(actor, P.MANAGE)
        owner.disabled = row is not None
        if owner.queryset.count() == 1:
            owner.initial = owner.queryset.first()


class UnitForm(OwnedForm):
    name = forms.CharField(label=_("Navn"), max_length=200)
    parent: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("Ligger under"), queryset=None, required=False
    )
    is_active = forms.BooleanField(label=_("Aktiv"), required=False, initial=True)

    def __init__(self, actor: Actor, data: Any = None, *, row: Any = None) -> None:
        super().__init__(actor, data, row=row)
        self.units = queries.units(actor)
        parent = self.fields["parent"]
        assert isinstance(parent, forms.ModelChoiceField)
        parent.queryset = self.units

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        parent, owner = values.get("parent"), values.get("owner")
        if parent and owner and parent.owner_id != owner.pk:
            self.add_error("parent", _("Velg en enhet med samme eier."))
        if parent and self.row and self._is_below(parent, self.row):
            self.add_error("parent", _("En enhet kan ikke ligge under seg selv."))
        if owner and "name" in values and self._stands(owner, parent, values["name"]):
            self.add_error("name", _("Det finnes allerede en enhet med dette navnet her."))
        return values

    def _stands(self, owner: Any, parent: Any, name: str) -> bool:
        same = self.units.filter(owner=owner, parent=parent, name=name)
        return (same.exclude(pk=self.row.pk) if self.row else same).exists()

    def _is_below(self, unit: Any, above: Any) -> bool:
        ways = dict(self.units.values_list("pk", "parent_id"))
        step: Any = unit.pk
        for _round in range(len(ways) + 1):
            if step == above.pk:
                return True
            step = ways.get(step)
        return False


class ContactForm(OwnedForm):
    organisation: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("Virksomhet"), queryset=None)
    name = forms.CharField(label=_("Navn"), max_length=200)
    subject = forms.CharField(label=_("Hva det gjelder"), max_length=200)
    phone = forms.CharField(label=_("Telefon"), max_length=20, required=False)
    email = forms.EmailField(label=_("E-post"), required=False)
    hours = forms.CharField(label=_("Når"), max_length=200, required=False)
    is_active = forms.BooleanField(label=_("Aktiv"), required=False, initial=True)

    def __init__(self, actor: Actor, data: Any = None, *, row: Any = None) -> None:
        super().__init__(actor, data, row=row)
        place = self.fields["organisation"]
        assert isinstance(place, forms.ModelChoiceField)
        place.queryset = queries.every_organisation()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("phone") and not values.get("email"):
            self.add_error("phone", _("Fyll ut telefon eller e-post."))
        return values


class OrganisationForm(RegisterForm):
    kind = forms.ChoiceField(label=_("Slag"), choices=OrganisationKind.choices)
    name = forms.CharField(label=_("Navn"), max_length=200)
    number = forms.RegexField(label=_("Organisasjonsnummer"), regex=r"^\d{9}$", required=False)
    municipality_number = forms.RegexField(label=_("Kommunenummer"), regex=r"^\d{4}$", required=False)
    last_resort_name = forms.CharField(
        label=_("Siste mottaker: navn"),
        max_length=200,
        required=False,
        help_text=_("Den som får alarmen når ingen andre svarer."),
    )
    last_resort_phone = forms.CharField(label=_("Siste mottaker: telefon"), max_length=20, required=False)
    is_active = forms.BooleanField(label=_("Aktiv"), required=False, initial=True)

    def __init__(self, actor: Actor, data: Any = None, *, row: Any = None) -> None:
        super().__init__(actor, data, row=row)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        if row is None:
            kind.choices = [
                (code, word) for code, word in OrganisationKind.choices if code not in RESPONSIBLE
            ]
        kind.disabled = row is not None

    def clean_last_resort_phone(self) -> str:
        return as_rung(self.cleaned_data["last_resort_phone"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("kind") in RESPONSIBLE:
            for name in ("last_resort_name", "last_resort_phone"):
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, MISSING)
        return values


class InvitationForm(forms.Form):
    name = forms.CharField(label=_("Navn"), max_length=200)
    email = forms.EmailField(label=_("E-post"))
    organisation: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("Virksomhet"), queryset=None)
    role = forms.ChoiceField(label=_("Rolle"), choices=people_roles)

    def __init__(self, actor: Actor, data: Any = None) -> None:
        super().__init__(data)
        place = self.fields["organisation"]
        assert isinstance(place, forms.ModelChoiceField)
        place.queryset = where(actor, P.MANAGE_MEMBERS)


class AgreementForm(forms.Form):
    client: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("Kunde"), queryset=None, help_text=_("Den som åpner dørene sine.")
    )
    provider: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("Leverandør"), queryset=None, help_text=_("Den som får arbeide for kunden.")
    )
    title = forms.CharField(label=_("Navn på avtalen"), max_length=200)
    roles = forms.MultipleChoiceField(
        label=_("Roller avtalen gjelder"), choices=people_roles, widget=forms.CheckboxSelectMultiple
    )
    processing = forms.ChoiceField(label=_("Behandlingsansvar"), choices=Processing.choices)
    basis = forms.CharField(label=_("Hjemmel eller avtaletekst"), max_length=300)
    starts_on = forms.DateField(label=_("Gjelder fra og med"), widget=DateInput)
    ends_on = forms.DateField(label=_("Gjelder til og med"), widget=DateInput, required=False)

    def __init__(self, actor: Actor, data: Any = None) -> None:
        super().__init__(data)
        for name, offered in (
            ("client", where(actor, P.MANAGE_AGREEMENTS)),
            ("provider", queries.every_organisation()),
        ):
            one = self.fields[name]
            assert isinstance(one, forms.ModelChoiceField)
            one.queryset = offered

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("client") and values.get("client") == values.get("provider"):
            self.add_error("provider", _("Kunde og leverandør kan ikke være den samme."))
        first, last = values.pop("starts_on", None), values.pop("ends_on", None)
        if first and last and last < first:
            self.add_error("ends_on", _("Avtalen kan ikke slutte før den begynner."))
        values["starts_at"] = first and _midnight(first)
        values["ends_at"] = last and _midnight(last + timedelta(days=1))
        return values


def _midnight(day: date) -> datetime:
    """The first instant of a Norwegian day."""
    return datetime.combine(day, time(), tzinfo=OSLO)


class NewPasswordForm(forms.Form):
    """A password, twice."""

    password = forms.CharField(
        label=_("Passord"),
        min_length=12,
        max_length=200,
        help_text=_("Minst 12 tegn."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Gjenta passordet"),
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        password = values.get("password")
        if password and password != values.get("again"):
            self.add_error("again", _("De to passordene er ikke like."))
        elif password:
            try:
                validate_password(password)
            except forms.ValidationError as fault:
                self.add_error("password", fault)
        return values
