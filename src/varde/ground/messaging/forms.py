"""The filter of the delivery log."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from varde.foundation.ui.forms import DateInput
from varde.ground.messaging.models import CHANNELS, STATES

ANY = ("", _("Alle"))
WITHIN = [MinValueValidator(date(2020, 1, 1)), MaxValueValidator(date(2099, 12, 31))]


class DeliveryFilter(forms.Form):
    """Which messages to show. Dates are Norwegian days; both ends count."""

    state = forms.ChoiceField(label=_("Status"), choices=[ANY, *STATES], required=False)
    channel = forms.ChoiceField(label=_("Kanal"), choices=[ANY, *CHANNELS], required=False)
    first = forms.DateField(label=_("Fra og med"), required=False, validators=WITHIN, widget=DateInput())
    last = forms.DateField(label=_("Til og med"), required=False, validators=WITHIN, widget=DateInput())

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last = found.get("first"), found.get("last")
        if first and last and last < first:
            self.add_error("last", _("Velg en dag som ikke er før den første."))
        return found
