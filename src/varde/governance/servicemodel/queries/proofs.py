"""What the running system proves. The slot is filled by config/proofs.py; nothing here knows how a thing is proved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from varde.governance.servicemodel.rules.codes import Proof
from varde.governance.servicemodel.rules.shape import Address


@dataclass(frozen=True, slots=True)
class Found:
    """`why`: in words, what proves it or what has lapsed; `url`: where it can be seen; `since`: as far as it is known."""

    proof: Proof
    why: str = ""
    url: str = ""
    since: datetime | None = None


Source = Callable[[Sequence[UUID], datetime], Mapping[UUID, Found]]
"""Owners, now → what is found for each. One call answers for all of them: a matrix asks once, not once per cell."""

sources: dict[Address, Source] = {}


def proofs(owners: Iterable[UUID], now: datetime) -> dict[UUID, dict[Address, Found]]:
    """By owner and address. An owner that a source says nothing about has no proof there."""
    asked = list(owners)
    found: dict[UUID, dict[Address, Found]] = {owner: {} for owner in asked}
    for address, source in sources.items():
        for owner, one in source(asked, now).items():
            found[owner][address] = one
    return found
