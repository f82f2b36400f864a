"""Linking a telephone call to the alarm it belongs to. Part of `read_signals`."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from varde.care.alarms.models import Alarm
from varde.care.alarms.queries.switchboard import lines_of
from varde.care.alarms.rules import escalation
from varde.care.alarms.rules.codes import CompositionEvent
from varde.care.alarms.rules.lifecycle import State

SIGNIFICANT = 8
"""Digits of a Norwegian number without country code: enough to know a caller by."""


def _digits(address: str) -> str:
    return "".join(char for char in address if char.isdigit())[-SIGNIFICANT:]


def link_call(caller: str, signal: UUID, at: datetime, now: datetime) -> UUID | None:
    """The unit of the youngest open alarm with this number has its voice connection. None when no alarm has it."""
    number = _digits(caller)
    if len(number) < SIGNIFICANT:
        return None
    rows = Alarm.objects.select_for_update(of=("self",)).exclude(state=State.CLOSED).exclude(voice="")
    alarm = next((row for row in rows.order_by("-opened_at") if _digits(row.voice) == number), None)
    if alarm is None:
        return None
    picture = replace(alarm.picture(lines_of(alarm, now).holes), voice_due_at=None)
    alarm.show(picture, escalation.next_due(picture, now))
    alarm.no_voice = False
    alarm.save()
    alarm.line(at, "call_linked", vkp=CompositionEvent.CONVERSATION, signal=signal).save()
    return alarm.pk
