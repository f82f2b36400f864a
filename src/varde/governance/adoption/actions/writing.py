"""What every action on an introduction does: fetch it locked, move it, write the line, move the status along."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.shortcuts import get_object_or_404

from varde.governance.adoption.models import Introduction, IntroductionEntry, TechnologyStatus
from varde.governance.adoption.rules.codes import Status
from varde.governance.adoption.rules.lifecycle import State, Verb, moved
from varde.governance.adoption.rules.spread import follows
from varde.kernel.actor import Actor
from varde.kernel.clock import local


class Empty(ValueError):
    """Nothing was written where something is needed."""


class InFuture(ValueError):
    """The day has not come yet."""


def text_of(text: str) -> str:
    if not (clean := text.strip()):
        raise Empty
    return clean


def held(introduction_id: UUID) -> Introduction:
    """The introduction, locked, in the organisations that the guard has opened. Raises Http404."""
    return get_object_or_404(Introduction.objects.select_for_update(of=("self",)), pk=introduction_id)


def move(row: Introduction, verb: Verb, now: datetime) -> None:
    """The state that the verb leads to. Raises NotAllowed. Saves nothing."""
    before = State(row.state)
    row.state = moved(before, verb, before=State(row.was))
    if verb is Verb.STOP:
        row.was = before
    if row.state != before:
        row.moved_at = now


def write(actor: Actor, row: Introduction, verb: Verb, *, text: str = "", now: datetime) -> None:
    IntroductionEntry.objects.create(
        owner_id=row.owner_id,
        introduction=row,
        verb=verb,
        state=row.state,
        text=text,
        at=now,
        by=actor.id,
        by_name=actor.name,
    )


def follow(actor: Actor, row: Introduction, now: datetime, *, since: date | None = None) -> None:
    """The organisation's status for the technology moves along where that is evident. `since`: from another day than
    today."""
    rows = TechnologyStatus.objects.filter(owner=row.owner_id, technology=row.technology)
    newest = rows.order_by("-at", "-pk").first()
    status = Status(newest.status) if newest else None
    is_mine = newest is not None and newest.introduction_id == row.pk
    if brought := follows(status, State(row.state), is_mine=is_mine):
        TechnologyStatus.objects.create(
            owner_id=row.owner_id,
            technology=row.technology,
            status=brought,
            since=since or local(now).date(),
            introduction=row,
            at=now,
            by=actor.id,
            by_name=actor.name,
        )
