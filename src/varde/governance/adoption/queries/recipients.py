"""How many recipients there are. The slot is filled by config/adoption.py; nothing here knows a recipient."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from uuid import UUID

Counts = Mapping[tuple[UUID, str], int]
Source = Callable[[Collection[UUID]], Counts]
"""Owners → the number for each owner and technology. One call answers for all of them."""

sources: list[Source] = []


def recipients(owners: Collection[UUID]) -> dict[tuple[UUID, str], int]:
    """By owner and technology; what no source knows of is not among them."""
    found: dict[tuple[UUID, str], int] = {}
    for source in sources:
        for key, number in source(owners).items():
            found[key] = found.get(key, 0) + number
    return found
