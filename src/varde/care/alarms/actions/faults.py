"""Technical alarms that Varde raises by itself: one open alarm per matter."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from varde.care.alarms.actions import ringing
from varde.care.alarms.actions.shipped import Policies
from varde.care.alarms.events import DeviceFaultSeen, ServiceAlertSeen
from varde.care.alarms.models import Alarm, AlarmEvent
from varde.care.alarms.queries.switchboard import Switchboard
from varde.care.alarms.rules import escalation
from varde.care.alarms.rules.codes import CompositionEvent, Fault, tells_of_service
from varde.care.alarms.rules.escalation import Act
from varde.care.alarms.rules.lifecycle import State, Verb
from varde.care.alarms.rules.plan import plan_row
from varde.care.alarms.rules.repeats import is_woken
from varde.care.alarms.rules.signal import Kind
from varde.foundation.ids import new_id
from varde.foundation.outbox import post


def key_of(about: str, fault: Fault) -> str:
    return f"{about}:{fault}"[:200]


def standing(fault_key: str) -> Alarm | None:
    """The open alarm about this matter, locked, so that nobody closes it meanwhile."""
    rows = Alarm.objects.select_for_update(of=("self",)).filter(fault_key=fault_key)
    return rows.exclude(state=State.CLOSED).first()


def raise_once(owner: UUID, fault: Fault, about: str, now: datetime, *, device: str = "") -> Alarm | None:
    """One open technical alarm per matter that Varde has found by itself. None when it stands already."""
    if standing(key_of(about, fault)) is not None:
        return None
    return raise_fault(new_id(), owner, fault, about, device, None, now)


def raise_fault(
    key: UUID, owner: UUID, fault: Fault, about: str, device: str, signal: UUID | None, now: datetime
) -> Alarm:
    """Open the alarm about a matter that has none, and ring its first step."""
    policies = Policies(now)
    judged = policies.judge(owner, fault, ())
    plan, version = policies.plan(owner, None, fault, now)
    alarm = Alarm(
        id=key,
        owner_id=owner,
        device=device[:64],
        kind=Kind.TECHNICAL,
        code=fault,
        card=judged.card,
        why={"nb": judged.why.nb, "en": judged.why.en},
        severity=judged.severity,
        urgency=judged.urgency,
        opened_at=now,
        plan=plan_row(plan),
        plan_version=version,
        fault_key=key_of(about, fault),
    )
    board = Switchboard(now)
    answer = escalation.start(alarm.picture(board.lines(alarm).holes), now)
    alarm.show(answer.picture, answer.due)
    alarm.save(force_insert=True)
    _reported(alarm, "reported", signal, now)
    ringing.write_log([alarm], {alarm.pk: answer}, board)
    ringing.ring(alarm, answer.notify, board)
    ringing.tick({owner})
    tell(alarm, now)
    return alarm


def wake(alarm: Alarm, now: datetime) -> None:
    """The matter has come up once more: what nobody works on is new again."""
    if not is_woken(alarm.code, State(alarm.state)):
        return
    board = Switchboard(now)
    answer = escalation.moved(alarm.picture(board.lines(alarm).holes), Act(Verb.EXTEND), now)
    alarm.show(answer.picture, answer.due)
    alarm.save()
    ringing.carry_out(alarm, answer, now, board)


def count(alarm: Alarm, signal: UUID, now: datetime) -> None:
    """One more signal about the matter of an open alarm: counted, in its log, and heard."""
    alarm.repeats += 1
    alarm.save(update_fields=["repeats"])
    _reported(alarm, Verb.EXTEND, signal, now)
    wake(alarm, now)
    ringing.tick({alarm.owner_id})


def _reported(alarm: Alarm, verb: str, signal: UUID | None, now: datetime) -> None:
    vkp = CompositionEvent.REPORTED
    AlarmEvent.objects.create(owner_id=alarm.owner_id, alarm=alarm, at=now, vkp=vkp, verb=verb, signal=signal)


def tell(alarm: Alarm, now: datetime) -> None:
    """Publishes that a technical alarm was opened, or one that says how a service goes. A call for help is no such news."""
    if alarm.fault_key:
        known = (alarm.fault_key, alarm.item_id, alarm.recipient_id)
        post.publish(DeviceFaultSeen(alarm.pk, alarm.owner_id, alarm.code, *known), now=now)
    elif alarm.recipient_id is not None and tells_of_service(alarm.code):
        post.publish(ServiceAlertSeen(alarm.pk, alarm.owner_id, alarm.recipient_id, alarm.code), now=now)
