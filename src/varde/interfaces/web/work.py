"""The slot that "Mine oppgaver" is built from. The composition root fills it (config/work.py)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from varde.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One thing that waits for this person.

    kind: what sort of thing, a short word that is shown ("Alarm", "Dokumentasjon"). icon: an Aksel name.
    due: when it must be done, aware, or None. `title` holds no health value. about: the name of whom it concerns, for
    somebody who knows them already; else "".
    """

    title: str
    url: str
    kind: str | Promise
    due: datetime | None = None
    icon: str = "Tasklist"
    about: str = ""

    def is_late(self, now: datetime) -> bool:
        return self.due is not None and self.due < now


Source = Callable[[Actor, datetime], Iterable[WorkItem]]
sources: list[Source] = []


def waiting_for(actor: Actor, *, now: datetime) -> list[WorkItem]:
    """Everything that waits, what is due first on top; what has no deadline comes last, in the order of the sources."""
    items = [item for source in sources for item in source(actor, now)]
    return sorted(items, key=lambda item: (item.due is None, item.due or now))
