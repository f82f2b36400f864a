"""What the worker does for equipment."""

from __future__ import annotations

from datetime import datetime

from varde.foundation.authorisation import machine
from varde.foundation.worker import Job
from varde.ground.equipment import actions


def start_tasks(now: datetime) -> int:
    return actions.start_tasks(machine("equipment_keeper"), now=now)


JOBS = (Job("equipment.tasks", start_tasks, every=300.0),)
