"""The registers of organisations, units and contact persons."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, FilterSet, ModelChoiceFilter

from varde.foundation.register.kit import Column, Register
from varde.ground.organisations import actions, queries
from varde.ground.organisations.forms import ContactForm, OrganisationForm, UnitForm
from varde.ground.organisations.models import OrganisationKind

YES_NO = [("True", _("Ja")), ("False", _("Nei"))]


def _organisations(request: HttpRequest | None) -> Any:
    return queries.organisations(request.actor) if request else queries.every_organisation()  # type: ignore[attr-defined]


class UnitFilter(FilterSet):  # type: ignore[misc]
    owner = ModelChoiceFilter(label=_("Eier"), queryset=_organisations)
    is_active = ChoiceFilter(label=_("Aktiv"), choices=YES_NO)


class ContactFilter(FilterSet):  # type: ignore[misc]
    organisation = ModelChoiceFilter(label=_("Virksomhet"), queryset=_organisations)
    is_active = ChoiceFilter(label=_("Aktiv"), choices=YES_NO)


class OrganisationFilter(FilterSet):  # type: ignore[misc]
    kind = ChoiceFilter(label=_("Slag"), choices=OrganisationKind.choices)


organisations = Register(
    name="virksomheter",
    title=_("Virksomheter"),
    columns=(
        Column(_("Navn"), "name"),
        Column(_("Slag"), "kind"),
        Column(_("Organisasjonsnummer"), "number"),
        Column(_("Kommunenummer"), "municipality_number"),
        Column(_("Siste mottaker: navn"), "last_resort_name"),
        Column(_("Siste mottaker: telefon"), "last_resort_phone"),
        Column(_("Aktiv"), "is_active"),
    ),
    search=("name", "number", "municipality_number"),
    filters=OrganisationFilter,
    form=OrganisationForm,
    rows=queries.organisations,
    save=actions.save_organisation,
)

units = Register(
    name="enheter",
    title=_("Enheter"),
    columns=(
        Column(_("Navn"), "name"),
        Column(_("Ligger under"), "parent.name"),
        Column(_("Eier"), "owner.name"),
        Column(_("Aktiv"), "is_active"),
    ),
    search=("name", "parent__name"),
    filters=UnitFilter,
    form=UnitForm,
    rows=queries.units,
    save=actions.save_unit,
)

contacts = Register(
    name="kontaktpunkter",
    title=_("Kontaktpunkter"),
    columns=(
        Column(_("Navn"), "name"),
        Column(_("Virksomhet"), "organisation.name"),
        Column(_("Hva det gjelder"), "subject"),
        Column(_("Telefon"), "phone"),
        Column(_("E-post"), "email"),
        Column(_("Når"), "hours"),
        Column(_("Eier"), "owner.name"),
        Column(_("Aktiv"), "is_active"),
    ),
    search=("name", "subject", "organisation__name", "email"),
    filters=ContactFilter,
    form=ContactForm,
    rows=queries.contacts,
    save=actions.save_contact,
)
