"""Who may own a proposal, and who may lead a session."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from varde.foundation.authorisation import requires
from varde.governance.improvement.permissions import ImprovementPermission as P
from varde.ground.organisations import queries as organisations
from varde.kernel.actor import Actor


def _holders(actor: Actor, permission: P, owners: Iterable[UUID], now: datetime) -> Any:
    keys = {
        user
        for owner in owners
        for user in organisations.holders_of(actor, permission=permission, organisation_id=owner, now=now)
    }
    return organisations.staff(actor, now=now).filter(pk__in=keys)


@requires(P.PROPOSE)
def people(actor: Actor, *, now: datetime) -> Any:
    """Users who can see proposals where the actor writes them: only they can own one."""
    return _holders(actor, P.VIEW, actor.where(P.PROPOSE), now)


@requires(P.FACILITATE)
def facilitators(actor: Actor, *, now: datetime) -> Any:
    """Users who may lead a session where the actor may."""
    return _holders(actor, P.FACILITATE, actor.where(P.FACILITATE), now)
