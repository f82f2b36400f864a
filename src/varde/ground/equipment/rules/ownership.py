"""Whose the equipment is, and what follows from it: who washes, who gives support, where it goes afterwards.

As the service model lays it out for follow-up at home: a supplier keeps, moves and supports its own equipment; the
treatment-aid centre does so for what comes from it; the municipality for the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Ownership(StrEnum):
    MUNICIPALITY = "municipality"  # the responsible organisation's own
    LEASED = "leased"
    BHM = "bhm"  # behandlingshjelpemidler
    NAV = "nav"
    PRIVATE = "private"  # the recipient's own
    PARTNER = "partner"  # taken over in use from another organisation, which still owns it


class Who(StrEnum):
    OWN_STORE = "own_store"
    OWN_SUPPORT = "own_support"
    SUPPLIER = "supplier"
    BHM = "bhm"
    NAV = "nav"
    PARTNER = "partner"
    RECIPIENT = "recipient"


@dataclass(frozen=True, slots=True)
class Terms:
    """`used_again`: may be handed out to the next one from our store. `goes_to`: None when it stays with us."""

    wash: Who
    support: Who
    goes_to: Who | None
    used_again: bool
    may_be_retired: bool

    @property
    def goes_back(self) -> bool:
        return self.goes_to is not None


TERMS: Final[dict[Ownership, Terms]] = {
    Ownership.MUNICIPALITY: Terms(Who.OWN_STORE, Who.OWN_SUPPORT, None, used_again=True, may_be_retired=True),
    Ownership.LEASED: Terms(Who.SUPPLIER, Who.SUPPLIER, Who.SUPPLIER, used_again=True, may_be_retired=False),
    Ownership.BHM: Terms(Who.BHM, Who.BHM, Who.BHM, used_again=False, may_be_retired=False),
    Ownership.NAV: Terms(Who.NAV, Who.NAV, Who.NAV, used_again=False, may_be_retired=False),
    Ownership.PRIVATE: Terms(
        Who.RECIPIENT, Who.OWN_SUPPORT, Who.RECIPIENT, used_again=False, may_be_retired=False
    ),
    Ownership.PARTNER: Terms(
        Who.OWN_STORE, Who.OWN_SUPPORT, Who.PARTNER, used_again=False, may_be_retired=False
    ),
}


def terms(ownership: Ownership) -> Terms:
    return TERMS[ownership]
