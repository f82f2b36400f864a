from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ResponseCompleted:
    """Every required question is answered. What was answered is not in the event."""

    code: ClassVar[str] = "questionnaires.completed/1"
    response_id: UUID
    basis_kind: str
    basis_id: UUID
    owner_id: UUID
    recipient_id: UUID
    definition_code: str
    definition_version: str


@dataclass(frozen=True, slots=True)
class ResponseVoided:
    """A response was marked as wrong [feilført]: what relied on it must be done again."""

    code: ClassVar[str] = "questionnaires.voided/1"
    response_id: UUID
    basis_kind: str
    basis_id: UUID
    owner_id: UUID
    recipient_id: UUID
    definition_code: str
