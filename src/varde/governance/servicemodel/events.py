"""What the service model tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ProofLapsed:
    """What the system proved for a line of a checklist does not hold any more."""

    code: ClassVar[str] = "servicemodel.proof_lapsed/1"

    owner_id: UUID
    task: str
    address: str


@dataclass(frozen=True, slots=True)
class ContactChanged:
    """Somebody else is the service owner [tjenesteeier] or the contact person [kommunal DHO-kontakt]."""

    code: ClassVar[str] = "servicemodel.contact_changed/1"

    owner_id: UUID
    charge_id: UUID
    changed_at: datetime
