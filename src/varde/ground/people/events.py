from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class EmergencyAccessTaken:
    """Somebody opened a card on emergency: the leader of the responsible organisation looks at it afterwards."""

    code: ClassVar[str] = "people.emergency_access_taken/1"
    relation_id: UUID
    recipient_id: UUID
    owner_id: UUID


@dataclass(frozen=True, slots=True)
class RecipientBack:
    """The recipient is alive, or still here: what was registered is taken back, and so is what it led to."""

    code: ClassVar[str] = "people.recipient_back/1"
    recipient_id: UUID
    owner_id: UUID


@dataclass(frozen=True, slots=True)
class RecipientEnded:
    """The recipient died or moved: what is placed, planned and subscribed must be wound down."""

    code: ClassVar[str] = "people.recipient_ended/1"
    recipient_id: UUID
    owner_id: UUID
    because: str  # "died" or "moved"
