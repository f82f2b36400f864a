"""The worker's part: doing what is due, and hearing what became of a call."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection

from varde.care.alarms.actions.ringing import all_said_no, carry_out, still_ringing
from varde.care.alarms.models import Alarm
from varde.care.alarms.permissions import AlarmPermission as P
from varde.care.alarms.queries.switchboard import Switchboard
from varde.care.alarms.rules import escalation
from varde.care.alarms.rules.escalation import Act, AlreadyHeld, What
from varde.care.alarms.rules.lifecycle import NotAllowed, Role, State, event_of
from varde.foundation.authorisation import requires
from varde.kernel.actor import Actor


@requires(P.ESCALATE)
def due_alarms(actor: Actor, *, now: datetime, limit: int = 200) -> list[UUID]:
    """Alarms with something due, the longest overdue first."""
    return list(
        Alarm.objects.filter(due_at__lte=now).order_by("due_at", "pk").values_list("pk", flat=True)[:limit]
    )


@requires(P.ESCALATE, about="alarm_id")
def do_due(actor: Actor, *, alarm_id: UUID, now: datetime, board: Switchboard | None = None) -> bool:
    """Do what is due for one alarm. The row is locked, so two workers never do the same step; a step that was done
    meanwhile is seen in the picture and nothing happens. False when there was nothing to do. `board`: one for all
    alarms of a round, so that who is on duty is asked once."""
    board = board or Switchboard(now)
    rows = Alarm.objects.filter(pk=alarm_id, due_at__lte=now)
    skip = connection.features.has_select_for_update_skip_locked
    alarm = rows.select_for_update(of=("self",), skip_locked=skip).first()
    if alarm is None:
        return False
    due = alarm.due()
    lines = board.lines(alarm)
    answer = escalation.when_due(alarm.picture(lines.holes), due, now)
    alarm.show(answer.picture, answer.due)
    if due is not None and due.what is What.VOICE and answer.log:
        alarm.no_voice = True
    alarm.save()
    carry_out(alarm, answer, now, board)
    return True


@requires(P.ESCALATE, about="alarm_id")
def hear_answer(actor: Actor, *, alarm_id: UUID, receiver_id: UUID, accepted: bool, now: datetime) -> bool:
    """Somebody answered a ringing call with a key: 1 or 2, see `by_key`. False when it came too late."""
    alarm = (
        Alarm.objects.select_for_update(of=("self",)).filter(pk=alarm_id).exclude(state=State.CLOSED).first()
    )
    if alarm is None:
        return False
    board = Switchboard(now)
    lines = board.lines(alarm)
    name = lines.name_of(receiver_id)
    picture = alarm.picture(lines.holes)
    verb = escalation.by_key(picture, str(receiver_id), accepted)
    try:
        answer = escalation.moved(picture, Act(verb, by=str(receiver_id)), now)
    except (NotAllowed, AlreadyHeld):
        return False
    if not accepted and answer.picture.ring == picture.ring and all_said_no(alarm, picture.ring):
        answer = escalation.skipped(answer.picture, now)
    alarm.show(answer.picture, answer.due)
    if alarm.held_by == receiver_id:
        alarm.holder_name = name or alarm.holder_name
    who = {"actor": receiver_id, "actor_name": name, "actor_role": Role.RESPONDER}
    vkp = event_of(picture.state, verb)
    alarm.line(now, verb, vkp=vkp, step=alarm.dispatch_step, **who).save()
    alarm.save()
    carry_out(alarm, answer, now, board)
    return True


@requires(P.ESCALATE, about="alarm_id")
def hear_not_received(actor: Actor, *, alarm_id: UUID, ring: int, now: datetime) -> bool:
    """A call of this ring reached nobody. When all calls of the ring did, the alarm goes on without waiting."""
    alarm = (
        Alarm.objects.select_for_update(of=("self",)).filter(pk=alarm_id).exclude(state=State.CLOSED).first()
    )
    if alarm is None or alarm.ring != ring or still_ringing(alarm, ring):
        return False
    board = Switchboard(now)
    lines = board.lines(alarm)
    answer = escalation.skipped(alarm.picture(lines.holes), now)
    alarm.show(answer.picture, answer.due)
    alarm.save()
    carry_out(alarm, answer, now, board)
    return True
