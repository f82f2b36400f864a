"""News for whoever asked for a message. Ids and plain values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class NotReceived:
    """Nobody got it: it could not be sent, was not answered in time, or was answered with no one listening.

    `reason` is a code of rules/lifecycle.Reason. `about_step` and `idempotency_key` are the caller's own.
    """

    code: ClassVar[str] = "messaging.not_received/1"
    message_id: UUID
    about_kind: str
    about_id: UUID
    about_step: int
    receiver_kind: str
    receiver_id: UUID
    channel: str
    idempotency_key: str
    reason: str


@dataclass(frozen=True, slots=True)
class Answered:
    """The receiver pressed or replied: 1 accepts, 2 declines. May come late; the hearer decides what that means."""

    code: ClassVar[str] = "messaging.answered/1"
    message_id: UUID
    about_kind: str
    about_id: UUID
    about_step: int
    receiver_kind: str
    receiver_id: UUID
    channel: str
    idempotency_key: str
    accepted: bool
    keypress: str
