"""What waits for one person, in one question: it is asked whenever somebody opens their front page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Value

from varde.foundation.authorisation import requires
from varde.governance.improvement.models import Proposal, Session
from varde.governance.improvement.permissions import ImprovementPermission as P
from varde.governance.improvement.queries.proposals import undecided
from varde.governance.improvement.rules.lifecycle import TO_CHECK, Standing
from varde.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that waits. `day`: when the effect is to be looked at, or when the session is."""

    pk: UUID
    title: str
    day: date


@dataclass(frozen=True, slots=True)
class Waiting:
    """`checks`: effect checks whose day has come, one's own, one's stand-ins', and for who decides those that nobody owns.
    `sessions`: those this person is to lead soon, and that still run. `undecided`: how many proposals wait for a decision
    of this person's. The first two with the earliest day first."""

    checks: tuple[Due, ...]
    sessions: tuple[Due, ...]
    undecided: int


@requires(P.VIEW)
def waiting(actor: Actor, *, today: date, until: date) -> Waiting:
    """Effect checks and decisions of `today`, sessions up to and with `until`."""
    undecided_here = Proposal.objects.filter(undecided(today), owner__in=actor.where(P.DECIDE))
    parts = [
        _rows(_checks(actor, today), "check", "check_on"),
        _rows(_sessions(actor, until), "session", "held_on"),
        _rows(undecided_here, "undecided", "check_on"),
    ]
    found: dict[str, list[Any]] = {"check": [], "session": [], "undecided": []}
    for kind, pk, title, day in parts[0].union(*parts[1:]):
        found[kind].append(Due(pk, title, day))
    checks, sessions = (sorted(found[one], key=_order) for one in ("check", "session"))
    return Waiting(tuple(checks), tuple(sessions), len(found["undecided"]))


def _order(one: Due) -> tuple[date, UUID]:
    return one.day, one.pk


def _rows(rows: QuerySet[Any], kind: str, day: str) -> QuerySet[Any, Any]:
    return rows.order_by().annotate(kind=Value(kind)).values_list("kind", "pk", "title", day)


def _checks(actor: Actor, today: date) -> QuerySet[Proposal]:
    mine = Q(responsible=actor.id) | Q(deputy=actor.id)
    nobodys = Q(responsible__isnull=True, deputy__isnull=True, owner__in=actor.where(P.DECIDE))
    return Proposal.objects.filter(mine | nobodys, state__in=TO_CHECK, check_on__lte=today)


def _sessions(actor: Actor, until: date) -> QuerySet[Session]:
    soon = Q(state=Standing.PLANNED, held_on__lte=until) | Q(state=Standing.RUNNING)
    return Session.objects.filter(soon, facilitator=actor.id, owner__in=actor.where(P.FACILITATE))
