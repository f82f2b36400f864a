"""News of a case. Ids and plain values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CaseReferred:
    code: ClassVar[str] = "pathways.case_referred/1"
    case_id: UUID
    owner_id: UUID
    recipient_id: UUID
    service_type: str


@dataclass(frozen=True, slots=True)
class CaseAllocated:
    code: ClassVar[str] = "pathways.case_allocated/1"
    case_id: UUID
    owner_id: UUID
    recipient_id: UUID
    service_type: str


@dataclass(frozen=True, slots=True)
class CaseStarted:
    code: ClassVar[str] = "pathways.case_started/1"
    case_id: UUID
    owner_id: UUID
    recipient_id: UUID
    service_type: str


@dataclass(frozen=True, slots=True)
class CasePaused:
    """`stops`: what the rule stops; `follows` and `suspends`: what goes with the person, and what rests until `ends_at`."""

    code: ClassVar[str] = "pathways.case_paused/1"
    case_id: UUID
    owner_id: UUID
    recipient_id: UUID
    service_type: str
    reason: str
    stops: tuple[str, ...]
    follows: tuple[str, ...]
    suspends: tuple[str, ...]
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class CaseResumed:
    code: ClassVar[str] = "pathways.case_resumed/1"
    case_id: UUID
    owner_id: UUID
    recipient_id: UUID
    service_type: str


@dataclass(frozen=True, slots=True)
class CaseWindingDown:
    """`reason` is a code of rules/lifecycle.EndReason. Equipment is still watched; reminders and letters stop."""

    code: ClassVar[str] = "pathways.winding_down/1"
    case_id: UUID
    owner_id: UUID
    recipient_id: UUID
    service_type: str
    reason: str
    true_date: date


@dataclass(frozen=True, slots=True)
class WindingDownUndone:
    """All as it was: also what others did because of the winding down."""

    code: ClassVar[str] = "pathways.winding_down_undone/1"
    case_id: UUID
    owner_id: UUID
    recipient_id: UUID
    service_type: str


@dataclass(frozen=True, slots=True)
class CaseEnded:
    code: ClassVar[str] = "pathways.case_ended/1"
    case_id: UUID
    owner_id: UUID
    recipient_id: UUID
    service_type: str
    reason: str
    ended_on: date


@dataclass(frozen=True, slots=True)
class HandOverProposed:
    code: ClassVar[str] = "pathways.handover_proposed/1"
    hand_over_id: UUID
    case_id: UUID
    owner_id: UUID
    to_id: UUID


@dataclass(frozen=True, slots=True)
class HandOverAccepted:
    """`recipient_id` and `case_id` are the receiver's; the sender's stand beside them."""

    code: ClassVar[str] = "pathways.handover_accepted/1"
    hand_over_id: UUID
    owner_id: UUID
    case_id: UUID
    recipient_id: UUID
    sender_id: UUID
    sender_case_id: UUID
    sender_recipient_id: UUID


@dataclass(frozen=True, slots=True)
class HandOverAnswered:
    """Rejected or withdrawn: the sender is responsible as before."""

    code: ClassVar[str] = "pathways.handover_answered/1"
    hand_over_id: UUID
    case_id: UUID
    owner_id: UUID
    to_id: UUID
    state: str


@dataclass(frozen=True, slots=True)
class AdaptationChanged:
    """What differs from the standard for a recipient is set or ended: whoever shows it reads it anew."""

    code: ClassVar[str] = "pathways.adaptation_changed/1"
    adaptation_id: UUID
    owner_id: UUID
    recipient_id: UUID


@dataclass(frozen=True, slots=True)
class ConsentWithdrawn:
    code: ClassVar[str] = "pathways.consent_withdrawn/1"
    consent_id: UUID
    owner_id: UUID
    recipient_id: UUID
    kind: str
