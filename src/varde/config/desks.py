"""What shared desks and duty phones ask: does somebody hold an alarm, and how many ring."""

from __future__ import annotations

from varde.care.alarms import queries as alarms
from varde.foundation.accounts import slots


def install() -> None:
    slots.holds_something[:] = [alarms.holds_alarm]
