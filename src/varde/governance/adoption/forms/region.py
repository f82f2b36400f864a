"""The forms of the spread, the goals and the deliverables."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from varde.foundation.register.forms import RegisterForm
from varde.foundation.ui.forms import DateInput
from varde.governance.adoption.forms.leading import ANY, NOT_YET, day_field
from varde.governance.adoption.models.introduction import named
from varde.governance.adoption.permissions import AdoptionPermission as P
from varde.governance.adoption.queries import Wanted
from varde.governance.adoption.rules.codes import (
    GOAL_NAMES,
    KIND_NAMES,
    REACHED_NAMES,
    STATUS_NAMES,
    TECHNOLOGY_NAMES,
    Status,
    Technology,
)
from varde.ground.organisations.queries import every_organisation
from varde.kernel.actor import Actor

IS_ONE_LINE = RegexValidator(
    r"^(https?://\S+|/(?!/)\S*|[^\s:/<>][^:<>]*)$",
    _("Skriv en adresse som begynner med https:// eller /, eller en dokument-ID."),
)


class SpreadFilter(forms.Form):
    q = forms.CharField(label=_("Kommune"), required=False, max_length=100, widget=forms.SearchInput)
    technology = forms.ChoiceField(
        label=_("Teknologi"), required=False, choices=[*ANY, *named(TECHNOLOGY_NAMES)]
    )
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[*ANY, *named(STATUS_NAMES)])

    def wanted(self) -> Wanted:
        """What the choices ask for. What is not understood asks for nothing."""
        given = self.cleaned_data if self.is_valid() else {}
        technology, status = given.get("technology"), given.get("status")
        return Wanted(
            str(given.get("q") or "").strip(),
            Technology(technology) if technology else None,
            Status(status) if status else None,
        )


class StatusForm(forms.Form):
    status = forms.ChoiceField(label=_("Status"), choices=named(STATUS_NAMES), widget=forms.RadioSelect)
    since = day_field(_("Siden"))
    note = forms.CharField(label=_("Merknad"), required=False, max_length=500)

    def __init__(self, *args: Any, today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.today = today

    def clean_since(self) -> date:
        since: date = self.cleaned_data["since"]
        if since > self.today:
            raise forms.ValidationError(NOT_YET)
        return since


class PlaceForm(forms.Form):
    """With one place there is nothing to choose."""

    owner = forms.TypedChoiceField(label=_("Virksomhet"), coerce=UUID)

    def __init__(self, *args: Any, places: list[tuple[UUID, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["owner"].choices = [(str(key), name) for key, name in places]  # type: ignore[attr-defined]
        if len(places) == 1:
            self.fields["owner"].widget = forms.HiddenInput()
            self.fields["owner"].initial = str(places[0][0])


class SharedFilter(forms.Form):
    q = forms.CharField(label=_("Søk"), required=False, max_length=100, widget=forms.SearchInput)
    technology = forms.ChoiceField(
        label=_("Teknologi"), required=False, choices=[*ANY, *named(TECHNOLOGY_NAMES)]
    )
    kind = forms.ChoiceField(label=_("Slag"), required=False, choices=[*ANY, *named(KIND_NAMES)])

    def narrowed(self, rows: Any) -> Any:
        given = self.cleaned_data if self.is_valid() else {}
        for name in ("technology", "kind"):
            rows = rows.filter(**{name: given[name]}) if given.get(name) else rows
        return rows


class _OwnedForm(RegisterForm):
    """A row belongs to an organisation in which the actor holds `permission`, and stays there."""

    permission: P
    owner: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("Virksomhet"), queryset=None)

    def __init__(self, actor: Actor, data: Any = None, *, row: Any = None) -> None:
        super().__init__(actor, data, row=row)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = every_organisation().filter(pk__in=list(actor.where(self.permission)))
        owner.disabled = row is not None
        if owner.queryset.count() == 1:
            owner.initial = owner.queryset.first()


class DeliverableForm(_OwnedForm):
    permission = P.LEAD
    title = forms.CharField(label=_("Tittel"), max_length=200)
    technology = forms.ChoiceField(
        label=_("Teknologi"), required=False, choices=[("", _("Alle teknologier")), *named(TECHNOLOGY_NAMES)]
    )
    kind = forms.ChoiceField(label=_("Slag"), choices=named(KIND_NAMES))
    reference = forms.CharField(
        label=_("Lenke eller dokument-ID"),
        max_length=300,
        validators=[IS_ONE_LINE],
        help_text=_("Dokumentet selv ligger i kvalitetssystemet."),
    )
    version = forms.CharField(label=_("Versjon"), max_length=40)
    is_shared = forms.BooleanField(label=_("Delt med de andre kommunene"), required=False)


class GoalStatusForm(_OwnedForm):
    permission = P.REPORT
    what = forms.CharField(label=_("Hva som er målt"), max_length=200)
    goal = forms.ChoiceField(label=_("Nasjonalt mål"), choices=named(GOAL_NAMES))
    reached = forms.ChoiceField(label=_("Nådd?"), choices=named(REACHED_NAMES))
    figure = forms.DecimalField(
        label=_("Tall"), required=False, min_value=0, max_digits=12, decimal_places=1, localize=True
    )
    measured_on = forms.DateField(label=_("Målt"), widget=DateInput())
    note = forms.CharField(label=_("Merknad"), required=False, max_length=1000)
