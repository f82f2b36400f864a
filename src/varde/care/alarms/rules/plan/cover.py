"""When a person's response plan has nobody to send, exactly: every instant of the service hours is looked at.

Between two marks nothing changes: the ends of the hours, of a plan's time band and of a team's staffing. So looking once
in each piece is looking at every instant of it.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Final

from varde.care.alarms.rules.plan.choice import FALLBACK, Choice, select
from varde.care.alarms.rules.plan.steps import Plan, Receiver, Step, StepKind
from varde.kernel.band import instant_at
from varde.kernel.clock import local
from varde.kernel.period import Period

Staffed = Callable[[Receiver], Sequence[Period]]
"""When somebody is there for a receiver of a plan."""

_DAY: Final = timedelta(days=1)


def holes(
    choices: Sequence[Choice], recipient: str, hours: Iterable[Period], staffed: Staffed
) -> tuple[Period, ...]:
    """The times within `hours` at which an alarm would find no plan of the organisation's own, or nobody in it to send.

    Every alert type that a plan names is looked at, and one that none names. `hours` have ends.
    """
    wanted = Period.merge(hours)
    marks = sorted(_marks(wanted, choices, staffed))
    alerts = sorted({choice.alert for choice in choices} | {""})
    empty = [
        Period(start, end)
        for start, end in pairwise(marks)
        if any(one.contains(start) for one in wanted)
        and not all(_is_held(choices, recipient, alert, start, staffed) for alert in alerts)
    ]
    return tuple(Period.merge(empty))


def _is_held(choices: Sequence[Choice], recipient: str, alert: str, at: datetime, staffed: Staffed) -> bool:
    plan = select(choices, recipient, alert, local(at))
    if plan is FALLBACK:
        return False
    return any(any(one.contains(at) for one in staffed(step.receiver)) for step in _who_go(plan))


def _who_go(plan: Plan) -> tuple[Step, ...]:
    """Those who can be sent; in a plan without any, those at the board. The last resort is for when nobody came."""
    sent = tuple(step for step in plan.steps if step.kind in (StepKind.DISPATCH, StepKind.CONTACT))
    return sent or tuple(step for step in plan.steps if step.kind is StepKind.BOARD)


def _marks(wanted: Sequence[Period], choices: Sequence[Choice], staffed: Staffed) -> set[datetime]:
    receivers = {step.receiver for choice in choices for step in _who_go(choice.plan)}
    periods = [*wanted, *(one for receiver in receivers for one in staffed(receiver))]
    found = {mark for one in periods for mark in (one.start, one.end) if mark is not None}
    walls = {minute for one in choices if one.band for minute in (0, one.band.starts, one.band.ends)}
    for one in wanted:
        assert one.end is not None
        found |= {
            instant_at(day, time(minute // 60 % 24, minute % 60))
            for day in _days(local(one.start).date(), local(one.end).date())
            for minute in walls
        }
    inside = {mark for mark in found if any(one.contains(mark) for one in wanted)}
    return inside | {mark for one in wanted for mark in (one.start, one.end) if mark is not None}


def _days(first: date, last: date) -> list[date]:
    return [first + nr * _DAY for nr in range((last - first).days + 1)]
