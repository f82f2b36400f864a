"""An introduction is started, changed, ended, stopped and taken up again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from varde.foundation.authorisation import requires
from varde.governance.adoption.actions.writing import follow, held, move, text_of, write
from varde.governance.adoption.models import Introduction
from varde.governance.adoption.permissions import AdoptionPermission as P
from varde.governance.adoption.queries.content import editions, newest
from varde.governance.adoption.queries.introductions import answers_of, facts_of
from varde.governance.adoption.rules.codes import Part, Technology
from varde.governance.adoption.rules.content import points_of
from varde.governance.adoption.rules.lifecycle import OPEN, NotAllowed, State, Verb, may
from varde.governance.adoption.rules.turns import Refused, before_end
from varde.kernel.actor import Actor

# Field → its name in the history, which is written in Norwegian as everything else that people write there.
FIELDS = {
    "goals": "Mål",
    "responsible_name": "Ansvarlig",
    "deputy_name": "Stedfortreder",
    "starts_on": "Start",
    "evaluate_on": "Neste evaluering",
}


class AlreadyOpen(Exception):
    """The organisation has an open introduction of this technology."""

    def __init__(self, introduction_id: UUID) -> None:
        super().__init__("one is open")
        self.introduction_id = introduction_id


def _alone(owner_id: UUID, technology: str) -> None:
    """Raises AlreadyOpen."""
    rows = Introduction.objects.filter(owner=owner_id, technology=technology, state__in=OPEN)
    if (known := rows.first()) is not None:
        raise AlreadyOpen(known.pk)


def _fill(row: Introduction, values: dict[str, Any]) -> None:
    row.goals = text_of(str(values.get("goals") or ""))
    row.responsible_id, row.deputy_id = values.get("responsible_id"), values.get("deputy_id")
    row.responsible_name = text_of(str(values.get("responsible_name") or ""))
    row.deputy_name = text_of(str(values.get("deputy_name") or ""))
    row.starts_on, row.evaluate_on = values["starts_on"], values.get("evaluate_on")


@requires(P.LEAD)
def start_introduction(
    actor: Actor, *, owner_id: UUID, technology: Technology, values: dict[str, Any], now: datetime
) -> Introduction:
    """`values`: goals, responsible_name and deputy_name (with responsible_id and deputy_id where they have an account),
    starts_on, evaluate_on. Raises AlreadyOpen, Empty."""
    if not actor.may(P.LEAD, owner_id):
        raise PermissionDenied
    _alone(owner_id, technology)
    row = Introduction(owner_id=owner_id, technology=technology, edition=newest(), moved_at=now)
    _fill(row, values)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # somebody else started one in the same moment
        _alone(owner_id, technology)
        raise
    write(actor, row, Verb.CREATE, text=row.goals, now=now)
    follow(actor, row, now)
    return row


@requires(P.LEAD)
def change_introduction(
    actor: Actor, *, introduction_id: UUID, values: dict[str, Any], now: datetime
) -> Introduction:
    """The same values as when it was started. The history says what they were. Raises NotAllowed, Empty."""
    row = held(introduction_id)
    move(row, Verb.CHANGE, now)
    before = {name: getattr(row, name) for name in FIELDS}
    _fill(row, values)
    row.save()
    changed = [
        f"{title}: {_said(before[name])} → {_said(getattr(row, name))}"
        for name, title in FIELDS.items()
        if before[name] != getattr(row, name)
    ]
    if changed:
        write(actor, row, Verb.CHANGE, text="\n".join(changed), now=now)
    return row


def _said(value: str | date | None) -> str:
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else value or "–"


@requires(P.LEAD)
def finish_introduction(actor: Actor, *, introduction_id: UUID, now: datetime) -> Introduction:
    """It is over, and the technology is in operation. Raises Refused with what is missing, NotAllowed."""
    row = held(introduction_id)
    if not may(State(row.state), Verb.FINISH):
        raise NotAllowed(State(row.state), Verb.FINISH)
    criteria = list(points_of(editions()[row.edition], Part.CRITERIA))
    if missing := before_end(facts_of(row.pk), criteria, answers_of(row.pk)):
        raise Refused(missing)
    return _moved(actor, row, Verb.FINISH, "", now)


@requires(P.LEAD)
def reopen_introduction(actor: Actor, *, introduction_id: UUID, why: str, now: datetime) -> Introduction:
    """It was not over after all. Raises AlreadyOpen, NotAllowed, Empty."""
    row = held(introduction_id)
    _alone(row.owner_id, row.technology)
    return _moved(actor, row, Verb.REOPEN, text_of(why), now)


@requires(P.LEAD)
def stop_introduction(actor: Actor, *, introduction_id: UUID, why: str, now: datetime) -> Introduction:
    """Nothing more is done with it until it is taken up again. Raises NotAllowed, Empty."""
    return _moved(actor, held(introduction_id), Verb.STOP, text_of(why), now)


@requires(P.LEAD)
def resume_introduction(actor: Actor, *, introduction_id: UUID, why: str, now: datetime) -> Introduction:
    """It goes on from where it was. Raises AlreadyOpen, NotAllowed, Empty."""
    row = held(introduction_id)
    if State(row.was) in OPEN:
        _alone(row.owner_id, row.technology)
    return _moved(actor, row, Verb.RESUME, text_of(why), now)


def _moved(actor: Actor, row: Introduction, verb: Verb, text: str, now: datetime) -> Introduction:
    move(row, verb, now)
    row.save()
    write(actor, row, verb, text=text, now=now)
    follow(actor, row, now)
    return row
