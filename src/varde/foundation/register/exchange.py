"""An import: rows of a spreadsheet through the same form and the same action as the page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _

from varde.foundation.register.forms import saved


@dataclass(slots=True)
class Outcome:
    """`faults`: (row in the sheet, heading, reason)."""

    good: int = 0
    faults: list[tuple[int, str, str]] = field(default_factory=list)


def take_in(register: Any, actor: Any, lines: list[list[str]], *, keep: bool) -> Outcome:
    """Every row through form and action, in one transaction that is rolled back unless `keep`."""
    outcome, heads = Outcome(), [head.casefold() for head in lines[0]]
    blank = register.form(actor)
    spoken = {name: _choices(one) for name, one in blank.fields.items()}
    with transaction.atomic():
        for nr, line in enumerate(lines[1:], start=2):
            cells = dict(zip(heads, line, strict=False))
            row, fault = _target(register, actor, cells.get(_("Nøkkel").casefold(), ""))
            form = _filled(register.form(actor, row=row), cells, spoken)
            if not fault and saved(form, register.save) is not None:
                outcome.good += 1
                continue
            outcome.faults += [(nr, _("Nøkkel"), fault)] if fault else _said(nr, form)
        transaction.set_rollback(not keep)
    return outcome


def _target(register: Any, actor: Any, key: str) -> tuple[Any, str]:
    try:
        row = register.rows(actor).filter(pk=UUID(key)).first() if key else None
    except ValueError:
        row = None
    if key and (row is None or not register.may_save(actor, row)):
        return None, _("Ingen rad du kan endre, har denne nøkkelen.")
    return row, ""


def _filled(empty: Any, cells: dict[str, str], spoken: dict[str, dict[str, Any]]) -> Any:
    """What the sheet does not name keeps the value it has."""
    values = {name: empty[name].value() for name in empty.fields}
    for name, one in empty.fields.items():
        if (text := cells.get(str(one.label).casefold())) is not None:
            values[name] = spoken[name].get(text.casefold(), text)
    form = type(empty)(empty.actor, values, row=empty.row)
    for name, one in form.fields.items():
        if isinstance(one, forms.BooleanField) and values[name] not in (True, False, None):
            form.add_error(name, _("Skriv Ja eller Nei."))
    return form


def _choices(one: Any) -> dict[str, Any]:
    """What people write for a choice, to what the form takes. A text that names two things names none."""
    if isinstance(one, forms.BooleanField):
        return {
            _("Ja").casefold(): True,
            "ja": True,
            "x": True,
            _("Nei").casefold(): False,
            "nei": False,
            "": False,
        }
    pairs = [(str(text).casefold(), getattr(key, "value", key)) for key, text in getattr(one, "choices", ())]
    names = Counter(text for text, _key in pairs)
    return {text: key for text, key in pairs if names[text] == 1}


def _said(nr: int, form: Any) -> list[tuple[int, str, str]]:
    heads = {name: str(one.label) for name, one in form.fields.items()}
    return [(nr, heads.get(name, ""), text) for name, texts in form.errors.items() for text in texts]
