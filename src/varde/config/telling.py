"""Telling people in the app, once for each thing there is to tell."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from varde.foundation.authorisation import machine
from varde.ground.messaging import actions as messaging
from varde.ground.messaging.rules.parcel import Channel
from varde.ground.messaging.rules.text import Text


def in_app(
    users: Iterable[UUID],
    text: Text,
    *,
    owner_id: UUID,
    about: messaging.About,
    mark: str = "",
    now: datetime,
) -> None:
    """`mark` tells one occasion from the next about the same thing: the same words, thing and mark reach a person once."""
    for user in users:
        messaging.send(
            machine("messenger"),
            owner_id=owner_id,
            channel=Channel.IN_APP,
            address="",
            text=text,
            receiver=messaging.Receiver(messaging.ReceiverKind.USER, user),
            about=about,
            idempotency_key=f"{text.purpose}:{about.id}:{mark}:{owner_id}:{user}",
            needs_answer=False,
            answer_within=None,
            now=now,
        )
