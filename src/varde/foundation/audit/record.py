"""Writing the access log. Called by the guard alone."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from varde.foundation.audit.models import AccessLog, Outcome
from varde.kernel.actor import Actor
from varde.kernel.clock import now

Subject = tuple[str, UUID | None]
SAME_LIST_SECONDS = 600
_lately: OrderedDict[tuple[UUID, str, str, str, str], float] = OrderedDict()


def _entry(
    actor: Actor, *, name: str, permission: str, outcome: Outcome, subject: Subject, owner: UUID | None
) -> AccessLog:
    return AccessLog(
        at=now(),
        actor=actor.id,
        actor_name=actor.name,
        roles=",".join(sorted(actor.roles)),
        name=name.removeprefix("varde."),
        permission=permission,
        outcome=outcome,
        owner=owner,
        subject_kind=subject[0],
        subject=subject[1],
        purpose=actor.purpose,
        basis=actor.basis,
        beyond_agreement=owner is not None and actor.only_beyond(permission, owner),
    )


def wrote(actor: Actor, *, name: str, permission: str, subject: Subject, row: Any) -> None:
    """In the transaction of the action: either both stand, or neither."""
    owner = getattr(row, "owner_id", None)
    _entry(
        actor, name=name, permission=permission, outcome=Outcome.WRITTEN, subject=subject, owner=owner
    ).save()


def read(actor: Actor, *, name: str, permission: str, subject: Subject, row: Any) -> None:
    owner = getattr(row, "owner_id", None)
    _entry(actor, name=name, permission=permission, outcome=Outcome.READ, subject=subject, owner=owner).save()


def refused(actor: Actor, *, name: str, permission: str) -> None:
    _entry(
        actor, name=name, permission=permission, outcome=Outcome.REFUSED, subject=("", None), owner=None
    ).save()


def on_list(actor: Actor, *, name: str, permission: str, model: Any) -> Callable[[Sequence[Any]], None]:
    """What a logged list calls with its rows, before they go out.

    A screen that refreshes itself shows the same rows again and again: the same actor, list and rows for the same
    reason within ten minutes are one entry.
    """

    def log(rows: Sequence[Any]) -> None:
        keys = sorted(str(getattr(row, "pk", row)) for row in rows if hasattr(row, "pk"))
        shown = (actor.id, actor.purpose, actor.basis, name, ",".join(keys))
        at = time.monotonic()
        if not keys or at - _lately.get(shown, -SAME_LIST_SECONDS) < SAME_LIST_SECONDS:
            return
        owners = {getattr(row, "owner_id", None) for row in rows}
        owner = owners.pop() if len(owners) == 1 else None
        subject = (model.subject_kind, None)
        entry = _entry(
            actor, name=name, permission=permission, outcome=Outcome.READ, subject=subject, owner=owner
        )
        entry.ids = ",".join(keys)
        entry.save()
        transaction.on_commit(lambda: _remember(shown, at))

    return log


def _remember(shown: tuple[UUID, str, str, str, str], at: float) -> None:
    """Once the entry stands: one that was rolled back is written again."""
    _lately[shown] = at
    _lately.move_to_end(shown)
    while len(_lately) > 5000:
        _lately.popitem(last=False)
