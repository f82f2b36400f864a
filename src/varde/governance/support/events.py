"""What other apps may want to hear. Ids, codes and times only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class DeviationRaised:
    """A serious incident was reported as a deviation [avvik]. The work on risk picks it up."""

    code: ClassVar[str] = "support.deviation_raised/1"
    deviation_id: UUID
    ticket_id: UUID
    owner_id: UUID


@dataclass(frozen=True, slots=True)
class BreachForeseen:
    """A supplier has used most of its time. Told once for each time that the ticket is sent."""

    code: ClassVar[str] = "support.breach_foreseen/1"
    ticket_id: UUID
    owner_id: UUID
    due_at: datetime


@dataclass(frozen=True, slots=True)
class DeadlineBreached:
    """A supplier has used all its time. Told once for each time that the ticket is sent."""

    code: ClassVar[str] = "support.deadline_breached/1"
    ticket_id: UUID
    owner_id: UUID
    due_at: datetime
