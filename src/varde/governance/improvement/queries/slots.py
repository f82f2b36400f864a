"""Tasks of the service model to link a proposal to. The slot is filled by config; nothing here knows the model."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from varde.foundation.authorisation import requires
from varde.governance.improvement.permissions import ImprovementPermission as P
from varde.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Task:
    """`key` such as "recipient.allocate"; `title` is Norwegian and kept with the proposal, `label` in the language of the
    page; `url`: the page of the task, "" where there is none for this person."""

    key: str
    title: str
    label: str
    url: str = ""


Source = Callable[[Actor, UUID], Iterable[Task]]
"""Who asks, whose model → its tasks in order."""

task_sources: list[Source] = []


def tasks_of(actor: Actor, owner_id: UUID) -> dict[str, Task]:
    return {one.key: one for source in task_sources for one in source(actor, owner_id)}


@requires(P.VIEW)
def tasks(actor: Actor, *, owner_id: UUID) -> dict[str, Task]:
    """By key, in the order of the model. Empty: nobody has filled the slot."""
    return tasks_of(actor, owner_id)
