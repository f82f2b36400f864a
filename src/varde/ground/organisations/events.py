from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AgreementLapsed:
    """An agreement passed its date without being ended: alarms go on ringing, and both leaders are told each day."""

    code: ClassVar[str] = "organisations.agreement_lapsed/1"
    agreement_id: UUID
    day: str
