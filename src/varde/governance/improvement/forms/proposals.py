"""Text to values for proposals, and for what is decided about them. Nothing is saved here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from varde.foundation.register.forms import RegisterForm
from varde.foundation.ui.forms import DateInput
from varde.governance.improvement import queries
from varde.governance.improvement.forms.plain import PlainField
from varde.governance.improvement.models import named
from varde.governance.improvement.permissions import ImprovementPermission as P
from varde.governance.improvement.rules.codes import EFFECT_NAMES, SOURCE_NAMES, TECHNOLOGY_NAMES
from varde.ground.organisations.queries import every_organisation
from varde.kernel.actor import Actor
from varde.kernel.clock import local

CHECK_AFTER: Final = timedelta(days=90)
AGAIN_AFTER: Final = timedelta(days=180)
FURTHEST: Final = timedelta(days=1830)  # five years
VALUES = (
    ("", _("Ikke vurdert")),
    ("1", _("1 – svært liten")),
    ("2", _("2 – liten")),
    ("3", _("3 – middels")),
    ("4", _("4 – stor")),
    ("5", _("5 – svært stor")),
)


def _weight(label: Any, help_text: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, required=False, choices=VALUES, coerce=int, empty_value=None, help_text=help_text
    )


class TaskField(forms.ChoiceField):
    """A task by its key; a sheet may name it by its Norwegian title."""

    names: Mapping[str, str] = {}

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value))
        return self.names.get(text.casefold(), text)


class ProposalForm(RegisterForm):
    """A proposal belongs to an organisation where the actor writes proposals, and stays there."""

    owner: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("Eier"), queryset=None)
    title = PlainField(label=_("Forslag"), max_length=200)
    description = PlainField(label=_("Beskrivelse"), max_length=4000, required=False, rows=5)
    source = forms.ChoiceField(label=_("Kilde"), choices=named(SOURCE_NAMES), initial="staff")
    task = TaskField(label=_("Oppgave i tjenestemodellen"), required=False)
    technology = forms.ChoiceField(
        label=_("Teknologi"), required=False, choices=[("", _("Ikke én bestemt")), *named(TECHNOLOGY_NAMES)]
    )
    value = _weight(_("Verdi"), _("Hvor mye det gir, for dem det gjelder."))
    effort = _weight(_("Innsats"), _("Hvor mye tid og penger det krever."))
    responsible: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("Ansvarlig"), queryset=None, required=False, empty_label=_("Ingen ennå")
    )
    deputy: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("Stedfortreder"), queryset=None, required=False, empty_label=_("Ingen ennå")
    )

    def __init__(self, actor: Actor, data: Any = None, *, row: Any = None, now: datetime) -> None:
        super().__init__(actor, data, row=row)
        self.now = now
        places = every_organisation().filter(pk__in=list(actor.where(P.PROPOSE)))
        people = queries.people(actor, now=now)
        if row is not None:  # somebody who has left stays named until another takes over
            known = [key for key in (row.responsible_id, row.deputy_id) if key]
            people = people | people.model.objects.filter(pk__in=known)
        for name, rows in {"owner": places, "responsible": people, "deputy": people}.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        self.fields["owner"].disabled = row is not None
        if places.count() == 1:
            self.fields["owner"].initial = places.first()
        self._offer_tasks([row.owner_id] if row else sorted(actor.where(P.PROPOSE)))

    def _offer_tasks(self, owners: Iterable[UUID]) -> None:
        """The tasks of the organisations' models; a task that a row is linked to stays, also when its model has none."""
        found: dict[str, queries.Task] = {}
        for owner in owners:
            found |= queries.tasks(self.actor, owner_id=owner)
        if self.row is not None and self.row.task:
            known = queries.Task(self.row.task, self.row.task_name, self.row.task_name)
            found.setdefault(self.row.task, known)
        field = self.fields["task"]
        assert isinstance(field, TaskField)
        field.choices = [("", _("Ingen bestemt")), *((one.key, one.label) for one in found.values())]
        field.names = {one.title.casefold(): one.key for one in found.values()}

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        given["now"] = self.now
        if given.get("responsible") and given.get("responsible") == given.get("deputy"):
            self.add_error("deputy", _("Velg en annen enn den som er ansvarlig."))
        return given


class _DayForm(forms.Form):
    """A day ahead, within five years."""

    on = forms.DateField(widget=DateInput())

    def __init__(self, data: Any, *, now: datetime, after: timedelta) -> None:
        self.today = local(now).date()
        super().__init__(data, initial={"on": self.today + after})

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if not self.today < day <= self.today + FURTHEST:
            raise forms.ValidationError(_("Velg en dag fram i tid, høyst fem år."))
        return day


class ChooseForm(_DayForm):
    field_order = ("reason", "on")
    reason = PlainField(label=_("Hvorfor skal dette gjøres?"), max_length=2000, rows=3)

    def __init__(self, data: Any, *, now: datetime) -> None:
        super().__init__(data, now=now, after=CHECK_AFTER)
        self.fields["on"].label = _("Når ser dere om det har hjulpet?")


class PostponeForm(_DayForm):
    field_order = ("reason", "on")
    reason = PlainField(label=_("Hvorfor ikke nå?"), max_length=2000, rows=3)

    def __init__(self, data: Any, *, now: datetime) -> None:
        super().__init__(data, now=now, after=AGAIN_AFTER)
        self.fields["on"].label = _("Når tar dere det opp igjen?")


class DeclineForm(forms.Form):
    reason = PlainField(label=_("Hvorfor ikke?"), max_length=2000, rows=3)


class FinishForm(forms.Form):
    text = PlainField(label=_("Hva ble gjort?"), max_length=2000, required=False, rows=3)


class EffectForm(forms.Form):
    effect = forms.ChoiceField(label=_("Hjalp det?"), choices=named(EFFECT_NAMES), widget=forms.RadioSelect)
    seen = PlainField(label=_("Hva har dere sett?"), max_length=2000, rows=4)


class AgainForm(forms.Form):
    text = PlainField(label=_("Hvorfor tas det opp igjen?"), max_length=2000, rows=3)


class GridFilter(forms.Form):
    everything = forms.BooleanField(label=_("Vis også det som er avsluttet"), required=False)
