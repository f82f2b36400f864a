"""Technical alarms that Varde raises by itself: one open alarm per matter."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from varde.care.alarms.actions import ringing
from varde.care.alarms.actions.matching import Heard
from varde.care.alarms.actions.shipped import Policies
from varde.care.alarms.events import DeviceFaultSeen, ServiceAlertSeen
from varde.care.alarms.models import Alarm
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


def raise_fault(
    owner: UUID, fault: Fault, about: str, now: datetime, *, device: str = "", heard: Heard | None = None
) -> tuple[UUID, bool]:
    """The alarm about a matter, and whether this opened it: there is one open alarm per matter. One that stands is new again
    when nobody works on it. `heard`: the signal behind it, counted and in its log."""
    fault_key = f"{about}:{fault}"[:200]
    known = Alarm.objects.select_for_update(of=("self",)).filter(fault_key=fault_key)
    standing = known.exclude(state=State.CLOSED).first()
    if standing is not None:
        _again(standing, heard, now)
        return standing.pk, False
    policies = Policies(now)
    judged = policies.judge(owner, fault, ())
    plan, version = policies.plan(owner, None, fault, now)
    alarm = Alarm(
        id=heard.id if heard else new_id(),
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
        fault_key=fault_key,
    )
    _start(alarm, heard, now)
    return alarm.pk, True


def _start(alarm: Alarm, heard: Heard | None, now: datetime) -> None:
    board = Switchboard(now)
    answer = escalation.start(alarm.picture(board.lines(alarm).holes), now)
    alarm.show(answer.picture, answer.due)
    alarm.save(force_insert=True)
    _reported(alarm, "reported", heard, now)
    ringing.write_log([alarm], {alarm.pk: answer}, board)
    ringing.ring(alarm, answer.notify, board)
    ringing.tick({alarm.owner_id})
    tell(alarm, now)


def _again(alarm: Alarm, heard: Heard | None, now: datetime) -> None:
    if heard is not None:
        alarm.repeats += 1
        alarm.save(update_fields=["repeats"])
        _reported(alarm, Verb.EXTEND, heard, now)
        ringing.tick({alarm.owner_id})
    if is_woken(alarm.code, State(alarm.state)):
        board = Switchboard(now)
        answer = escalation.moved(alarm.picture(board.lines(alarm).holes), Act(Verb.EXTEND), now)
        alarm.show(answer.picture, answer.due)
        alarm.save()
        ringing.carry_out(alarm, answer, now, board)


def _reported(alarm: Alarm, verb: str, heard: Heard | None, now: datetime) -> None:
    signal, vkp = heard.stored.id if heard else None, CompositionEvent.REPORTED
    alarm.line(now, verb, vkp=vkp, signal=signal).save()


def tell(alarm: Alarm, now: datetime) -> None:
    """Publishes that a technical alarm was opened, or one that says how a service goes. A call for help is no such news."""
    if alarm.fault_key:
        known = (alarm.fault_key, alarm.item_id, alarm.recipient_id)
        post.publish(DeviceFaultSeen(alarm.pk, alarm.owner_id, alarm.code, *known), now=now)
    elif alarm.recipient_id is not None and tells_of_service(alarm.code):
        post.publish(ServiceAlertSeen(alarm.pk, alarm.owner_id, alarm.recipient_id, alarm.code), now=now)
