"""Text to values for sessions and what is said in them. Nothing is saved here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from varde.foundation.ids import new_id
from varde.foundation.ui.components.formats import said
from varde.foundation.ui.forms import DateInput
from varde.governance.improvement import queries
from varde.governance.improvement.forms.plain import PlainField
from varde.governance.improvement.models import named
from varde.governance.improvement.permissions import ImprovementPermission as P
from varde.governance.improvement.rules.lifecycle import STANDING_NAMES
from varde.governance.improvement.rules.people import MOST, TooMany, people
from varde.governance.improvement.rules.shape import Activity, Column, Content, Part
from varde.ground.organisations import queries as organisations
from varde.kernel.actor import Actor
from varde.kernel.clock import local

LINE_LENGTH, TEXT_LENGTH = 200, 2000


class SessionForm(forms.Form):
    """Planning a session, or changing it. `owner` stays once it is chosen; `before`: the session to build on."""

    owner: forms.ModelChoiceField[Any] = forms.ModelChoiceField(None, label=_("Virksomhet"))
    title = PlainField(label=_("Navn på økta"), max_length=120)
    unit: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label=_("Enhet"), required=False, empty_label=_("Hele virksomheten")
    )
    held_on = forms.DateField(label=_("Dag"), widget=DateInput())
    facilitator: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label=_("Leder økta"), empty_label=_("Velg")
    )
    minutes = forms.IntegerField(label=_("Minutter til rådighet"), min_value=5, max_value=600)
    builds_on: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label=_("Bygger på økta"), required=False, empty_label=_("Ingen")
    )

    def __init__(
        self,
        data: Any,
        *,
        actor: Actor,
        activity: Activity,
        now: datetime,
        row: Any = None,
        before: str | None = None,
    ) -> None:
        start = _start(row) if row else {**_fresh(actor, activity, now), "builds_on": before}
        super().__init__(data, initial=start)
        self.fields["minutes"].help_text = _usual(*activity.minutes)
        places = organisations.organisations(actor).filter(pk__in=actor.where(P.FACILITATE))
        given = {"owner": places, "unit": _units(actor), "facilitator": queries.facilitators(actor, now=now)}
        for name, rows in given.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        if row is None and places.count() == 1:
            self.initial["owner"] = places.get().pk
        self.fields["owner"].disabled = row is not None
        if activity.builds_on:
            rows = queries.buildable(actor, activity=activity.builds_on)
            self.fields["builds_on"].queryset = rows  # type: ignore[attr-defined]
        else:
            del self.fields["builds_on"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        owner = given.get("owner")
        for name, message in (
            ("unit", _("Velg en enhet i samme virksomhet.")),
            ("builds_on", _("Velg en økt i samme virksomhet.")),
        ):
            row = given.get(name)
            if owner is not None and row is not None and row.owner_id != owner.pk:
                self.add_error(name, message)
        return given


def _usual(least: int, most: int) -> str:
    if least == most:
        return gettext("Vanligvis %(n)d minutter.") % {"n": most}
    return gettext("Vanligvis %(least)d–%(most)d minutter.") % {"least": least, "most": most}


def _fresh(actor: Actor, activity: Activity, now: datetime) -> dict[str, Any]:
    return {
        "title": said(activity.title),
        "held_on": local(now).date(),
        "facilitator": actor.id,
        "minutes": activity.minutes[1],
    }


def _start(row: Any) -> dict[str, Any]:
    names = ("title", "held_on", "minutes")
    keys = ("owner", "unit", "facilitator", "builds_on")
    return {name: getattr(row, name) for name in names} | {key: getattr(row, f"{key}_id") for key in keys}


def _units(actor: Actor) -> Any:
    return organisations.units(actor).filter(is_active=True, owner__in=actor.where(P.FACILITATE))


class PeopleForm(forms.Form):
    people = PlainField(
        label=_("Hvem er med?"),
        rows=3,
        max_length=4000,
        help_text=_("Én på hver linje: navn, komma, rolle. For eksempel «Kari Nygård, avdelingsleder»."),
    )

    def clean_people(self) -> tuple[tuple[str, str], ...]:
        try:
            return people(self.cleaned_data["people"])
        except TooMany:
            raise forms.ValidationError(
                _("En økt kan ha høyst %(most)d deltakere."), params={"most": MOST}
            ) from None


class SessionFilter(forms.Form):
    q = forms.CharField(label=_("Søk"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("Alle")), *named(STANDING_NAMES)]
    )
    activity = forms.ChoiceField(label=_("Aktivitet"), required=False)

    def __init__(self, *args: Any, content: Content, **more: Any) -> None:
        super().__init__(*args, **more)
        known = [(one.code, f"{one.code}: {said(one.title)}") for one in content.activities]
        self.fields["activity"].choices = [("", _("Alle")), *known]  # type: ignore[attr-defined]


class EntryForm(forms.Form):
    """One entry of a part: a field for each column. `line` is the key of the entry, made before it is written, so that a
    form that is sent twice is one entry. `first`: codes that stand first among the questions."""

    line = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, data: Any, *, content: Content, part: Part, first: Iterable[str] = (), start: Any = None
    ) -> None:
        given = {"line": new_id(), **(start or {})}
        super().__init__(data, prefix=part.code, initial=given)
        for column in part.columns:
            self.fields[column.code] = _field(content, column, set(first))

    def values(self) -> dict[str, str]:
        return {name: str(text) for name, text in self.cleaned_data.items() if name != "line"}


def _field(content: Content, column: Column, first: set[str]) -> forms.Field:
    label, required = said(column.title), column.required
    if column.kind == "text":
        return PlainField(label=label, required=required, max_length=TEXT_LENGTH, rows=3, help_text="")
    if column.kind == "line":
        return PlainField(label=label, required=required, max_length=LINE_LENGTH)
    known = [(code, said(words)) for code, words in content.choices(column.choices).items()]
    choices: list[Any] = [("", _("Velg")), *known]
    if first & {code for code, _name in known}:
        before = [one for one in known if one[0] in first]
        after = [one for one in known if one[0] not in first]
        choices = [("", _("Velg")), (_("Det dere la i «Begynn her»"), before), (_("Andre spørsmål"), after)]
    return forms.ChoiceField(label=label, required=required, choices=choices)


class PickForm(forms.Form):
    """`entries`: key and text of what can be chosen."""

    entry = forms.TypedChoiceField(widget=forms.RadioSelect)

    def __init__(self, data: Any, *, part: Part, entries: list[tuple[Any, str]], start: Any = None) -> None:
        super().__init__(data, prefix=part.code, initial={"entry": start})
        self.fields["entry"].label = said(part.title)
        self.fields["entry"].choices = [(str(key), text) for key, text in entries]  # type: ignore[attr-defined]
