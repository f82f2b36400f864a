"""Who is to get no message: a recipient who is dead. Alarms about them still ring with those who receive."""

from __future__ import annotations

from datetime import datetime

from varde.foundation.authorisation import machine
from varde.ground.messaging.actions import Receiver, ReceiverKind
from varde.ground.messaging.actions.sending import guards
from varde.ground.people import queries as people


def is_dead(receiver: Receiver, now: datetime) -> bool:
    if receiver.kind != ReceiverKind.RECIPIENT:
        return False
    rows = people.recipients(machine("pathway_worker"), now=now)
    return rows.filter(pk=receiver.id, died_on__isnull=False).exists()


def install() -> None:
    guards[:] = [is_dead]
