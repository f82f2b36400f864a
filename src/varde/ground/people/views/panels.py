"""Panels that higher apps put on the recipient's page: equipment, alarms. Filled by the composition root."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from varde.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Line:
    title: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """`empty` is said when there are no lines; `url` and `action` are what one may do, if anything."""

    title: str
    icon: str
    lines: tuple[Line, ...]
    empty: str
    url: str = ""
    action: str = ""


# (actor, recipient id, now) -> a panel, or None when it is not for this actor
panels: list[Callable[[Actor, UUID, datetime], Panel | None]] = []


def beside(actor: Actor, recipient_id: UUID, now: datetime) -> list[Panel]:
    return [panel for make in panels if (panel := make(actor, recipient_id, now)) is not None]
