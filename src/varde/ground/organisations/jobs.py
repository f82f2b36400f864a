"""What the worker does for organisations: notices agreements that have passed their date."""

from __future__ import annotations

from datetime import datetime

from varde.foundation.authorisation import machine
from varde.ground.organisations import actions


def notice_lapses(now: datetime) -> int:
    return actions.notice_lapses(machine("alarm_worker"), now=now)
