"""Synthetic people for tests, made past the guard."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from varde.foundation.encryption import search_hash
from varde.foundation.ownership import scope
from varde.ground.people.models import Address, CareRelation, NextOfKin, Recipient, RiskNote, WayIn
from varde.ground.people.rules.address import Protection
from varde.ground.people.rules.holder import HolderKind
from varde.ground.people.rules.relation import Basis
from varde.kernel.national_id import NationalId

__all__ = [
    "LONG_AGO",
    "Recipient",
    "make_address",
    "make_next_of_kin",
    "make_recipient",
    "make_relation",
    "make_risk",
    "make_way_in",
]

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def make_recipient(
    owner_id: UUID, *, name: str = "Anna Berg", national_id: str = "", **columns: Any
) -> Recipient:
    """A recipient of the owner, with the address that `make_address` gives."""
    number = NationalId.parse(national_id, synthetic=True) if national_id else None
    with scope(frozenset({owner_id})):
        row = Recipient(owner_id=owner_id, name=name, name_key=name.casefold(), **columns)
        if number:
            row.national_id, row.national_kind = number.value, number.kind
            row.national_key = search_hash(number.value, context="people.national_id")
        row.save()
    make_address(row)
    return row


def make_address(
    recipient: Recipient, *, protection: Protection = Protection.ORDINARY, **columns: Any
) -> Address:
    """The recipient's home, in the place of the one that was; with `ends_on` a stay beside it."""
    given = {"street": "Solbakken 4", "postal_code": "4820", "postal_place": "Froland", **columns}
    given.setdefault("starts_on", date(2020, 1, 1))
    with scope(frozenset({recipient.owner_id})):
        if "ends_on" not in given:
            Address.objects.filter(recipient=recipient, ends_on__isnull=True).delete()
        return Address.objects.create(
            owner_id=recipient.owner_id, recipient=recipient, protection=protection, **given
        )


def make_way_in(
    recipient: Recipient, *, kind: str = "key_box", location: str = "Ved døra", code: str = "4711"
) -> WayIn:
    with scope(frozenset({recipient.owner_id})):
        return WayIn.objects.create(
            owner_id=recipient.owner_id,
            recipient=recipient,
            kind=kind,
            location=location,
            code=code,
            added_at=LONG_AGO,
        )


def make_next_of_kin(recipient: Recipient, **columns: Any) -> NextOfKin:
    given = {"name": "Kari Berg", "relation": "datter", "phone": "+4741234567", **columns}
    with scope(frozenset({recipient.owner_id})):
        return NextOfKin.objects.create(owner_id=recipient.owner_id, recipient=recipient, **given)


def make_risk(recipient: Recipient, *, text: str = "Hund i gangen", **columns: Any) -> RiskNote:
    given = {"observed_on": date(2026, 10, 1), "review_due_on": date(2027, 3, 1), **columns}
    with scope(frozenset({recipient.owner_id})):
        return RiskNote.objects.create(
            owner_id=recipient.owner_id,
            recipient=recipient,
            text=text,
            written_by=recipient.owner_id,
            written_by_name="Ada",
            **given,
        )


def make_relation(
    recipient: Recipient,
    holder: UUID,
    *,
    kind: HolderKind = HolderKind.STAFF,
    basis: Basis = Basis.CASE,
    **columns: Any,
) -> CareRelation:
    """In force since long ago unless `starts_at`, `ends_at` say otherwise."""
    given = {"starts_at": LONG_AGO, **columns}
    with scope(frozenset({recipient.owner_id})):
        return CareRelation.objects.create(
            owner_id=recipient.owner_id, recipient=recipient, kind=kind, holder=holder, basis=basis, **given
        )
