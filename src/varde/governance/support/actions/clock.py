"""Starting and stopping the supplier's clock on a ticket. Saves nothing. Part of the actions of this folder."""

from __future__ import annotations

from datetime import datetime, timedelta

from varde.governance.support.models import ServiceLevel, Ticket
from varde.governance.support.queries.hours import level_hours, promise_of
from varde.governance.support.rules.codes import Criticality
from varde.governance.support.rules.promise import deadlines


def start(row: Ticket, level: ServiceLevel, now: datetime) -> None:
    """The supplier has it from now. To another supplier than before the clock starts anew."""
    if row.supplier_id != level.supplier_id:
        row.used_seconds, row.was_late = 0, False
    how = Criticality(row.criticality)
    used = timedelta(seconds=row.used_seconds)
    due = deadlines(level_hours(level, how, now), promise_of(level, how), sent_at=now, used=used)
    row.supplier_id, row.level, row.sent_at = level.supplier_id, level, now
    row.respond_at, row.near_at, row.solve_at = due.respond_at, due.near_at, due.solve_at
    row.answered_at = row.told_near_at = row.told_late_at = None


def stop(row: Ticket, now: datetime) -> None:
    """The supplier no longer has it: what the clock has run is kept, and whether it ran out."""
    if row.sent_at is None or row.level is None:
        return
    hours = level_hours(row.level, Criticality(row.criticality), row.sent_at)
    row.used_seconds += int(hours.worked(row.sent_at, now).total_seconds())
    row.was_late = row.was_late or (row.solve_at is not None and row.solve_at <= now)
    row.sent_at = None
