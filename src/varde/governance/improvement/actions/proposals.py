"""Writing proposals: by hand, from a spreadsheet, and out of a session."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from varde.foundation.authorisation import requires
from varde.governance.improvement.actions.sessions import locked
from varde.governance.improvement.models import Proposal, ProposalEntry
from varde.governance.improvement.permissions import ImprovementPermission as P
from varde.governance.improvement.queries.sessions import activity_of, offered
from varde.governance.improvement.queries.slots import Task, tasks_of
from varde.governance.improvement.rules.codes import Technology
from varde.governance.improvement.rules.lifecycle import Standing, State, Verb
from varde.governance.improvement.rules.proposing import Candidate
from varde.kernel.actor import Actor

FIELDS = (
    "owner", "title", "description", "source", "task", "technology", "value", "effort", "responsible", "deputy",
)  # fmt: skip


class NotEnded(Exception):
    """The session is not over: its outcome may still change."""


@requires(P.PROPOSE)
def save_proposal(actor: Actor, *, row: Proposal | None, values: dict[str, Any]) -> Proposal:
    """`values`: FIELDS, and `now` for a new one. What is decided is changed by those who decide: ValidationError."""
    fresh = row is None
    row = row or Proposal(raised_at=values["now"], raised_by=actor.id, raised_name=actor.name)
    for name in values.keys() & set(FIELDS):
        setattr(row, name, values[name])
    if not actor.may(P.PROPOSE, row.owner_id):
        raise PermissionDenied
    if row.state != State.NEW and not actor.may(P.DECIDE, row.owner_id):
        raise ValidationError(_("Forslaget er avgjort. Bare den som avgjør forslag, kan endre det nå."))
    row.task_name = _name_of(row.task, tasks_of(actor, row.owner_id), row.task_name)
    row.save()
    if fresh:
        enter(actor, row, Verb.PROPOSE, values["now"])
    return row


def _name_of(task: str, known: dict[str, Task], before: str) -> str:
    if not task:
        return ""
    return known[task].title if task in known else before or task


def enter(actor: Actor, row: Proposal, verb: Verb, now: datetime, **more: Any) -> None:
    ProposalEntry.objects.create(
        owner_id=row.owner_id, proposal=row, verb=verb, at=now, by=actor.id, by_name=actor.name, **more
    )


@requires(P.FACILITATE)
def propose_from_session(
    actor: Actor, *, session_id: UUID, chosen: Collection[tuple[str, str]], now: datetime
) -> list[Proposal]:
    """What is chosen of the outcome (part, line) becomes proposals. What is one already stays as it is: doing it twice
    makes no doubles. Returns the new ones. Raises NotEnded, Http404."""
    row = locked(session_id)
    if row.state != Standing.ENDED:
        raise NotEnded
    made = set(Proposal.objects.filter(session=row).values_list("part", "line"))
    tasks, source = tasks_of(actor, row.owner_id), activity_of(row).source
    fresh = [one for one in offered(row) if (one.part, one.line) in set(chosen) - made]
    rows = [
        Proposal(
            **_columns(one, tasks),
            owner_id=row.owner_id,
            session=row,
            source=source,
            raised_at=now,
            raised_by=actor.id,
            raised_name=actor.name,
        )
        for one in fresh
    ]
    for proposal in rows:
        proposal.save(force_insert=True)
        enter(actor, proposal, Verb.PROPOSE, now, text=row.title)
    return rows


def _columns(one: Candidate, tasks: dict[str, Task]) -> dict[str, str]:
    """A task that this organisation's model does not have is left out."""
    task = one.task if one.task in tasks else ""
    technology = one.technology if one.technology in set(Technology) else ""
    return {
        "part": one.part,
        "line": one.line,
        "title": one.title,
        "description": one.description,
        "task": task,
        "task_name": tasks[task].title if task else "",
        "technology": technology,
    }
