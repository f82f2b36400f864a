"""Text to values, one way for the page and the import alike."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from varde.kernel.actor import Actor


class RegisterForm(forms.Form):
    """Knows who fills it in, so that it offers only what they may use, and the row it changes (None: a new one)."""

    def __init__(self, actor: Actor, data: Any = None, *, row: Any = None) -> None:
        self.actor, self.row = actor, row
        held = {name: _held(row, name) for name in self.base_fields if row is not None}
        super().__init__(data, initial=held)


def _held(row: Any, name: str) -> Any:
    return getattr(row, f"{name}_id") if hasattr(row, f"{name}_id") else getattr(row, name, None)


def saved(form: RegisterForm, save: Any) -> Any:
    """The row that the action made of the form; None when the form or the action says no, with why in the form."""
    if not form.is_valid():
        return None
    try:
        with transaction.atomic():
            return save(form.actor, row=form.row, values=form.cleaned_data)
    except ValidationError as fault:
        form.add_error(None, fault)
    except IntegrityError:
        form.add_error(None, _("Raden finnes fra før, eller den bryter en regel i registeret."))
    return None
