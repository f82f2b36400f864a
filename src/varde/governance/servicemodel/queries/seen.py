"""What the pages of the model are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from varde.governance.servicemodel.models import Answer, Charge, Clarification, Note
from varde.governance.servicemodel.rules.layers import Shown
from varde.governance.servicemodel.rules.proving import Found
from varde.governance.servicemodel.rules.shape import Link, Words
from varde.governance.servicemodel.rules.standing import Count, Light


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a checklist, with all that is known of it."""

    shown: Shown
    light: Light
    answer: Answer | None = None
    found: Found | None = None
    is_heading: bool = False
    under: str = ""


@dataclass(frozen=True, slots=True)
class Does:
    """What one actor does in one arrangement, and who it is here."""

    arrangement: str
    actor: str
    title: Words
    points: tuple[Shown, ...]
    charge: Charge | None = None


@dataclass(frozen=True, slots=True)
class TaskSeen:
    """A task in the overview."""

    key: str
    number: str
    title: Words
    count: Count
    statuses: Mapping[str, str]
    unclear: int = 0
    charge: Charge | None = None


@dataclass(frozen=True)
class AreaSeen:
    number: int
    title: Words
    tasks: tuple[TaskSeen, ...]


@dataclass(frozen=True)
class TaskPage:
    """`before` and `after`: key and number of the tasks beside this one."""

    key: str
    number: str
    title: Words
    sections: Mapping[str, tuple[Shown, ...]]
    lines: tuple[Line, ...]
    links: tuple[Link, ...]
    responsible: Mapping[str, tuple[Does, ...]]
    arrangements: Mapping[str, Words]
    statuses: Mapping[str, str]
    clarifications: Sequence[Clarification]
    suggested: tuple[Shown, ...]
    notes: Sequence[Note]
    charge: Charge | None = None
    count: Count = field(default_factory=Count)
    before: tuple[str, str] | None = None
    after: tuple[str, str] | None = None


@dataclass(frozen=True)
class ChapterSeen:
    """An area with all about its tasks."""

    number: int
    title: Words
    tasks: tuple[TaskPage, ...]
