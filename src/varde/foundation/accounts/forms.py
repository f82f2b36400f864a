"""Choosing a PIN."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from varde.foundation.accounts import pins
from varde.foundation.ui.forms import PinInput


class PinForm(forms.Form):
    pin = forms.CharField(
        label=_("Ny PIN-kode"), help_text=_("4–6 siffer som ikke er lette å gjette"), widget=PinInput
    )
    again = forms.CharField(label=_("PIN-koden en gang til"), widget=PinInput)

    def clean_pin(self) -> str:
        pin: str = self.cleaned_data["pin"]
        if not pins.well_formed(pin):
            raise forms.ValidationError(_("Skriv 4–6 siffer."))
        if pins.obvious(pin):
            raise forms.ValidationError(_("Den er for lett å gjette. Velg en annen."))
        return pin

    def clean(self) -> dict[str, Any] | None:
        values = super().clean() or self.cleaned_data
        if values.get("pin") and values.get("again") != values["pin"]:
            self.add_error("again", _("De to PIN-kodene er ulike."))
        return values
