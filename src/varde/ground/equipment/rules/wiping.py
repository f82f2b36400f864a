"""When an item is wiped: reset, signed for, and confirmed by the supplier where the supplier keeps data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Missing(StrEnum):
    RESET = "reset"
    SIGNATURE = "signature"
    SUPPLIER = "supplier"


@dataclass(frozen=True, slots=True)
class Facts:
    is_reset: bool
    is_signed: bool
    supplier_needed: bool
    supplier_confirmed: bool


class SignedTooEarly(Exception):
    """Nobody signs that the data is gone before the item is reset."""


def missing(facts: Facts) -> tuple[Missing, ...]:
    """What is left to do; empty when the wipe is complete."""
    left = {
        Missing.RESET: not facts.is_reset,
        Missing.SIGNATURE: not facts.is_signed,
        Missing.SUPPLIER: facts.supplier_needed and not facts.supplier_confirmed,
    }
    return tuple(one for one, is_left in left.items() if is_left)
