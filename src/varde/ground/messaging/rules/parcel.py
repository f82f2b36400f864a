"""A message as an outlet gets it, and what the outlet says back. Plain values: outlets know no tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Channel(StrEnum):
    """How a receiver is told."""

    IN_APP = "in_app"
    SMS = "sms"
    VOICE = "voice"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Parcel:
    """`key` goes with every try and is the same each time; `attempt` counts them. `answer_by`: ringing after that
    helps nobody.
    """

    key: UUID
    attempt: int
    channel: Channel
    address: str = field(repr=False)
    subject: str
    text: str
    language: str
    needs_answer: bool
    answer_by: datetime | None


class Fate(StrEnum):
    """What became of one try."""

    TAKEN = "taken"
    LATER = "later"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Receipt:
    """`LATER` is worth another try, `REFUSED` is not. `note` is a short code, never text from outside."""

    fate: Fate
    provider_id: str = ""
    note: str = ""
