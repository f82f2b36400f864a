"""What closing an alarm leaves behind: the text for the patient record, once, and the news."""

from __future__ import annotations

from datetime import datetime

from varde.care.alarms.events import AlarmClosed
from varde.care.alarms.models import Alarm, AlarmEvent, RecordText
from varde.care.alarms.rules.codes import CompositionEvent, Severity
from varde.care.alarms.rules.lifecycle import Verb
from varde.care.alarms.rules.text import By, Happened, Story, record_text
from varde.foundation.authorisation import machine
from varde.foundation.outbox import post
from varde.ground.people import actions as people
from varde.ground.people.rules.relation import Basis
from varde.kernel.actor import Actor
from varde.kernel.clock import OSLO

_VERBS = {verb.value for verb in Verb}


def _finish(actor: Actor, alarm: Alarm, now: datetime) -> None:
    """Called by the move that closes, in its transaction, before the alarm is saved."""
    alarm.closed_at = now
    said = [(CompositionEvent.CAUSE, "cause", alarm.cause)]
    said += [(CompositionEvent.MEASURE, "measure", code) for code in alarm.measures]
    who = {"actor": actor.id, "actor_name": actor.name}
    AlarmEvent.objects.bulk_create(
        alarm.line(now, verb, vkp=vkp, text=code, **who) for vkp, verb, code in said
    )
    if alarm.recipient_id is not None:
        _make_text(alarm, now)
        for basis in (Basis.ALARM, Basis.TASK):
            people.close_relation(machine("alarm_worker"), basis=basis, basis_id=alarm.pk, now=now)
    post.publish(AlarmClosed(alarm.pk, alarm.owner_id), now=now)


def _make_text(alarm: Alarm, now: datetime) -> None:
    rows = AlarmEvent.objects.filter(alarm=alarm, verb__in=_VERBS).order_by("at", "pk")
    happened = tuple(
        Happened(row.at, Verb(row.verb), By(row.actor_role or By.SYSTEM), str(row.text), row.place)
        for row in rows
    )
    story = Story(
        code=alarm.code,
        severity=Severity(alarm.severity),
        opened_at=alarm.opened_at,
        closed_at=now,
        events=happened,
        causes=(alarm.cause,) if alarm.cause else (),
        measures=tuple(alarm.measures),
        repeats=alarm.repeats,
    )
    RecordText.objects.get_or_create(
        alarm=alarm, defaults={"owner_id": alarm.owner_id, "text": record_text(story, OSLO), "made_at": now}
    )
