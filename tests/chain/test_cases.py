"""Single cases of the chain that a real night brings: agreements that end, repeats, odd identities, wrong clocks."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404

from varde.care.alarms import actions, queries
from varde.care.alarms import jobs as alarm_jobs
from varde.care.alarms.models import Alarm, AlarmEvent, Outcome, Reading
from varde.care.alarms.rules.codes import Fault
from varde.care.alarms.rules.escalation import Act, AlreadyHeld
from varde.care.alarms.rules.lifecycle import State, Verb
from varde.care.alarms.testing import alarms, make_signal, scaip
from varde.care.alarms.tests.conftest import DEVICE, World
from varde.foundation.authorisation import machine
from varde.foundation.ownership import scope
from varde.ground.equipment.testing import make_item, make_placement
from varde.ground.messaging.testing import Message
from varde.ground.people.testing import make_recipient
from varde.kernel.actor import EVERYWHERE


def hear(world: World, raw: bytes, *, protocol: str = "scaip", after: timedelta = timedelta()) -> Outcome:
    """One signal that arrives `after` the night began, read when it arrives. What became of it."""
    at = world.now + after
    signal = make_signal(raw, source=world.source, at=at, protocol=protocol)
    actions.read_signals(machine("signal_reader"), signals=[signal], now=at)
    return Outcome(Reading.objects.get(pk=signal.id).outcome)


def last_resort_calls() -> list[Message]:
    with scope(EVERYWHERE):
        return list(Message.objects.filter(receiver_kind="organisation"))


def lapse(world: World, ago: timedelta = timedelta(minutes=1), **ended: Any) -> None:
    world.agreement.ends_at = world.now - ago
    world.agreement.ended_at = ended.get("ended_at")
    world.agreement.save()


def operate(world: World, alarm: Alarm, verb: Verb, after: timedelta = timedelta(), **said: Any) -> Alarm:
    at = world.now + after
    actor = world.actor(world.operator_user, at)
    act = Act(verb, by=str(actor.id))
    return actions.operate(actor, alarm_id=alarm.pk, act=act, now=at, said=actions.Said(**said))


def close(world: World, alarm: Alarm, after: timedelta = timedelta()) -> None:
    """Taken, talked about and closed, with cause and measure."""
    for verb in (Verb.TAKE, Verb.TALK, Verb.CLOSE):
        operate(world, alarm, verb, after, cause="fall", measures=("helped_up",))


def test_an_agreement_that_lapses_during_an_alarm_leaves_it_with_its_holder_until_it_is_closed(
    world: World,
) -> None:
    hear(world, scaip(DEVICE))
    (alarm,) = alarms()
    operate(world, alarm, Verb.TAKE)
    assert last_resort_calls() == []
    lapse(world)
    close(world, alarm, timedelta(seconds=30))
    assert alarms()[0].state == State.CLOSED


def test_a_new_alarm_under_a_lapsed_agreement_rings_at_the_centre_and_at_the_owners_last_resort(
    world: World,
) -> None:
    lapse(world)
    hear(world, scaip(DEVICE))
    (alarm,) = alarms()
    assert [row.pk for row in queries.board(world.operator)] == [alarm.pk]
    calls = last_resort_calls()
    assert sorted(one.channel for one in calls) == ["sms", "voice"]
    assert {(one.receiver_id, one.about_id) for one in calls} == {(world.municipality.pk, alarm.pk)}
    with scope(EVERYWHERE):
        assert [one.text for one in AlarmEvent.objects.filter(alarm=alarm, verb="lapsed")] == ["Kriseleder"]
    hear(world, scaip(DEVICE, ref="a2"), after=timedelta(minutes=2))
    assert len(last_resort_calls()) == len(calls), "once for each alarm"


def test_nobody_at_the_last_resort_takes_nothing_of_the_centres_time(world: World) -> None:
    lapse(world)
    hear(world, scaip(DEVICE))
    (alarm,) = alarms()
    with scope(EVERYWHERE):
        Message.objects.update(state="not_received", needs_answer=False)
    worker = machine("alarm_worker")
    assert not actions.hear_not_received(worker, alarm_id=alarm.pk, ring=0, now=world.now)
    assert (alarms()[0].level, alarms()[0].due_at) == (alarm.level, alarm.due_at)


@pytest.mark.parametrize("raw", [scaip("99999999"), scaip(DEVICE, mty="PI", stc="0000")])
def test_a_lapsed_agreement_calls_no_last_resort_about_what_is_not_the_owners_alarm(
    world: World, raw: bytes
) -> None:
    lapse(world)
    hear(world, raw)
    assert last_resort_calls() == []


def test_a_renewed_agreement_calls_no_last_resort(world: World) -> None:
    lapse(world)
    world.agreement.pk = None
    again = type(world.agreement)(
        provider=world.centre,
        client=world.municipality,
        title="Ny avtale",
        roles=["response_operator"],
        processing="processor",
        basis="hol. § 3-1",
        starts_at=world.now - timedelta(minutes=1),
    )
    again.save()
    hear(world, scaip(DEVICE))
    assert last_resort_calls() == []


def test_after_a_proper_end_the_centre_sees_nothing_and_the_owners_own_plan_rings(world: World) -> None:
    hear(world, scaip(DEVICE))
    (earlier,) = alarms()
    lapse(world, ended_at=world.now - timedelta(minutes=1))
    person = make_recipient(world.municipality.pk, name="Olav Berg")
    make_placement(make_item(world.municipality.pk, device="8039999"), [person.pk])
    hear(world, scaip("8039999"))
    later = alarms()[-1]
    assert list(queries.board(world.operator)) == []
    for alarm in (earlier, later):
        with pytest.raises(Http404):
            queries.alarm(world.operator, alarm_id=alarm.pk)
    with scope(EVERYWHERE):
        rung = {one.receiver_kind for one in Message.objects.filter(about_id=later.pk)}
    assert rung, "with no centre the owner's own step rings at once"
    for minute in range(1, 30):
        alarm_jobs.do_due(world.now + timedelta(minutes=minute))
    assert {one.about_id for one in last_resort_calls()} == {earlier.pk, later.pk}


def test_a_phone_that_accepts_twice_is_one_move(world: World) -> None:
    hear(world, scaip(DEVICE))
    (alarm,) = alarms()
    operate(world, alarm, Verb.TAKE)
    operate(world, alarm, Verb.DISPATCH)
    act = Act(Verb.ACCEPT, by=str(world.nurse.id))
    token = Reading.objects.get().pk
    for seconds in (1, 9):
        at = world.now + timedelta(seconds=seconds)
        actions.press(world.nurse, alarm_id=alarm.pk, token=token, acts=[act], now=at)
    assert alarms()[0].held_by == world.nurse.id
    with scope(EVERYWHERE):
        assert AlarmEvent.objects.filter(alarm=alarm, verb=Verb.ACCEPT).count() == 1
    with pytest.raises(AlreadyHeld):
        operate(world, alarm, Verb.TAKE)


@pytest.mark.parametrize("clock", ["1970-01-01T00:00:00Z", "2099-12-31T23:59:59Z", "9999999", "i går"])
def test_the_units_own_clock_never_decides(world: World, clock: str) -> None:
    body = {"id": "a1", "device": DEVICE, "type": "3", "device_time": clock, "time": clock}
    hear(world, json.dumps(body).encode(), protocol="json")
    (alarm,) = alarms()
    assert (alarm.code, alarm.opened_at, alarm.recipient_id) == ("3", world.now, world.recipient.pk)
    assert alarm.due_at is not None
    assert world.now < alarm.due_at < world.now + timedelta(hours=1)


@pytest.mark.parametrize("sent", ["803137200001", " 803137200001", "803137200001 ", "\n803137200001\n"])
def test_twelve_characters_and_spaces_around_them_are_the_same_unit(world: World, sent: str) -> None:
    person = make_recipient(world.municipality.pk, name="Olav Berg")
    make_placement(make_item(world.municipality.pk, device="803137200001"), [person.pk])
    hear(world, scaip(sent))
    assert [row.recipient_id for row in alarms() if row.code != Fault.NO_PLAN] == [person.pk]


def test_the_same_bytes_after_25_hours_are_a_new_alarm(world: World) -> None:
    assert hear(world, scaip(DEVICE)) == Outcome.OPENED
    assert hear(world, scaip(DEVICE), after=timedelta(hours=23)) == Outcome.REPEAT
    close(world, alarms()[0], timedelta(hours=24))
    assert hear(world, scaip(DEVICE), after=timedelta(hours=25)) == Outcome.OPENED
    assert len({row.pk for row in alarms()}) == 2


def test_a_repeat_after_its_alarm_is_closed_opens_a_new_one(world: World) -> None:
    hear(world, scaip(DEVICE))
    close(world, alarms()[0], timedelta(minutes=5))
    assert hear(world, scaip(DEVICE), after=timedelta(minutes=6)) == Outcome.OPENED
    assert [row.state for row in alarms()] == [State.CLOSED, State.NEW]
