"""What every form of a case begins from: its choices, what stands already, and which day it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from varde.foundation.ui.forms import DateInput

Pairs = tuple[tuple[str, str], ...]
Text = Any  # a str, or a text that is translated when it is shown


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page hands to its form. `choices` by the name of the field."""

    today: date
    choices: Mapping[str, Any] = field(default_factory=dict)
    initial: Mapping[str, Any] = field(default_factory=dict)


def line(label: Text, longest: int = 200, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, **more)


def area(label: Text, longest: int = 4000, rows: int = 3, **more: Any) -> forms.CharField:
    box = forms.Textarea({"rows": rows, "data-keep": True})
    return forms.CharField(label=label, max_length=longest, widget=box, **more)


def day(label: Text, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DateInput(), **more)


def pick(label: Text, choices: Any = (), **more: Any) -> forms.ChoiceField:
    """One of several, all in view."""
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **more)


def menu(label: Text, choices: Any = (), **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, **more)


def yes_no(label: Text, **more: Any) -> forms.TypedChoiceField:
    """An answer that nobody has given yet is not a no."""
    answers = [("yes", _("Ja")), ("no", _("Nei"))]
    return forms.TypedChoiceField(
        label=label, choices=answers, coerce=lambda said: said == "yes", widget=forms.RadioSelect, **more
    )


class ActForm(forms.Form):
    """One move on a case. `past` names days that have been, `coming` days that lie ahead."""

    past: ClassVar[tuple[str, ...]] = ()
    coming: ClassVar[tuple[str, ...]] = ()

    def __init__(self, data: Mapping[str, Any] | None, asked: Asked) -> None:
        super().__init__(data, initial=dict(asked.initial))
        self.today = asked.today
        for name, pairs in asked.choices.items():
            if name in self.fields:
                self.fields[name].choices = pairs  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.past:
            if given.get(name) and given[name] > self.today:
                self.add_error(name, _("Datoen har ikke vært ennå."))
        for name in self.coming:
            if given.get(name) and given[name] <= self.today:
                self.add_error(name, _("Velg en dag fram i tid."))
        return given

    def demand(self, name: str, words: Text) -> None:
        """The field must be filled in, in this case."""
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, words)

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return dict(self.cleaned_data)


class PlainForm(ActForm):
    """A button and nothing to fill in."""


class ReasonForm(ActForm):
    reason = area(
        _("Begrunnelse"), min_length=10, help_text=_("Minst ti tegn. Den som henviste, får vite hvorfor.")
    )
