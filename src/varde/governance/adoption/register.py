"""The registers of deliverables and of how the national goals are reached."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, FilterSet

from varde.foundation.register.kit import Column, Register
from varde.governance.adoption import actions, queries
from varde.governance.adoption.forms import DeliverableForm, GoalStatusForm
from varde.governance.adoption.models.introduction import named
from varde.governance.adoption.rules.codes import GOAL_NAMES, KIND_NAMES, REACHED_NAMES, TECHNOLOGY_NAMES

YES_NO = [("True", _("Ja")), ("False", _("Nei"))]


class DeliverableFilter(FilterSet):  # type: ignore[misc]
    technology = ChoiceFilter(label=_("Teknologi"), choices=named(TECHNOLOGY_NAMES))
    kind = ChoiceFilter(label=_("Slag"), choices=named(KIND_NAMES))
    is_shared = ChoiceFilter(label=_("Delt med de andre kommunene"), choices=YES_NO)


class GoalStatusFilter(FilterSet):  # type: ignore[misc]
    goal = ChoiceFilter(label=_("Nasjonalt mål"), choices=named(GOAL_NAMES))
    reached = ChoiceFilter(label=_("Nådd?"), choices=named(REACHED_NAMES))


deliverables = Register(
    name="leveranser",
    title=_("Leveranser"),
    columns=(
        Column(_("Tittel"), "title"),
        Column(_("Teknologi"), "technology"),
        Column(_("Slag"), "kind"),
        Column(_("Lenke eller dokument-ID"), "reference"),
        Column(_("Versjon"), "version"),
        Column(_("Delt med de andre kommunene"), "is_shared"),
        Column(_("Overtatt fra"), "taken_name"),
        Column(_("Versjon da den ble overtatt"), "taken_version"),
        Column(_("Virksomhet"), "owner.name"),
    ),
    search=("title", "reference", "taken_name"),
    filters=DeliverableFilter,
    form=DeliverableForm,
    rows=queries.deliverables,
    save=actions.save_deliverable,
)

goal_statuses = Register(
    name="maalstatus",
    title=_("Status for nasjonale mål"),
    columns=(
        Column(_("Hva som er målt"), "what"),
        Column(_("Nasjonalt mål"), "goal"),
        Column(_("Nådd?"), "reached"),
        Column(_("Tall"), "figure_text", sortable=False),
        Column(_("Målt"), "measured_on"),
        Column(_("Merknad"), "note"),
        Column(_("Meldt av"), "by_name"),
        Column(_("Virksomhet"), "owner.name"),
    ),
    search=("what", "note", "by_name", "owner__name"),
    filters=GoalStatusFilter,
    form=GoalStatusForm,
    rows=queries.goal_statuses,
    save=actions.save_goal_status,
)
