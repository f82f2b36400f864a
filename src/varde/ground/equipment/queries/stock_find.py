"""From a scanned code to the item."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q, QuerySet

from varde.foundation.authorisation import requires
from varde.ground.equipment.models import Item
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.equipment.rules import scan
from varde.ground.equipment.rules.device import device_key
from varde.ground.equipment.rules.lifecycle import State
from varde.ground.equipment.rules.marks import mark_key
from varde.ground.equipment.rules.stock import STANDS_IN_STORE
from varde.kernel.actor import Actor

MARKS = ("code_key", "serial_key", "imei", "sim", "device_key")
"""What a code may be, in the order in which one is believed."""


@requires(P.VIEW)
def items_with_code(actor: Actor, *, code: str) -> QuerySet[Item]:
    """Every item of ours that a scanned code may mean; none when it means nothing. Two may share a serial."""
    bare = scan.code_of(code)
    rows = Item.objects.filter(retired_at__isnull=True).select_related("product", "owner", "store")
    return rows.filter(_means(bare)).order_by("product__name", "serial", "pk") if bare else rows.none()


def by_codes(owner_id: UUID, codes: Sequence[str]) -> dict[str, Item]:
    """The one item that each code means; a code that means none, or several, is left out. One query per kind of mark."""
    rows = Item.objects.filter(owner=owner_id, retired_at__isnull=True).select_related("product", "store")
    found: dict[str, Item] = {}
    left = list(dict.fromkeys(codes))
    for name in ("pk", *MARKS):
        keys = {code: _key(name, code) for code in left}
        wanted = {key for key in keys.values() if key}
        hits: dict[object, list[Item]] = {}
        for item in rows.filter(**{f"{name}__in": wanted}) if wanted else ():
            hits.setdefault(getattr(item, name), []).append(item)
        for code, key in keys.items():
            if key and len(hits.get(key, ())) == 1:
                found[code] = hits[key][0]
        left = [code for code in left if code not in found and not hits.get(keys[code])]
    return found


def _means(code: str) -> Q:
    said = Q()
    for name in ("pk", *MARKS):
        if key := _key(name, code):
            said |= Q(**{name: key})
    return said or Q(pk__in=())


def _key(name: str, code: str) -> UUID | str | None:
    """The code as this mark is stored; None where it cannot be one."""
    if name == "pk":
        return UUID(code) if len(code) == 36 and _is_uuid(code) else None
    if name in ("imei", "sim"):
        digits = "".join(code.split())
        return digits if digits.isdigit() and len(digits) >= 14 else None
    return (device_key(code) if name == "device_key" else mark_key(code)) or None


def _is_uuid(code: str) -> bool:
    try:
        UUID(code)
    except ValueError:
        return False
    return True


@requires(P.MANAGE)
def marks_in_use(actor: Actor, *, owner_id: UUID, marks: dict[str, set[str]]) -> dict[str, set[str]]:
    """Of each kind of mark (imei, sim, code_key), those that an item in use has already. One query per kind."""
    rows = Item.objects.filter(owner=owner_id, retired_at__isnull=True).exclude(state=State.ORDERED)
    return {
        name: set(rows.filter(**{f"{name}__in": wanted}).values_list(name, flat=True)) if wanted else set()
        for name, wanted in marks.items()
    }


@requires(P.MANAGE)
def serials_in_use(actor: Actor, *, owner_id: UUID, serials: set[str]) -> set[tuple[UUID, str]]:
    """(product, serial) of those serials that are registered. What is only ordered may still be received."""
    rows = Item.objects.filter(owner=owner_id, serial__in=serials)
    free = {State.ORDERED, State.HANDED_OVER}
    return set(rows.exclude(state__in=free).values_list("product_id", "serial"))


@requires(P.VIEW)
def items_by_codes(actor: Actor, *, owner_id: UUID, codes: Sequence[str]) -> dict[str, Item]:
    """The one item of that owner that each code means; a code that means none, or several, is left out."""
    return by_codes(owner_id, codes)


@requires(P.VIEW)
def every_item(actor: Actor) -> QuerySet[Item]:
    """Also what is given back or scrapped: its return slip may be printed again."""
    return Item.objects.select_related("product__supplier", "owner", "belongs_to", "store")


@requires(P.VIEW)
def items_in_store(actor: Actor, *, store_id: UUID) -> QuerySet[Item]:
    """What stands on the shelves of a store."""
    rows = Item.objects.filter(store=store_id, state__in=sorted(STANDS_IN_STORE), retired_at__isnull=True)
    return rows.select_related("product", "owner").order_by("product__name", "serial", "pk")
