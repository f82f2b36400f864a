"""The lines of the board: ready values, so that the template asks for nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from varde.care.alarms import queries
from varde.care.alarms.permissions import AlarmPermission as P
from varde.care.alarms.rules.codes import Severity, alert_name
from varde.care.alarms.rules.escalation import hold_limit
from varde.care.alarms.rules.lifecycle import HELD, MOVES, Role, State, Verb
from varde.care.alarms.rules.signal import Kind
from varde.care.alarms.views.marks import severity_mark, state_mark, urgency_mark
from varde.foundation.ui.marks import Mark
from varde.ground.people import queries as people
from varde.ground.people.permissions import PeoplePermission
from varde.kernel.actor import Actor
from varde.kernel.clock import local

if TYPE_CHECKING:
    from varde.care.alarms.models import Alarm


@dataclass(frozen=True, slots=True)
class Row:
    """One alarm on the board. `who` is "" where nobody is known, or nothing gives this actor a reason to know."""

    id: UUID
    what: str
    who: str
    age: int | None
    place: str
    device: str
    opened_at: datetime
    gone: str
    severity: Mark
    urgency: Mark
    state: Mark
    is_new: bool
    is_loud: bool
    is_critical: bool
    is_test: bool
    is_technical: bool
    is_mine: bool
    may_take: bool
    busy_until: datetime | None
    holder: str
    no_voice: bool
    repeats: int


def busy_until(alarm: Alarm) -> datetime | None:
    """When a held alarm rings again unless somebody does something."""
    state = State(alarm.state)
    if state not in HELD or alarm.active_at is None or alarm.held_by is None:
        return None
    return alarm.active_at + hold_limit(state, Severity(alarm.severity))


def years(born: date | None, now: datetime) -> int | None:
    if born is None:
        return None
    today = local(now).date()
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def gone(opened: datetime, now: datetime) -> str:
    """How long since, as a stopwatch shows it: "1:42", "2:05:09"."""
    seconds = max(0, int((now - opened).total_seconds()))
    hours, minutes, rest = seconds // 3600, seconds % 3600 // 60, seconds % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def names_of(actor: Actor, alarms: Iterable[Alarm], now: datetime) -> Mapping[UUID, people.Label]:
    """Names for those alarms whose person this actor may know. One question for all of them."""
    wanted = {alarm.recipient_id for alarm in alarms if alarm.recipient_id}
    if not wanted or not actor.may(PeoplePermission.MINIMUM):
        return {}
    return people.labels(actor, ids=wanted, now=now)


def rows(actor: Actor, alarms: Sequence[Alarm], now: datetime) -> list[Row]:
    labels = names_of(actor, alarms, now)
    called = [alarm.pk for alarm in alarms if alarm.state == State.WITH_EMERGENCY]
    places = queries.emergency_places(actor, alarm_ids=called) if called and actor.may(P.VIEW_BOARD) else {}
    return [
        _row(actor, alarm, labels.get(alarm.recipient_id or alarm.pk), places.get(alarm.pk, ""), now)
        for alarm in alarms
    ]


def _row(actor: Actor, alarm: Alarm, label: people.Label | None, place: str, now: datetime) -> Row:
    state, severity = State(alarm.state), Severity(alarm.severity)
    mine = alarm.held_by == actor.id
    takeable = (state, Verb.TAKE) in MOVES and Role.OPERATOR in MOVES[state, Verb.TAKE].who
    return Row(
        id=alarm.pk,
        what=_(alert_name(alarm.code)),
        who=label.name if label else "",
        age=years(label.birth_date, now) if label else None,
        place=alarm.owner.name,
        device=alarm.device,
        opened_at=alarm.opened_at,
        gone=gone(alarm.opened_at, now),
        severity=severity_mark(alarm),
        urgency=urgency_mark(alarm),
        state=state_mark(alarm, place),
        is_new=state is State.NEW,
        is_loud=state is State.NEW and severity >= Severity.SERIOUS,
        is_critical=severity is Severity.CRITICAL,
        is_test=alarm.kind == Kind.TEST,
        is_technical=alarm.kind == Kind.TECHNICAL,
        is_mine=mine,
        may_take=takeable and not (mine and state in HELD) and actor.may(P.ANSWER, alarm.owner_id),
        busy_until=busy_until(alarm),
        holder=alarm.holder_name,
        no_voice=alarm.no_voice,
        repeats=alarm.repeats,
    )


def busy(shown: Iterable[Row]) -> list[tuple[str, datetime]]:
    """Who works on something, and until when at the latest."""
    found: dict[str, datetime] = {}
    for row in shown:
        if row.busy_until is not None and row.holder:
            found[row.holder] = max(row.busy_until, found.get(row.holder, row.busy_until))
    return sorted(found.items())
