"""One row of any model, with every field it needs, for tests that must hold for all tables."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models

from varde.foundation.encryption import EncryptedTextField
from varde.foundation.ids import new_id
from varde.foundation.ownership import OwnedModel, scope
from varde.kernel.actor import EVERYWHERE

# What a table's constraints ask for beyond "filled in": label -> values. Keep it short; delete what is gone.
SPECIAL: dict[str, Callable[[Any], dict[str, Any]]] = {
    "organisations.Organisation": lambda owner: {"kind": "municipality", "parent": None},
    "alarms.Alarm": lambda owner: {"due_at": datetime(2026, 11, 7, 1, 15, tzinfo=UTC)},
    "adoption.Introduction": lambda owner: {"state": "operation"},
    "adoption.IntroductionUnit": lambda owner: {"learned": ""},
    "support.Ticket": lambda owner: {"number": secrets.randbelow(10**9)},
    "equipment.OrderLine": lambda owner: {"product": make(apps.get_model("equipment.Product"), owner)},
    "equipment.MaintenanceTask": lambda owner: {"due_on": date(2026, 11, 7)},
    "equipment.ReorderPoint": lambda owner: {"fill_to": 2},
    "equipment.StockTakeLine": lambda owner: {"item": make(apps.get_model("equipment.Item"), owner)},
    "rota.ContactMethod": lambda owner: {"pool": make(apps.get_model("rota.Pool"), owner)},
}

# Of these two a row has one: the first, unless the other is given.
EITHER = {"equipment.OrderLine": (("product", "kit"),)}


def make(model: type[models.Model], owner: Any, **given: Any) -> Any:
    """A saved row of `owner`; what it points at is made too, with the same owner."""
    special = SPECIAL.get(model._meta.label, lambda owner: {})
    values = {**special(owner), **given}
    for one, other in EITHER.get(model._meta.label, ()):
        if given.get(other) is not None:
            values[one] = None
    for field in model._meta.concrete_fields:
        if field.name in values or field.attname in values:
            continue
        if field.name == "owner" and issubclass(model, OwnedModel):
            values["owner"] = owner
        elif field.is_relation:
            if not field.null:
                values[field.name] = _target(field, owner)
        elif not field.null and not (field.has_default() and not _is_text(field)):
            values[field.name] = value_of(field)
    with scope(EVERYWHERE):
        row = model(**values)
        row.save(force_insert=True)
    return row


def _target(field: Any, owner: Any) -> Any:
    target = field.related_model
    if target._meta.label == "organisations.Organisation":
        return owner
    return make(target, owner)


def _is_text(field: models.Field[Any, Any]) -> bool:
    return isinstance(field, (models.CharField, models.TextField, EncryptedTextField)) and not field.choices


def value_of(field: Any) -> Any:
    if field.choices:
        return next(key for key, _text in field.flatchoices)
    late = int(field.name.startswith(("end", "until", "expire", "due")))
    word = secrets.token_hex(16)
    if isinstance(field, EncryptedTextField):
        return "hemmelig"
    if isinstance(field, models.EmailField):
        return f"{word[:8]}@example.test"
    if isinstance(field, (models.CharField, models.TextField)):
        return word[: min(field.max_length or 32, 32)]
    made: dict[type, Callable[[], Any]] = {
        models.UUIDField: new_id,
        models.BooleanField: lambda: True,
        models.DateTimeField: lambda: datetime(2026, 11, 7, 1, 14, tzinfo=UTC) + timedelta(hours=late),
        models.DateField: lambda: date(2026, 11, 7) + timedelta(days=late),
        models.TimeField: lambda: time(8),
        models.DurationField: lambda: timedelta(minutes=5),
        models.DecimalField: lambda: Decimal(1),
        models.FloatField: lambda: 1.0,
        models.BinaryField: lambda: b"x",
        models.JSONField: dict,
        models.IntegerField: lambda: 1,
    }
    for kind, maker in made.items():
        if isinstance(field, kind):
            return maker()
    raise NotImplementedError(f"tests/rows.py does not know how to fill {field}")
