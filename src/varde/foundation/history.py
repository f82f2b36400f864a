"""History of slow registers, behind the same wall as the rows themselves.

`history = OwnedHistory()` on an OwnedModel keeps every version with who made it. The library's own default returns
every owner's rows; here the history table is an owned table too. It hears of changes by Django's signals: the one
stated exception to the house rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from simple_history.manager import HistoricalQuerySet, HistoryManager
from simple_history.models import HistoricalRecords

from varde.foundation.authorisation import acting
from varde.foundation.ids import new_id
from varde.foundation.ownership import OwnedModel, OwnedQuerySet, open_scope, scope
from varde.kernel.actor import EVERYWHERE


def _name() -> str:
    who = acting()
    return who.name if who else ""


def _key(instance: Any = None, request: Any = None) -> Any:
    who = acting()
    return who.id if who else None


class HistoryRow(OwnedModel):
    """What every history table has beside the fields it copies: the name of who did it, as it was then."""

    history_by = models.CharField(max_length=200, default=_name, editable=False)

    class Meta(OwnedModel.Meta):
        abstract = True


class OwnedHistoryQuerySet(OwnedQuerySet[Any], HistoricalQuerySet):  # type: ignore[misc]
    pass


class OwnedHistoryManager(HistoryManager):  # type: ignore[misc]
    def get_super_queryset(self) -> Any:
        held = open_scope()
        rows = super().get_super_queryset()
        rows._scope = held
        return rows if held is EVERYWHERE else rows.filter(owner_id__in=sorted(held))


class OwnedHistory(HistoricalRecords):  # type: ignore[misc]
    def __init__(self, **more: Any) -> None:
        super().__init__(
            bases=(HistoryRow,),
            history_id_field=models.UUIDField(default=new_id),
            history_user_id_field=models.UUIDField(null=True),
            history_user_getter=lambda row: row.history_user_id,
            history_user_setter=lambda row, key: setattr(row, "history_user_id", key),
            get_user=_key,
            history_manager=OwnedHistoryManager,
            historical_queryset=OwnedHistoryQuerySet,
            **more,
        )

    def copy_fields(self, model: type[models.Model]) -> dict[str, Any]:
        fields: dict[str, Any] = super().copy_fields(model)
        fields["owner"].null = False
        return fields

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        names = {"base_manager_name": "objects", "default_manager_name": "objects"}
        return {**super().get_meta_options(model), **names}


@dataclass(frozen=True, slots=True)
class Change:
    """One version: when, who, what kind ("+" made, "~" changed, "-" deleted), and (label, before, after) per field."""

    at: datetime
    who: str
    kind: str
    fields: tuple[tuple[str, str, str], ...]


def changes_of(rows: Any, row: Any, shown: Mapping[str, Any]) -> list[Change]:
    """The versions of a row that a guarded query gave, newest first, in the scope of that query.

    `shown` maps the names of the fields to show to something with a label (a form's fields). Empty without history.
    """
    if not hasattr(row, "history"):
        return []
    with scope(rows._scope):
        versions = list(row.history.all().order_by("history_date", "history_id"))
        before: Iterable[Any] = [None, *versions[:-1]] if versions else []
        return [_change(old, new, shown) for old, new in zip(before, versions, strict=True)][::-1]


def _change(old: Any, new: Any, shown: Mapping[str, Any]) -> Change:
    pairs = ((str(one.label), _text(old, name), _text(new, name)) for name, one in shown.items())
    return Change(
        new.history_date,
        new.history_by,
        new.history_type,
        tuple(pair for pair in pairs if pair[1] != pair[2]),
    )


def _text(version: Any, name: str) -> str:
    if version is None:
        return ""
    display = getattr(version, f"get_{name}_display", None)
    value = display() if display else getattr(version, name, "")
    return "" if value is None else str(value)
