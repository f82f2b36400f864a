"""A press on a phone with a bad line: sent as often as it takes, done once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.shortcuts import get_object_or_404

from varde.care.alarms.actions.work import NOTHING_SAID, Said, respond
from varde.care.alarms.models import Alarm, AlarmEvent
from varde.care.alarms.permissions import AlarmPermission as P
from varde.care.alarms.queries.desk import PRESSED
from varde.care.alarms.rules.escalation import Act
from varde.foundation.authorisation import requires
from varde.kernel.actor import Actor


@requires(P.RESPOND, about="alarm_id")
def press(
    actor: Actor,
    *,
    alarm_id: UUID,
    token: UUID,
    acts: Sequence[Act],
    now: datetime,
    said: Said = NOTHING_SAID,
) -> Alarm:
    """The moves of one press, all or none. `token` is made by the page; a token that has been used does nothing.

    Raises what `respond` raises. The token is kept as a line of the alarm's log, in the same transaction as the moves.
    """
    alarm = get_object_or_404(Alarm.objects.select_for_update(of=("self",)), pk=alarm_id)
    if AlarmEvent.objects.filter(pk=token).exists():
        return alarm
    for act in acts:
        alarm = respond(actor, alarm_id=alarm_id, act=act, now=now, said=said)
    alarm.line(now, PRESSED, id=token, actor=actor.id, text="").save(force_insert=True)
    return alarm
