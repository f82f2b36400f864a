"""What a paused service expects to be missing: an entry in the log that rings nowhere. Part of `read_signals`."""

from __future__ import annotations

from varde.care.alarms.actions.matching import Heard, Matched
from varde.care.alarms.models import Alarm
from varde.care.alarms.rules.codes import Severity, Urgency
from varde.care.alarms.rules.lifecycle import State
from varde.care.alarms.rules.missing import ON_PAUSE, rests, service_of_missing
from varde.care.alarms.rules.signal import Kind, Unreadable
from varde.care.pathways import queries as pathways
from varde.care.pathways.rules.pause import Stops
from varde.kernel.actor import Actor

RESTED = "rested"
"""The line of the log that says why it did not ring."""


def is_rested(worker: Actor, one: Heard, match: Matched, code: str) -> bool:
    """Whether a pause, as of when the signal came, stops this for everybody who has the unit. Pathways is asked only about
    what a pause may stop at all: every other signal goes its way without a question."""
    if match.fault or not match.users or not service_of_missing(code):
        return False
    if isinstance(one.said, Unreadable) or one.said.kind is Kind.TEST:
        return False
    asked = pathways.quiet_for(worker, recipient_ids=match.users, at=one.stored.received_at)
    stopped = [
        {quiet.service_type for quiet in asked.get(user, ()) if Stops.MISSING in quiet.stops}
        for user in match.users
    ]
    return rests(code, set.intersection(*stopped))


def lay_to_rest(alarm: Alarm) -> Alarm:
    """The lowest urgency there is, over as it came, and the reason in words."""
    alarm.severity, alarm.urgency = Severity.NORMAL, Urgency.BLUE
    alarm.why = {"nb": ON_PAUSE.nb, "en": ON_PAUSE.en}
    alarm.state, alarm.closed_at = State.CLOSED, alarm.opened_at
    return alarm
