"""Saving the registers: products, prices, stores, kits, maintenance rules, items."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied

from varde.foundation.authorisation import requires
from varde.ground.equipment.actions.moving import registered
from varde.ground.equipment.models import Item, Kit, MaintenanceRule, Price, Product, Store
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.kernel.actor import Actor


@requires(P.MANAGE)
def save_product(actor: Actor, *, row: Product | None, values: dict[str, Any]) -> Product:
    return _save(actor, row or Product(), values)


@requires(P.MANAGE)
def save_item(actor: Actor, *, row: Item | None, values: dict[str, Any]) -> Item:
    """A new item begins its story where `state` says: ordered or in store."""
    made: Item = _save(actor, row or Item(), values)
    if row is None:
        registered(actor, made)
    return made


@requires(P.MANAGE)
def save_store(actor: Actor, *, row: Store | None, values: dict[str, Any]) -> Store:
    return _save(actor, row or Store(), values)


@requires(P.MANAGE)
def save_kit(actor: Actor, *, row: Kit | None, values: dict[str, Any]) -> Kit:
    return _save(actor, row or Kit(), values)


@requires(P.MANAGE)
def save_price(actor: Actor, *, row: Price | None, values: dict[str, Any]) -> Price:
    return _save(actor, row or Price(), values)


@requires(P.MANAGE)
def save_maintenance_rule(
    actor: Actor, *, row: MaintenanceRule | None, values: dict[str, Any]
) -> MaintenanceRule:
    return _save(actor, row or MaintenanceRule(), values)


def _save(actor: Actor, row: Any, values: dict[str, Any]) -> Any:
    for name, value in values.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    if isinstance(row, Item):
        row.with_keys()
    if not actor.may(P.MANAGE, row.owner_id):
        raise PermissionDenied
    row.save()
    return row
