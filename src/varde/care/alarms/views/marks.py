"""How severity, urgency and state look: a word, a sign and a colour for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from varde.care.alarms.rules.codes import SEVERITY_NAMES, URGENCY_NAMES, Severity, Urgency
from varde.care.alarms.rules.lifecycle import STATE_NAMES, State
from varde.foundation.ui.components.formats import clock
from varde.foundation.ui.marks import Mark

if TYPE_CHECKING:
    from varde.care.alarms.models import Alarm

_SIGNS = {
    Severity.CRITICAL: ("ExclamationmarkTriangleFill", "danger"),
    Severity.SERIOUS: ("ExclamationmarkTriangle", "warning"),
    Severity.MODERATE: ("Bell", "info"),
    Severity.NORMAL: ("Clock", "neutral"),
    Severity.NOT_ASSESSED: ("QuestionmarkDiamond", "neutral"),
}
SEVERITIES = {
    code: Mark(gettext_lazy(SEVERITY_NAMES[code]), icon, color) for code, (icon, color) in _SIGNS.items()
}
_PILLS = {
    Urgency.RED: ("ExclamationmarkTriangleFill", "red"),
    Urgency.ORANGE: ("Bell", "orange"),
    Urgency.YELLOW: ("Clock", "yellow"),
    Urgency.GREEN: ("CheckmarkCircle", "green"),
    Urgency.BLUE: ("Hourglass", "blue"),
}
URGENCIES = {
    code: Mark(gettext_lazy(URGENCY_NAMES[code]), icon, color) for code, (icon, color) in _PILLS.items()
}
_STATES = {
    State.NEW: ("BellDot", "danger"),
    State.TAKEN: ("PersonHeadset", "info"),
    State.TALKING: ("ChatElipsis", "info"),
    State.DISPATCHED: ("Paperplane", "warning"),
    State.ON_THE_WAY: ("Car", "info"),
    State.ON_SITE: ("House", "info"),
    State.WAITING: ("Hourglass", "neutral"),
    State.WITH_EMERGENCY: ("FirstAid", "warning"),
    State.PASSED_ON: ("ArrowRight", "neutral"),
    State.SOLVED_UNDOCUMENTED: ("NotePencil", "success"),
    State.CLOSED: ("CheckmarkCircle", "neutral"),
}


def severity_mark(alarm: Alarm) -> Mark:
    return SEVERITIES[Severity(alarm.severity)]


def urgency_mark(alarm: Alarm) -> Mark:
    return URGENCIES[Urgency(alarm.urgency)]


def state_mark(alarm: Alarm, place: str = "") -> Mark:
    """The state with who, until when and where, as far as they are known."""
    state = State(alarm.state)
    if alarm.rested:
        return Mark(_("På pause – ringte ikke"), "Hourglass", "neutral")
    icon, color = _STATES[state]
    return Mark(_state_words(alarm, state, place), icon, color)


def _state_words(alarm: Alarm, state: State, place: str) -> str:
    name = alarm.holder_name
    if state is State.TAKEN and name:
        return _("Tatt av %(name)s") % {"name": name}
    if state is State.WAITING and alarm.wake_at:
        return _("Venter til kl. %(time)s") % {"time": clock(alarm.wake_at)}
    if state is State.WITH_EMERGENCY and place:
        return _("Hos %(place)s") % {"place": place}
    words = _(STATE_NAMES[state])
    return f"{words}: {name}" if name and state is not State.CLOSED else words
