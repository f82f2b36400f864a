"""What the running system proves. The slot is filled by config/proofs; nothing here knows how a thing is proved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from varde.governance.servicemodel.models import Finding, FindingChange, ProofLook
from varde.governance.servicemodel.rules.codes import Proof
from varde.governance.servicemodel.rules.proving import Found, Why, held
from varde.governance.servicemodel.rules.shape import Address

Source = Callable[[Sequence[UUID], datetime], Mapping[UUID, Found]]
"""Owners, now → what is found for each. One call answers for all of them: a matrix asks once, not once per cell."""

sources: dict[Address, Source] = {}


def found_in(row: Finding) -> Found:
    return Found(Proof(row.proof), why_from(row.why), row.url, row.since)


def why_from(data: Any) -> Why:
    return msgspec.convert(data, Why)


def proofs(
    owners: Iterable[UUID], now: datetime, *, at: datetime | None = None
) -> dict[UUID, dict[Address, Found]]:
    """By owner and address, as seen at the last look; two queries. `at`: as it was at that past instant."""
    known: dict[UUID, dict[Address, Found]] = {owner: {} for owner in owners}
    if at is not None:
        rows = FindingChange.objects.filter(owner__in=known, at__lte=at).order_by("at", "pk")
        for row in rows:
            known[row.owner_id][row.address] = Found(Proof(row.proof), why_from(row.why), since=row.at)
        return known
    looked = dict(ProofLook.objects.values_list("address", "at"))
    for row in Finding.objects.filter(owner__in=known).order_by("pk"):
        if row.address in sources:
            known[row.owner_id][row.address] = held(found_in(row), looked.get(row.address), now)
    return known
