"""What a supplier has promised, and how a ticket stands against it.

The clock runs while the ticket waits for the supplier, in the supplier's hours. A ticket taken back stands still; sent
again, it goes on from where it stood.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from varde.governance.support.rules.clock import NOTHING, Hours

NEAR_AT = 0.75  # of the promised time: then the leader is told that a breach is coming


@dataclass(frozen=True, slots=True)
class Promise:
    """Working time to a first answer and to a solution; None is not promised."""

    respond: timedelta | None
    solve: timedelta | None


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Instants by the supplier's hours; None where nothing is promised. `near_at` is when a breach is foreseen."""

    respond_at: datetime | None
    near_at: datetime | None
    solve_at: datetime | None


class Standing(StrEnum):
    NONE = "none"  # nothing promised, or never sent
    RUNNING = "running"
    NEAR = "near"
    BREACHED = "breached"
    PAUSED = "paused"  # not with the supplier
    KEPT = "kept"
    BROKEN = "broken"  # solved, but too late


def deadlines(hours: Hours, promise: Promise, *, sent_at: datetime, used: timedelta) -> Deadlines:
    """For a ticket sent now that has used so much working time before. What is used up is due at once.

    The first answer is asked for once: `used` above nothing means that it was given or missed the first time."""
    respond = promise.respond if used == NOTHING else None
    solve = promise.solve
    return Deadlines(
        respond_at=None if respond is None else hours.after(sent_at, respond),
        near_at=None if solve is None else hours.after(sent_at, max(solve * NEAR_AT - used, NOTHING)),
        solve_at=None if solve is None else hours.after(sent_at, max(solve - used, NOTHING)),
    )


def standing(
    *,
    is_waiting: bool,
    is_done: bool,
    was_late: bool,
    near_at: datetime | None,
    solve_at: datetime | None,
    now: datetime,
) -> Standing:
    """How a ticket stands. `was_late`: it was already late when it last left the supplier, or is so now."""
    if solve_at is None and not was_late:
        return Standing.NONE
    if is_done:
        return Standing.BROKEN if was_late else Standing.KEPT
    late = was_late or (is_waiting and solve_at is not None and solve_at <= now)
    if late:
        return Standing.BREACHED
    if not is_waiting:
        return Standing.PAUSED
    return Standing.NEAR if near_at is not None and near_at <= now else Standing.RUNNING
