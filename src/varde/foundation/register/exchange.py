"""An import: rows of a spreadsheet through the same form and the same action as the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
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
    outcome, words = Outcome(), spoken(register.form(actor))
    with transaction.atomic():
        for nr, cells in _numbered(lines):
            row, fault = _target(register, actor, cells.get(_("Nøkkel").casefold(), ""))
            empty = register.form(actor, row=row)
            form = _checked(type(empty)(actor, _values(_held(empty), cells, words), row=row))
            if not fault and saved(form, register.save) is not None:
                outcome.good += 1
                continue
            outcome.faults += [(nr, _("Nøkkel"), fault)] if fault else said(nr, form)
        transaction.set_rollback(not keep)
    return outcome


def judged(form: Any, lines: list[list[str]]) -> Iterator[tuple[int, Any, list[tuple[int, str, str]]]]:
    """Each row through the cleaning of one form, for lists too long for a form each. Saves nothing.

    Gives (row in the sheet, the cleaned values or None, faults). The form asks the database nothing by itself."""
    held, words, form.is_bound = _held(form), spoken(form), True
    for nr, cells in _numbered(lines):
        form.data = _values(held, cells, words)
        form.full_clean()
        yield nr, None if _checked(form).errors else form.cleaned_data, said(nr, form)


def _numbered(lines: list[list[str]]) -> Iterator[tuple[int, dict[str, str]]]:
    heads = [head.casefold() for head in lines[0]]
    rows = ((nr, line) for nr, line in enumerate(lines[1:], start=2) if any(line))
    return ((nr, dict(zip(heads, line, strict=False))) for nr, line in rows)


def _target(register: Any, actor: Any, key: str) -> tuple[Any, str]:
    try:
        row = register.rows(actor).filter(pk=UUID(key)).first() if key else None
    except ValueError:
        row = None
    if key and (row is None or not register.may_save(actor, row)):
        return None, _("Ingen rad du kan endre, har denne nøkkelen.")
    return row, ""


def _held(form: Any) -> dict[str, Any]:
    return {name: form[name].value() for name in form.fields}


def spoken(form: Any) -> dict[str, tuple[str, dict[str, Any]]]:
    """Of each field: its head, and what people write for its choices."""
    return {name: (str(one.label).casefold(), _choices(one)) for name, one in form.fields.items()}


def _values(held: dict[str, Any], cells: dict[str, str], words: dict[str, Any]) -> dict[str, Any]:
    """What the sheet does not name keeps the value it has."""
    values = dict(held)
    for name, (head, choices) in words.items():
        if (text := cells.get(head)) is not None:
            values[name] = choices.get(text.casefold(), text)
    return values


def _checked(form: Any) -> Any:
    for name, one in form.fields.items():
        if isinstance(one, forms.BooleanField) and form.data[name] not in (True, False, None):
            form.add_error(name, _("Skriv Ja eller Nei."))
    return form


def _choices(one: Any) -> dict[str, Any]:
    """What people write for a choice, to what the form takes. A text that names two things names none."""
    if isinstance(one, forms.BooleanField):
        yes, no = _("Ja").casefold(), _("Nei").casefold()
        return {yes: True, "ja": True, "x": True, no: False, "nei": False, "": False}
    pairs = [(str(text).casefold(), getattr(key, "value", key)) for key, text in getattr(one, "choices", ())]
    names = Counter(text for text, _key in pairs)
    return {text: key for text, key in pairs if names[text] == 1}


def said(nr: int, form: Any) -> list[tuple[int, str, str]]:
    heads = {name: str(one.label) for name, one in form.fields.items()}
    return [(nr, heads.get(name, ""), text) for name, texts in form.errors.items() for text in texts]
