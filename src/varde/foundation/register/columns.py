"""A column: its heading, and the way from a row to its text. List, detail and export all come from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from varde.foundation.ui.components import formats


@dataclass(frozen=True, slots=True)
class Column:
    """`path` is dotted ("organisation.name"). A heading that equals a form field's label can be imported again."""

    title: str | Promise
    path: str
    sortable: bool = True

    @property
    def order(self) -> str:
        return self.path.replace(".", "__") if self.sortable else ""

    def text(self, row: Any) -> str:
        *way, last = self.path.split(".")
        for step in way:
            row = getattr(row, step, None)
        shown = getattr(row, f"get_{last}_display", None)
        return written(shown() if shown else getattr(row, last, None))


def written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Ja") if value else _("Nei")
    if isinstance(value, datetime):
        return str(formats.moment(value))
    return value.strftime("%d.%m.%Y") if isinstance(value, date) else str(value)
