"""What the gateway says happened, read from bytes; and whether it was the gateway that said it."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

LONGEST: Final = 4096  # bytes; a genuine callback is some 200
WINDOW: Final = timedelta(minutes=5)
_EVENT_ID: Final = re.compile(r"[\x21-\x7e]{1,100}")


class Happening(StrEnum):
    """What a gateway may report."""

    RINGING = "ringing"
    DELIVERED = "delivered"
    PICKED_UP = "picked_up"
    KEYPRESS = "keypress"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    ENDED = "ended"
    FAILED = "failed"


class Unreadable(ValueError):
    """The body is not what docs/operations/gateway.md says. Never holds the body."""


class NotGenuine(Exception):
    """`why` is one of: no key, unsigned, stale, wrong signature."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Report:
    """One callback. `key` is the keypress of a call, or the digit of an SMS reply; empty otherwise."""

    event_id: str
    message_id: UUID
    happening: Happening
    key: str = ""


def signature(key: str, timestamp: str, body: bytes) -> str:
    """Hex HMAC-SHA256 over the timestamp, a full stop and the body."""
    return hmac.new(key.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def verify(key: str, timestamp: str, given: str, body: bytes, *, now: datetime) -> None:
    """Raises NotGenuine. `timestamp` is Unix seconds; older or newer than five minutes is stale."""
    if not key:
        raise NotGenuine("no_key")
    if not re.fullmatch(r"\d{1,11}", timestamp, re.ASCII) or not given:
        raise NotGenuine("unsigned")
    wanted = f"sha256={signature(key, timestamp, body)}"
    if not hmac.compare_digest(wanted.encode(), given.encode("utf-8", "replace")):
        raise NotGenuine("wrong_signature")
    if abs(int(timestamp) - now.timestamp()) > WINDOW.total_seconds():
        raise NotGenuine("stale")


def read(body: bytes) -> Report:
    """Raises Unreadable."""
    if len(body) > LONGEST:
        raise Unreadable("too long")
    try:
        fields: Any = json.loads(body)
        message_id = UUID(fields["message_id"])
        happening = Happening(fields["event"])
        event_id, key = fields["event_id"], fields.get("key", "")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Unreadable("not a callback") from None
    if not isinstance(event_id, str) or not _EVENT_ID.fullmatch(event_id):
        raise Unreadable("event_id")
    if not isinstance(key, str) or (happening is Happening.KEYPRESS) != bool(re.fullmatch(r"[0-9*#]", key)):
        raise Unreadable("key")
    return Report(event_id, message_id, happening, key)
