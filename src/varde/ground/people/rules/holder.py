"""Who holds a care relation: one person on the staff, everybody in a unit, or everybody in an organisation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class HolderKind(StrEnum):
    STAFF = "staff"
    UNIT = "unit"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Holder:
    """`name` is what the access log and the leader's list show; it is never looked up."""

    kind: HolderKind
    id: UUID
    name: str = ""
