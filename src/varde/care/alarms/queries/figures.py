"""How many and how late, for the monitoring of the house: numbers of nobody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min

from varde.care.alarms.models import Alarm
from varde.care.alarms.permissions import AlarmPermission as P
from varde.care.alarms.rules.codes import Severity
from varde.care.alarms.rules.lifecycle import State
from varde.foundation.authorisation import requires
from varde.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Figures:
    """`open` has every severity. `overdue` is how long the step that is most overdue should have been done, in seconds;
    the worker does each within a second or two, so that more means that it lags."""

    open: Mapping[Severity, int]
    overdue: float


@requires(P.MEASURE)
def figures(actor: Actor, *, now: datetime) -> Figures:
    rows = Alarm.objects.exclude(state=State.CLOSED).order_by()
    found = dict(rows.values_list("severity").annotate(n=Count("pk")))
    due = rows.aggregate(first=Min("due_at"))["first"]
    late = max(0.0, (now - due).total_seconds()) if due else 0.0
    return Figures({one: found.get(one.value, 0) for one in Severity}, late)
