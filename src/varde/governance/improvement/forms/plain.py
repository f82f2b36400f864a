"""Free text that a national id may not stand in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from varde.kernel.private import holds_national_id

ABOUT_THE_SERVICE = _(
    "Skriv om tjenesten. Ikke om enkelte tjenestemottakere, og ikke navn eller fødselsnummer."
)
NO_NATIONAL_ID = _("Her står et fødselsnummer. Ta det bort.")


class PlainField(forms.CharField):
    """With `rows` it is a box for several lines, and says what does not belong there."""

    def __init__(self, *, rows: int = 0, **more: Any) -> None:
        if rows:
            more.setdefault("help_text", ABOUT_THE_SERVICE)
            more["widget"] = forms.Textarea(attrs={"rows": rows})
        super().__init__(**more)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        if holds_national_id(text):
            raise forms.ValidationError(NO_NATIONAL_ID, code="national_id")
        return text
