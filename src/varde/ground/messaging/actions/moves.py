"""Moving one message from state to state, with its event row and the news. Private to the actions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from varde.foundation.outbox.post import publish
from varde.ground.messaging.events import Answered, NotReceived
from varde.ground.messaging.models import Message, MessageEvent
from varde.ground.messaging.rules.lifecycle import NOT_RECEIVED, OPEN, Reason, State, may_move


def sealed() -> QuerySet[Message]:
    """Messages without address and text: moving one needs neither, and one that cannot be decrypted moves all the same."""
    return Message.objects.defer("address", "text", "detail")


def note(row: Message, code: str, *, now: datetime, external_id: str = "", why: str = "") -> None:
    """Write down what happened."""
    MessageEvent.objects.create(
        owner_id=row.owner_id, message=row, at=now, code=code, note=why[:60], external_id=external_id
    )


def move(row: Message, after: State, *, now: datetime, why: str = "", **values: Any) -> bool:
    """By conditional update: of two who move the same message, one does. False when the table has no such move."""
    before = State(row.state)
    if before == after or not may_move(before, after):
        return False
    if after not in OPEN:
        values.setdefault("ended_at", now)
        values.setdefault("claimed_until", None)
    if not Message.objects.filter(pk=row.pk, state=before).update(state=after, **values):
        return False
    for name, value in {"state": after, **values}.items():
        setattr(row, name, value)
    note(row, after, now=now, why=why)
    return True


def not_received(row: Message, after: State, reason: Reason, *, now: datetime) -> bool:
    """The message ends without having reached anybody, and whoever asked for it is told."""
    assert after in NOT_RECEIVED
    if not move(row, after, now=now, why=reason, reason=reason):
        return False
    publish(NotReceived(**_facts(row), reason=reason.value), now=now)
    return True


def answered(row: Message, *, keypress: str, accepted: bool, now: datetime) -> bool:
    after = State.ACCEPTED if accepted else State.DECLINED
    if not move(row, after, now=now, keypress=keypress, withdraw=False):
        return False
    publish(Answered(**_facts(row), accepted=accepted, keypress=keypress), now=now)
    return True


def _facts(row: Message) -> dict[str, Any]:
    return {
        "message_id": row.pk,
        "about_kind": row.about_kind,
        "about_id": row.about_id,
        "about_step": row.about_step,
        "receiver_kind": str(row.receiver_kind),
        "receiver_id": row.receiver_id,
        "channel": str(row.channel),
        "idempotency_key": row.idempotency_key,
    }
