"""Planning a session, who takes part, and moving it from planned to ended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from varde.foundation.authorisation import requires
from varde.governance.improvement.models import Participant, Session
from varde.governance.improvement.permissions import ImprovementPermission as P
from varde.governance.improvement.queries.activities import content
from varde.governance.improvement.rules.lifecycle import TURNS, NotAllowed, Standing, Turn, moved
from varde.governance.improvement.rules.people import MOST, Person, TooMany
from varde.kernel.actor import Actor

OVER = frozenset({Standing.ENDED, Standing.CALLED_OFF})


def locked(session_id: UUID) -> Session:
    """The session, held until the transaction ends, in the organisations that the guard has opened. Raises Http404."""
    return get_object_or_404(Session.objects.select_for_update(of=("self",)), pk=session_id)


@requires(P.FACILITATE)
def plan_session(actor: Actor, *, activity: str, values: dict[str, Any]) -> Session:
    """`values`: owner, title, unit, held_on, facilitator, minutes, builds_on. Raises Http404 for an unknown activity, and
    ForeignOwner for a session to build on that belongs to somebody else."""
    if content().activity(activity) is None:
        raise Http404
    if not actor.may(P.FACILITATE, values["owner"].pk):
        raise PermissionDenied
    row = Session(activity=activity, **values)
    row.save(force_insert=True)
    return row


@requires(P.FACILITATE)
def change_session(actor: Actor, *, session_id: UUID, values: dict[str, Any]) -> Session:
    """`values`: any of title, unit, held_on, facilitator, minutes, builds_on. Raises NotAllowed when it is over."""
    row = locked(session_id)
    if row.state in OVER:
        raise NotAllowed(Standing(row.state), Turn.START)
    for name in values.keys() & {"title", "unit", "held_on", "facilitator", "minutes", "builds_on"}:
        setattr(row, name, values[name])
    row.save()
    return row


@requires(P.FACILITATE)
def turn_session(actor: Actor, *, session_id: UUID, turn: Turn, now: datetime) -> Session:
    """Start, end, open again or call off. The time runs from the first start. Raises NotAllowed."""
    row = locked(session_id)
    after = moved(TURNS, Standing(row.state), turn)
    row.state = after
    if after is Standing.RUNNING:
        row.started_at = row.started_at or now
    row.ended_at = now if after is Standing.ENDED else None
    row.save(update_fields=["state", "started_at", "ended_at"])
    return row


@requires(P.TAKE_PART)
def add_participants(actor: Actor, *, session_id: UUID, people: Iterable[Person]) -> Session:
    """Those who are there already, by name, get the role that is given now. Raises TooMany, NotAllowed when it is over."""
    row = locked(session_id)
    if row.state in OVER:
        raise NotAllowed(Standing(row.state), Turn.START)
    there = {one.name.casefold(): one for one in Participant.objects.filter(session=row)}
    for name, role in people:
        known = there.get(name.casefold())
        if known is None:
            there[name.casefold()] = known = Participant(owner_id=row.owner_id, session=row, name=name)
        known.role = role or known.role
        known.save()
    if len(there) > MOST:
        raise TooMany(len(there))
    return row


@requires(P.FACILITATE)
def remove_participant(actor: Actor, *, participant_id: UUID) -> Session:
    """Somebody was not there after all. Raises NotAllowed when the session is over, Http404."""
    person = get_object_or_404(Participant.objects.select_related("session"), pk=participant_id)
    row = locked(person.session_id)
    if row.state in OVER:
        raise NotAllowed(Standing(row.state), Turn.START)
    person.delete()
    return row
