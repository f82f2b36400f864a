"""An alarm whose due step fails again and again: somebody is told without the plan that fails. Part of `put_off`."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction

from varde.care.alarms.actions import ringing
from varde.care.alarms.actions.faults import raise_fault
from varde.care.alarms.actions.matching import owner_of_strangers
from varde.care.alarms.models import Alarm, AlarmEvent
from varde.care.alarms.queries.switchboard import Switchboard
from varde.care.alarms.rules.codes import Fault
from varde.care.alarms.rules.escalation import LogCode, LogLine, Notify, Outcome, What
from varde.care.alarms.rules.lifecycle import UNSOLVED, State
from varde.care.alarms.rules.plan import FALLBACK, Channel, Receiver, ReceiverKind, plan_row

log = structlog.get_logger()
PUT_OFF = "put_off"
"""The line of the log for a step that failed: FAILURES of them, then one each time it is told of."""
FAILURES = 3
TELL_AGAIN = timedelta(minutes=5)


def note_failure(alarm: Alarm, now: datetime) -> None:
    """One failure more. From the third in a row, and then each five minutes, the last resort of the owner is called and the
    centre is told: each by itself, since whatever fails for the alarm may fail here as well."""
    lines = AlarmEvent.objects.filter(alarm=alarm)
    done = lines.filter(verb__in=list(LogCode)).exclude(verb=LogCode.RANG, step=0).order_by("-pk").first()
    failed = lines.filter(verb=PUT_OFF, pk__gt=done.pk if done else UUID(int=0)).order_by("-pk")
    times = list(failed.values_list("at", flat=True)[:FAILURES])
    if len(times) == FAILURES and now - times[0] < TELL_AGAIN:
        return
    alarm.line(now, PUT_OFF).save()
    for tell in (_call_last_resort, _tell_centre) if len(times) + 1 >= FAILURES else ():
        try:
            with transaction.atomic():
                tell(alarm, now)
        except (
            Exception
        ) as fault:  # part of the worker's loop: the other is told, and the step is tried again
            log.error("alarm.untold", alarm=str(alarm.pk), fault=type(fault).__name__, exc_info=True)


def _call_last_resort(alarm: Alarm, now: datetime) -> None:
    """Not for what is solved and only lacks its documentation."""
    if State(alarm.state) not in UNSOLVED:
        return
    board, receiver = Switchboard(now), Receiver(ReceiverKind.LAST_RESORT)
    alarm.plan = plan_row(FALLBACK)  # in memory only: the one that is stored may be what fails
    key, ways = f"{alarm.pk}:stuck:{now.timestamp():.0f}", (Channel.VOICE, Channel.SMS)
    line = LogLine(LogCode.RANG, receiver=receiver)
    ringing.write_log([alarm], {alarm.pk: Outcome(alarm.picture(), log=(line,))}, board)
    ringing.ring(alarm, [Notify(key, receiver, ways, What.NO_ANSWER, 0, 0)], board)


def _tell_centre(alarm: Alarm, now: datetime) -> None:
    if alarm.code != Fault.ALARM_STUCK:
        device = alarm.device or str(alarm.pk)
        raise_fault(owner_of_strangers(), Fault.ALARM_STUCK, str(alarm.pk), now, device=device)
