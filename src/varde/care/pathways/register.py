"""The register of service types."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, FilterSet

from varde.care.pathways import actions, queries
from varde.care.pathways.forms.catalogue import ServiceTypeForm, pairs
from varde.care.pathways.rules.catalogue import GIVEN
from varde.foundation.register.kit import Column, Register


class ServiceTypeFilter(FilterSet):  # type: ignore[misc]
    given = ChoiceFilter(label=_("Tildeles ved"), choices=pairs(GIVEN))
    is_offered = ChoiceFilter(
        label=_("Vis på den åpne siden"), choices=[("True", _("Ja")), ("False", _("Nei"))]
    )


service_types = Register(
    name="tjenestetyper",
    title=_("Tjenestetyper"),
    columns=(
        Column(_("Navn"), "name"),
        Column(_("Kode"), "code"),
        Column(_("KPR-kode"), "kpr"),
        Column(_("Målgrupper"), "target_words", sortable=False),
        Column(_("Tildeles ved"), "given"),
        Column(_("Egenandel"), "payment"),
        Column(_("Pris i kroner"), "price"),
        Column(_("Måneder mellom evalueringer"), "evaluation_months"),
        Column(_("Tjenestetid"), "service_hours"),
        Column(_("Vis på den åpne siden"), "is_offered"),
        Column(_("Eier"), "owner.name"),
    ),
    search=("name", "code", "kpr", "purpose"),
    filters=ServiceTypeFilter,
    form=ServiceTypeForm,
    rows=queries.service_types,
    save=actions.save_service_type,
)
