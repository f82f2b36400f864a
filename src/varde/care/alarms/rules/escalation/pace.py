"""How long escalation waits. One place to read every limit; each is chosen for a response centre at night."""

from datetime import timedelta
from typing import Final

from varde.care.alarms.rules.codes import Severity
from varde.care.alarms.rules.lifecycle import State

_HOLD: Final = {
    Severity.CRITICAL: timedelta(minutes=3),
    Severity.SERIOUS: timedelta(minutes=5),
    Severity.MODERATE: timedelta(minutes=10),
    Severity.NORMAL: timedelta(minutes=15),
    Severity.NOT_ASSESSED: timedelta(minutes=5),
}
"""How long a taken alarm may lie without activity. Not assessed is treated as serious until somebody has judged it."""

_FACTOR: Final = {State.TALKING: 2, State.ON_THE_WAY: 6, State.ON_SITE: 12}
"""A conversation, a drive and work in a home take longer than a click: times the hold of the severity."""

RING_AGAIN: Final = timedelta(minutes=1)
"""After the first ring for a forgotten alarm; at the second it is free for everybody again."""

HELP_AGAIN: Final = timedelta(minutes=2)
"""How often a cry for help rings until somebody has answered it."""

CONFIRM_EVERY: Final = timedelta(minutes=10)
FOLLOW_UP_EVERY: Final = timedelta(minutes=30)
DOCUMENT_WITHIN: Final = timedelta(hours=8)
VOICE_WITHIN: Final = timedelta(seconds=60)
WAIT_LONGEST: Final = timedelta(hours=24)
"""No alarm waits longer than to the same time tomorrow without somebody looking at it again."""


def hold_limit(state: State, severity: Severity) -> timedelta:
    """How long a held alarm in this state may lie without activity before it rings again."""
    return _HOLD[severity] * _FACTOR.get(state, 1)
