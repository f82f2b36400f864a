"""Panels that higher apps put on the recipient's page: equipment, alarms. Filled by the composition root."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from varde.ground.people.rules.panels import Panel
from varde.kernel.actor import Actor

# (actor, recipient id, now) -> a panel, or None when it is not for this actor
panels: list[Callable[[Actor, UUID, datetime], Panel | None]] = []


def beside(actor: Actor, recipient_id: UUID, now: datetime) -> list[Panel]:
    return [panel for make in panels if (panel := make(actor, recipient_id, now)) is not None]
