"""The register of proposals."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, FilterSet

from varde.foundation.register.kit import Column, Register
from varde.governance.improvement import actions, forms, queries
from varde.governance.improvement.models import named
from varde.governance.improvement.queries.proposals import undecided
from varde.governance.improvement.rules.codes import SCALE, SOURCE_NAMES, TECHNOLOGY_NAMES
from varde.governance.improvement.rules.lifecycle import OPEN, STATE_NAMES
from varde.kernel.actor import Actor
from varde.kernel.clock import local
from varde.kernel.clock import now as clock_now

NUMBERS = [(str(one), str(one)) for one in SCALE]


class ProposalForm(forms.ProposalForm):
    """The kit hands a form no time: it is asked for here, at the edge."""

    def __init__(self, actor: Actor, data: Any = None, *, row: Any = None) -> None:
        super().__init__(actor, data, row=row, now=clock_now())


class ProposalFilter(FilterSet):  # type: ignore[misc]
    state = ChoiceFilter(
        label=_("Status"),
        choices=[
            ("open", _("Alt som ikke er avsluttet")),
            ("undecided", _("Venter på avgjørelse nå")),
            *named(STATE_NAMES),
        ],
        method="by_state",
    )
    source = ChoiceFilter(label=_("Kilde"), choices=named(SOURCE_NAMES))
    technology = ChoiceFilter(label=_("Teknologi"), choices=named(TECHNOLOGY_NAMES))
    value = ChoiceFilter(
        label=_("Verdi"), choices=[*NUMBERS, ("none", _("Verdi eller innsats mangler"))], method="by_value"
    )
    effort = ChoiceFilter(label=_("Innsats"), choices=NUMBERS)

    def by_state(self, rows: Any, name: str, value: str) -> Any:
        if value == "undecided":
            return rows.filter(undecided(local(clock_now()).date()))
        return rows.filter(state__in=OPEN) if value == "open" else rows.filter(state=value)

    def by_value(self, rows: Any, name: str, value: str) -> Any:
        if value == "none":
            return rows.filter(Q(value__isnull=True) | Q(effort__isnull=True))
        return rows.filter(value=value)


proposals = Register(
    name="forbedringsforslag",
    title=_("Forbedringsforslag"),
    columns=(
        Column(_("Forslag"), "title"),
        Column(_("Beskrivelse"), "description"),
        Column(_("Status"), "state"),
        Column(_("Kilde"), "source"),
        Column(_("Oppgave i tjenestemodellen"), "task_name"),
        Column(_("Teknologi"), "technology"),
        Column(_("Verdi"), "value"),
        Column(_("Innsats"), "effort"),
        Column(_("Ansvarlig"), "responsible.name"),
        Column(_("Stedfortreder"), "deputy.name"),
        Column(_("Begrunnelse"), "reason"),
        Column(_("Avgjort"), "decided_at"),
        Column(_("Avgjort av"), "decided_name"),
        Column(_("Tas opp igjen"), "look_again_on"),
        Column(_("Effektsjekk"), "check_on"),
        Column(_("Effekt"), "effect"),
        Column(_("Hva dere har sett"), "seen"),
        Column(_("Fra økta"), "session.title"),
        Column(_("Foreslått"), "raised_at"),
        Column(_("Foreslått av"), "raised_name"),
        Column(_("Eier"), "owner.name"),
    ),
    search=("title", "description", "task_name", "raised_name"),
    filters=ProposalFilter,
    form=ProposalForm,
    rows=queries.proposals,
    save=actions.save_proposal,
)
