"""The form of an evaluation: each factor with a rating and a comment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from varde.foundation.ui.components.formats import said
from varde.governance.adoption.forms.leading import NOT_YET, People, day_field, text_field
from varde.governance.adoption.rules.codes import Dimension
from varde.governance.adoption.rules.content import Factor

NOT_RELEVANT = "na"
SCALE = [
    ("1", _("1 Helt uenig")),
    ("2", "2"),
    ("3", "3"),
    ("4", "4"),
    ("5", _("5 Helt enig")),
    (NOT_RELEVANT, _("Ikke aktuelt")),
]


class EvaluationForm(forms.Form):
    """`factors` by dimension. What nobody has judged is left empty."""

    unit = forms.ChoiceField(label=_("Gjelder"), required=False)
    held_on = day_field(_("Holdt"))
    who = forms.CharField(
        label=_("Hvem var med?"), max_length=300, help_text=_("Navn eller roller på ansatte.")
    )
    summary = text_field(_("Oppsummering"), required=False)
    next_on = day_field(_("Neste evaluering"), required=False)

    def __init__(
        self,
        *args: Any,
        factors: Mapping[Dimension, Sequence[Factor]],
        units: People,
        today: date,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.today, self.factors = today, factors
        choices = [("", _("Hele innføringen")), *((str(key), name) for key, name in units)]
        self.fields["unit"].choices = choices  # type: ignore[attr-defined]
        for factor in self._all():
            self.fields[f"r_{factor.code}"] = forms.ChoiceField(
                label=said(factor.words), choices=SCALE, required=False, widget=forms.RadioSelect
            )
            self.fields[f"c_{factor.code}"] = forms.CharField(
                label=_("Kommentar"), required=False, max_length=1000
            )

    def _all(self) -> Iterator[Factor]:
        for side in Dimension:
            yield from self.factors[side]

    @property
    def head(self) -> list[BoundField]:
        return [self[name] for name in ("unit", "held_on", "who", "summary", "next_on")]

    def side(self, side: Dimension) -> list[tuple[BoundField, BoundField]]:
        """Rating and comment of each factor of one dimension."""
        return [(self[f"r_{one.code}"], self[f"c_{one.code}"]) for one in self.factors[side]]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("held_on") and given["held_on"] > self.today:
            self.add_error("held_on", NOT_YET)
        given["unit_id"] = UUID(given["unit"]) if given.get("unit") else None
        given["ratings"] = {
            one.code: (_value(given[f"r_{one.code}"]), given.get(f"c_{one.code}") or "")
            for one in self._all()
            if given.get(f"r_{one.code}")
        }
        for one in self._all():
            if given.get(f"c_{one.code}") and not given.get(f"r_{one.code}"):
                self.add_error(f"r_{one.code}", _("Velg et svar til kommentaren."))
        if not self.errors and not any(value is not None for value, _text in given["ratings"].values()):
            self.add_error(None, _("Vurder minst én faktor."))
        return given


def _value(text: str) -> int | None:
    return None if text == NOT_RELEVANT else int(text)
