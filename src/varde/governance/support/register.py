"""The registers of who answers and of agreements with suppliers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, FilterSet

from varde.foundation.register.kit import Column, Register
from varde.governance.support import actions, queries
from varde.governance.support.forms import LevelForm, RouteForm
from varde.governance.support.models import named
from varde.governance.support.rules.codes import PROBLEM_NAMES, TECHNOLOGY_NAMES
from varde.governance.support.rules.routing import WHEN_NAMES

YES_NO = [("True", _("Ja")), ("False", _("Nei"))]


class RouteFilter(FilterSet):  # type: ignore[misc]
    technology = ChoiceFilter(label=_("Teknologi"), choices=named(TECHNOLOGY_NAMES))
    problem = ChoiceFilter(label=_("Problem"), choices=named(PROBLEM_NAMES))
    when = ChoiceFilter(label=_("Når"), choices=named(WHEN_NAMES))


class LevelFilter(FilterSet):  # type: ignore[misc]
    is_active = ChoiceFilter(label=_("Aktiv"), choices=YES_NO)


routes = Register(
    name="hvem-svarer",
    title=_("Hvem svarer på hva"),
    columns=(
        Column(_("Hvem svarer"), "who"),
        Column(_("Teknologi"), "technology"),
        Column(_("Problem"), "problem"),
        Column(_("Når"), "when"),
        Column(_("Dager"), "weekdays"),
        Column(_("Åpner"), "opens_at"),
        Column(_("Stenger"), "closes_at"),
        Column(_("Telefon"), "phone"),
        Column(_("Ha dette klart"), "at_hand"),
        Column(_("Koster ekstra"), "costs"),
        Column(_("Aktiv"), "is_active"),
        Column(_("Eier"), "owner.name"),
    ),
    search=("who", "at_hand", "words", "phone"),
    filters=RouteFilter,
    form=RouteForm,
    rows=queries.routes,
    save=actions.save_route,
)

levels = Register(
    name="supportavtaler",
    title=_("Supportavtaler"),
    columns=(
        Column(_("Avtale"), "name"),
        Column(_("Leverandør"), "supplier.name"),
        Column(_("Avtalenummer"), "reference"),
        Column(_("Telefon"), "phone"),
        Column(_("Telefon utenfor åpningstiden"), "after_hours_phone"),
        Column(_("Dager"), "weekdays"),
        Column(_("Åpner"), "opens_at"),
        Column(_("Stenger"), "closes_at"),
        Column(_("Kritisk: timer til løsning"), "critical_solve"),
        Column(_("Alvorlig: timer til løsning"), "serious_solve"),
        Column(_("Moderat: timer til løsning"), "moderate_solve"),
        Column(_("Normal: timer til løsning"), "normal_solve"),
        Column(_("Aktiv"), "is_active"),
        Column(_("Eier"), "owner.name"),
    ),
    search=("name", "supplier__name", "reference"),
    filters=LevelFilter,
    form=LevelForm,
    rows=queries.all_levels,
    save=actions.save_level,
)
