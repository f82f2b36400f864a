"""What shared desks and duty phones ask: does somebody hold an alarm, how many ring, and with which tone."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from varde.care.alarms import queries as alarms
from varde.care.alarms.permissions import AlarmPermission
from varde.foundation.accounts import slots
from varde.foundation.accounts.models import User
from varde.foundation.authorisation import machine
from varde.ground.organisations.queries import actor_for_user


def holds_alarm(user_id: UUID) -> bool:
    return alarms.holds_alarm(machine("alarm_worker"), user_id=user_id)


def ringing(user_id: UUID, now: datetime) -> int:
    """How many alarms ring for this account: a number for the locked screen, nothing else."""
    actor = actor_for_user(User.objects.get(pk=user_id), now=now)
    return alarms.ringing(actor) if actor.may(AlarmPermission.VIEW_BOARD) else 0


def install() -> None:
    slots.holds_something[:] = [holds_alarm]
    slots.ringing[:] = [ringing]
    slots.lock_scripts[:] = ["alarms/tone.js"]
