"""What the card of one alarm holds, ready for the template."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from varde.care.alarms import queries
from varde.care.alarms.permissions import AlarmPermission as P
from varde.care.alarms.rules.codes import alert_name
from varde.care.alarms.rules.lifecycle import State
from varde.care.alarms.rules.signal import Kind
from varde.care.alarms.rules.wording import wording_from
from varde.care.alarms.views import log
from varde.care.alarms.views.acts import around_of
from varde.care.alarms.views.marks import severity_mark, state_mark, urgency_mark
from varde.care.alarms.views.person import action_card, earlier, seen
from varde.care.alarms.views.rows import busy_until, gone
from varde.kernel.actor import Actor

if TYPE_CHECKING:
    from varde.care.alarms.models import Alarm


def live(actor: Actor, pk: UUID, now: datetime) -> dict[str, Any]:
    """State and log: what the fragment shows."""
    alarm = queries.alarm(actor, alarm_id=pk)
    events = list(queries.events(actor, alarm_id=pk))
    place = log.place_called(events)
    return {
        "now": now,
        "alarm": alarm,
        "what": _(alert_name(alarm.code)),
        "why": why_of(alarm),
        "gone": gone(alarm.opened_at, now),
        "severity": severity_mark(alarm),
        "urgency": urgency_mark(alarm),
        "state": state_mark(alarm, place),
        "place": place,
        "busy_until": busy_until(alarm),
        "log": log.lines(events),
        "notes": log.notes(events),
        "is_technical": alarm.kind == Kind.TECHNICAL,
        "is_test": alarm.kind == Kind.TEST,
        "is_closed": alarm.state == State.CLOSED,
        "with_emergency": alarm.state == State.WITH_EMERGENCY,
        "version": f"{alarm.state}:{alarm.held_by}:{alarm.help_by}",
    }


def whole(actor: Actor, pk: UUID, now: datetime) -> dict[str, Any]:
    """Everything on the card."""
    page = live(actor, pk, now)
    alarm: Alarm = page["alarm"]
    who = seen(actor, alarm, now)
    return page | {
        "seen": who,
        "person": who.person,
        "known": queries.known(actor, recipient_id=who.person.id, alarm_id=pk, now=now)
        if who.person
        else None,
        "around": around_of(actor, alarm, who.person, now),
        "card": action_card(actor, alarm, now),
        "earlier": earlier(actor, alarm, now),
        "revealed": {},
        "may_see_raw": actor.may(P.VIEW_RAW, alarm.owner_id),
    }


def why_of(alarm: Alarm) -> str:
    """The reason that triage gave, in the language of the page."""
    try:
        return wording_from(alarm.why).said_in(get_language() or "nb")
    except ValueError:
        return ""
