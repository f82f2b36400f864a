"""One timeline of a case: what pathways wrote down, and what other apps know of the recipient in that time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.functional import Promise

from varde.care.pathways.models import Case, CaseEvent
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.queries.near import _case
from varde.foundation.authorisation import requires
from varde.kernel.actor import Actor

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. `what` is words, ready to show; `text` what a person wrote."""

    at: datetime
    what: str | Promise
    who: str = ""
    url: str = ""
    icon: str = "FileText"
    text: str = ""


Source = Callable[[Actor, UUID, UUID, datetime, datetime], Iterable[Entry]]
sources: list[Source] = []


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the case's own timeline: a code that the page has words for, and what belongs to it."""

    at: datetime
    code: str
    who: str
    text: str
    data: dict[str, object]


@requires(P.VIEW)
def timeline(
    actor: Actor, *, case_id: UUID, now: datetime, before: datetime | None = None
) -> tuple[list[Event], list[Entry]]:
    """The newest 50 of each kind from `before` and back: the case's own, and the rest. Raises NoRelation, Http404."""
    return _timeline(actor, _case(actor, case_id, P.VIEW, now), now, before)


def _timeline(
    actor: Actor, case: Case, now: datetime, before: datetime | None = None
) -> tuple[list[Event], list[Entry]]:
    until = before or now + timedelta(seconds=1)
    rows = CaseEvent.objects.filter(case=case, at__lt=until).order_by("-at", "-pk")[:SHOWN]
    own = [Event(row.at, row.code, row.by_name, str(row.text), row.data) for row in rows]
    since = own[-1].at if len(own) == SHOWN else case.referred_at
    others = [
        one for source in sources for one in source(actor, case.recipient_id, case.owner_id, since, until)
    ]
    return own, sorted(others, key=lambda one: one.at, reverse=True)[:SHOWN]
