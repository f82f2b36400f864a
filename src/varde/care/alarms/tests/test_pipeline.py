"""From a signal in the log to a closed alarm, on real tables."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import Http404

from varde.care.alarms import actions, jobs, queries
from varde.care.alarms.actions import Said
from varde.care.alarms.models import Alarm, AlarmEvent, PlanVersion, Reading, RecordText, RuleVersion
from varde.care.alarms.rules.codes import Fault, Severity
from varde.care.alarms.rules.escalation import Act, AlreadyHeld
from varde.care.alarms.rules.lifecycle import NotAllowed, State, Verb
from varde.care.alarms.testing import alarms, make_signal, scaip
from varde.care.alarms.tests.conftest import DEVICE, World, _user
from varde.care.rota.testing import check_in, make_contact_method, make_pool, make_shift
from varde.foundation.accounts.models import User
from varde.foundation.authorisation import machine
from varde.foundation.outbox import lead
from varde.foundation.ownership import scope
from varde.foundation.signallog.signal import Signal
from varde.ground.messaging import actions as messaging
from varde.ground.messaging.rules.callback import Happening, Report
from varde.ground.messaging.testing import Message
from varde.ground.people import queries as people
from varde.kernel.actor import EVERYWHERE


def read(world: World, *signals: Signal, after: timedelta = timedelta()) -> int:
    return actions.read_signals(machine("signal_reader"), signals=signals, now=world.now + after)


def press(world: World, **more: Any) -> Alarm:
    """Somebody presses the pendant. Returns the alarm about the person."""
    read(world, make_signal(scaip(DEVICE, **more), source=world.source, at=world.now))
    return next(row for row in reversed(alarms()) if row.kind == "alarm")


def tick(world: World, seconds: float) -> None:
    now = world.now + timedelta(seconds=seconds)
    worker = machine("alarm_worker")
    for key in actions.due_alarms(worker, now=now):
        actions.do_due(worker, alarm_id=key, now=now)


def steps(world: World, alarm: Alarm, *verbs: Verb, **more: Any) -> None:
    """The operator makes these moves, one after the other, now."""
    by = str(world.operator.id)
    for verb in verbs:
        act = Act(verb, by=by, until=world.now + timedelta(hours=10) if verb is Verb.WAIT else None)
        actions.operate(world.operator, alarm_id=alarm.pk, act=act, now=world.now, **more)


def messages() -> list[Message]:
    with scope(EVERYWHERE):
        return list(Message.objects.order_by("made_at", "pk"))


def test_a_press_becomes_a_critical_alarm_about_the_right_person(world: World) -> None:
    alarm = press(world)
    assert (alarm.recipient_id, alarm.owner_id) == (world.recipient.pk, world.municipality.pk)
    assert alarm.code == "3"
    assert alarm.severity >= Severity.SERIOUS
    assert alarm.state == State.NEW
    assert alarm.due_at is not None
    assert Reading.objects.get().alarm == alarm.pk
    assert [row.pk for row in queries.board(world.operator)] == [alarm.pk]


def test_the_same_signal_read_twice_gives_one_alarm(world: World) -> None:
    signal = make_signal(scaip(DEVICE), source=world.source, at=world.now)
    assert read(world, signal) == 1
    assert read(world, signal) == 0
    assert len(alarms()) == 1


def test_a_repeat_is_counted_on_the_alarm_and_opens_nothing(world: World) -> None:
    alarm = press(world)
    read(world, make_signal(scaip(DEVICE), source=world.source, at=world.now + timedelta(seconds=20)))
    assert len(alarms()) == 1
    assert alarms()[0].repeats == alarm.repeats + 1


def test_the_same_id_with_other_bytes_is_a_new_signal(world: World) -> None:
    press(world)
    read(world, make_signal(scaip(DEVICE, lco="11"), source=world.source, at=world.now))
    with scope(EVERYWHERE):
        assert AlarmEvent.objects.filter(verb="extend").count() == 1


@pytest.mark.parametrize("end", [Verb.SOLVE_LATER, Verb.WAIT, Verb.PASS_ON])
def test_the_same_bytes_again_when_nobody_works_on_the_alarm_are_a_new_call(world: World, end: Verb) -> None:
    alarm = press(world)
    steps(world, alarm, Verb.TAKE, end)

    def again(after: timedelta) -> None:
        read(world, make_signal(scaip(DEVICE), source=world.source, at=world.now + after), after=after)

    again(timedelta(seconds=59))
    assert alarms()[0].state != State.NEW, "so soon it is the same press, sent once more"
    again(timedelta(hours=2))
    (row,) = alarms()
    assert (row.state, row.held_by, row.repeats) == (State.NEW, None, 1)
    assert row.due_at is not None and row.due_at < world.now + timedelta(hours=2, minutes=5)
    again(timedelta(hours=2, seconds=70))
    assert alarms()[0].repeats == 2, "while it is new the same bytes are a repeat for a day"


def spoken(world: World, sort: str, minute: int, device: str = DEVICE) -> Signal:
    """What a unit says in our own JSON, that many minutes into the night."""
    body = json.dumps({"id": f"{sort}{minute}", "device": device, "type": sort}).encode()
    at = world.now + timedelta(minutes=minute)
    return make_signal(body, source=world.source, at=at, protocol="json")


def test_a_press_while_a_test_alarm_stands_is_an_alarm_of_its_own(world: World) -> None:
    read(world, spoken(world, "test", 0), spoken(world, "alarm", 1), spoken(world, "test", 2))
    read(world, spoken(world, "alarm", 3), spoken(world, "test", 4), after=timedelta(minutes=4))
    test, real = alarms()
    assert [(row.kind, row.code, row.recipient_id) for row in (test, real)] == [
        ("test", "3", world.recipient.pk),
        ("alarm", "3", world.recipient.pk),
    ]
    with scope(EVERYWHERE):
        signals = [AlarmEvent.objects.filter(alarm=row, signal__isnull=False).count() for row in (test, real)]
    assert signals == [3, 2]
    tick(world, 400)
    assert {message.about_id for message in messages()} >= {real.pk}


def test_a_test_from_a_unit_nobody_knows_is_a_technical_alarm_like_any_other(world: World) -> None:
    read(world, spoken(world, "test", 0, "99999999"), spoken(world, "alarm", 1, "99999999"))
    assert [(row.kind, row.code) for row in alarms()] == [("technical", Fault.UNKNOWN_DEVICE)]


def test_two_signals_read_at_once_ring_for_both_where_the_alarm_was_solved(world: World) -> None:
    make_contact_method(world.centre, "+4741000003", user=world.operator_user)
    steps(world, press(world), Verb.TAKE, Verb.SOLVE_LATER)
    before = len(messages())
    read(world, spoken(world, "alarm", 1), spoken(world, "alarm", 2), after=timedelta(minutes=2))
    assert alarms()[0].state == State.NEW
    assert "voice" in {message.channel for message in messages()[before:]}


def test_two_operators_reach_for_it_and_one_gets_it(world: World) -> None:
    alarm = press(world)
    actions.operate(
        world.operator, alarm_id=alarm.pk, act=Act(Verb.TAKE, by=str(world.operator.id)), now=world.now
    )
    with pytest.raises(AlreadyHeld) as refused:
        actions.operate(
            world.colleague, alarm_id=alarm.pk, act=Act(Verb.TAKE, by=str(world.colleague.id)), now=world.now
        )
    assert refused.value.held_by == str(world.operator.id)
    assert alarms()[0].holder_name == "Ada"


def test_nobody_takes_it_and_it_climbs_to_a_ringing_patrol_and_on_to_the_last_resort(world: World) -> None:
    alarm = press(world)
    tick(world, 61)
    first = messages()
    assert {m.channel for m in first} >= {"voice"}
    assert all(m.about_id == alarm.pk for m in first)
    for minute in range(2, 20):
        tick(world, minute * 60)
    last = [m for m in messages() if m.receiver_kind == "organisation"]
    assert last, "the last resort was never called"
    assert alarms()[0].due_at is not None
    assert alarms()[0].state == State.NEW


def test_a_second_round_of_the_same_due_step_sends_nothing_twice(world: World) -> None:
    press(world)
    tick(world, 61)
    count = len(messages())
    tick(world, 61)
    assert len(messages()) == count


def test_taken_and_forgotten_it_rings_again_and_is_free_for_all(world: World) -> None:
    alarm = press(world)
    actions.operate(
        world.operator, alarm_id=alarm.pk, act=Act(Verb.TAKE, by=str(world.operator.id)), now=world.now
    )
    for _ in ("no voice", "rings again", "free"):
        due = alarms()[0].due_at
        assert due is not None
        tick(world, (due - world.now).total_seconds())
    assert alarms()[0].no_voice
    row = alarms()[0]
    assert (row.state, row.held_by) == (State.NEW, None)


def test_the_whole_story_to_a_closed_alarm_with_its_text_once(world: World) -> None:
    alarm = press(world)
    me, at = str(world.operator.id), world.now

    def operate(verb: Verb, **more: Any) -> Alarm:
        return actions.operate(world.operator, alarm_id=alarm.pk, act=Act(verb, by=me), now=at, **more)

    def respond(verb: Verb, **more: Any) -> Alarm:
        return actions.respond(
            world.nurse, alarm_id=alarm.pk, act=Act(verb, by=str(world.nurse.id)), now=at, **more
        )

    operate(Verb.TAKE)
    operate(Verb.TALK)
    operate(Verb.END_TALK)
    operate(Verb.DISPATCH)
    assert [one.pk for one in queries.callouts(world.nurse, now=at)] == [alarm.pk]
    respond(Verb.ACCEPT)
    respond(Verb.SET_OUT)
    respond(Verb.SET_OUT)
    respond(Verb.ARRIVE)
    respond(Verb.DONE, said=Said(text="Hjalp henne opp.", cause="fall", measures=("helped_up",)))
    row = operate(Verb.CLOSE, said=Said(cause="fall", measures=("helped_up",)))
    assert row.state == State.CLOSED
    assert row.due_at is None
    with scope(EVERYWHERE):
        assert RecordText.objects.count() == 1
        vkp = set(AlarmEvent.objects.values_list("vkp", flat=True))
    assert {0, 1, 3, 4, 5, 6, 7, 8} <= vkp
    with pytest.raises(NotAllowed):
        operate(Verb.CLOSE, said=Said(cause="fall", measures=("helped_up",)))


def test_an_alarm_does_not_close_without_cause_and_measure(world: World) -> None:
    alarm = press(world)
    actions.operate(
        world.operator, alarm_id=alarm.pk, act=Act(Verb.TAKE, by=str(world.operator.id)), now=world.now
    )
    with pytest.raises(actions.MissingOutcome):
        actions.operate(
            world.operator, alarm_id=alarm.pk, act=Act(Verb.CLOSE, by=str(world.operator.id)), now=world.now
        )
    assert alarms()[0].state == State.TAKEN


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (b"\xff\xfe\x00garbage", Fault.UNREADABLE),
        (b"", Fault.UNREADABLE),
        (scaip("99999999"), Fault.UNKNOWN_DEVICE),
    ],
)
def test_what_cannot_be_read_or_matched_is_an_urgent_technical_alarm(
    world: World, raw: bytes, fault: str
) -> None:
    read(world, make_signal(raw, source=world.source, at=world.now))
    row = alarms()[0]
    assert (row.code, row.kind, row.owner_id) == (fault, "technical", world.centre.pk)
    assert row.severity >= Severity.SERIOUS
    read(world, make_signal(raw + b" ", source=world.source, at=world.now + timedelta(minutes=1)))
    assert len(alarms()) == 1, "one open technical alarm per source and fault"


@pytest.mark.parametrize("end", [Verb.SOLVE_LATER, Verb.WAIT, Verb.PASS_ON])
@pytest.mark.parametrize("sort", ["unreadable", "unknown device"])
def test_one_more_signal_behind_an_urgent_technical_alarm_that_nobody_works_on_rings_again(
    world: World, sort: str, end: Verb
) -> None:
    make_contact_method(world.centre, "+4741000003", user=world.operator_user)

    def signal(number: int) -> Signal:
        raw = b"garbage %d" % number if sort == "unreadable" else scaip("99999999", ref=f"r{number}")
        return make_signal(raw, source=world.source, at=world.now + timedelta(minutes=number))

    read(world, signal(0))
    steps(world, alarms()[0], Verb.TAKE, end)
    before = len(messages())
    read(world, signal(1), after=timedelta(minutes=1))
    (row,) = alarms()
    assert (row.state, row.held_by, row.repeats) == (State.NEW, None, 1)
    assert "voice" in {message.channel for message in messages()[before:]}
    with scope(EVERYWHERE):
        assert AlarmEvent.objects.filter(alarm=row, verb="extend").count() == 1
    read(world, signal(2), after=timedelta(minutes=2))
    assert alarms()[0].repeats == 2, "while it is new it is counted and nothing more"


def test_a_fault_that_is_not_urgent_stays_quiet_when_it_is_told_again(world: World) -> None:
    read(world, spoken(world, "battery_low", 0))
    steps(world, alarms()[0], Verb.TAKE, Verb.WAIT)
    read(world, spoken(world, "battery_low", 5), after=timedelta(minutes=5))
    (row,) = alarms()
    assert (row.code, row.state, row.repeats) == (Fault.BATTERY_LOW, State.WAITING, 1)


def test_a_process_that_is_silent_again_makes_its_alarm_new_again(world: World) -> None:
    def silent(after: timedelta) -> None:
        now = world.now + after
        lead.beat("intake:a:2", now=now)
        actions.tell_of_silence(machine("alarm_worker"), process="intake:a:2", since=now, now=now)

    silent(timedelta())
    steps(world, alarms()[0], Verb.TAKE, Verb.SOLVE_LATER)
    silent(timedelta(minutes=5))
    assert [row.state for row in alarms()] == [State.NEW]


@pytest.mark.on("postgresql")
@pytest.mark.django_db(transaction=True)
def test_a_signal_behind_a_technical_alarm_that_is_being_closed_opens_one_of_its_own(
    transactional_db: None, world: World
) -> None:
    read(world, make_signal(scaip("99999999", ref="a"), source=world.source, at=world.now))
    steps(world, alarms()[0], Verb.TAKE)
    closing, told = threading.Event(), Said(cause="fall", measures=("helped_up",))

    def close() -> None:
        try:
            with transaction.atomic():
                steps(world, alarms()[0], Verb.CLOSE, said=told)
                closing.set()
                time.sleep(0.5)
        finally:
            connection.close()

    thread = threading.Thread(target=close)
    thread.start()
    assert closing.wait(20)
    read(world, make_signal(scaip("99999999", ref="b"), source=world.source, at=world.now))
    thread.join()
    assert sorted(row.state for row in alarms()) == [State.CLOSED, State.NEW]


def broken(world: World, signal: Signal) -> None:
    """Our own code has failed on the signal."""
    actions.read_broken(machine("signal_reader"), signal=signal, now=signal.received_at)


def test_signals_that_our_own_code_fails_on_are_an_alarm_for_each_device_and_none_is_lost(
    world: World,
) -> None:
    first = make_signal(scaip("99999991", ref="a"), source=world.source, at=world.now)
    again = make_signal(scaip("9999 9991", ref="b"), source=world.source, at=world.now)
    other = make_signal(scaip("99999992", ref="c"), source=world.source, at=world.now)
    nameless = make_signal(b"garbage", source=world.source, at=world.now)
    for signal in (first, again, other, nameless):
        broken(world, signal)
    assert [(row.code, row.device, row.repeats) for row in alarms()] == [
        (Fault.UNREADABLE, "99999991", 1),
        (Fault.UNREADABLE, "99999992", 0),
        (Fault.UNREADABLE, "", 0),
    ]
    readings = {row.pk: (row.outcome, row.alarm) for row in Reading.objects.all()}
    assert readings[first.id] == ("opened", first.id)
    assert readings[again.id] == ("extended", first.id)
    with scope(EVERYWHERE):
        told = AlarmEvent.objects.filter(alarm=first.id, verb="extend")
        assert [row.signal for row in told] == [again.id]


def test_each_loud_part_of_a_signal_that_our_own_code_fails_on_is_an_alarm(world: World) -> None:
    said = [("1", "alarm"), ("2", "heartbeat"), ("3", "fall")]
    body = json.dumps([{"id": ref, "device": f"9999999{ref}", "type": sort} for ref, sort in said]).encode()
    broken(world, make_signal(body, source=world.source, at=world.now, protocol="json"))
    assert [row.device for row in alarms()] == ["99999991", "99999993"]
    assert [row.outcome for row in Reading.objects.order_by("pk")] == ["opened", "heartbeat", "opened"]


def test_one_more_signal_that_our_own_code_fails_on_rings_again_when_nobody_works_on_it(world: World) -> None:
    make_contact_method(world.centre, "+4741000003", user=world.operator_user)
    broken(world, make_signal(scaip("99999991", ref="a"), source=world.source, at=world.now))
    steps(world, alarms()[0], Verb.TAKE, Verb.SOLVE_LATER)
    before, later = len(messages()), world.now + timedelta(minutes=5)
    broken(world, make_signal(scaip("99999991", ref="b"), source=world.source, at=later))
    (row,) = alarms()
    assert (row.state, row.held_by, row.repeats) == (State.NEW, None, 1)
    assert "voice" in {message.channel for message in messages()[before:]}


@pytest.mark.parametrize("what", ["rule", "plan"])
def test_a_rule_or_plan_that_cannot_be_read_gives_way_to_the_shipped_one_and_is_told_of_once(
    world: World, what: str
) -> None:
    rule = {
        "alert": "3",
        "severity": 40,
        "urgency": "R",
        "because": {"nb": "x"},
        "when": ["of_an_older_version"],
    }
    values = {"title": "x", "alert": "3", "starts_at": world.now - timedelta(days=1), "made_by": "Lea"}
    with scope(EVERYWHERE):
        if what == "rule":
            body: dict[str, Any] = {"version": "1", "rules": [rule]}
            RuleVersion.objects.create(owner=world.municipality, body=body, **values)
        else:
            PlanVersion.objects.create(owner=world.municipality, body={"code": "old"}, **values)
    for minute in range(3):
        read(world, spoken(world, "alarm", minute), after=timedelta(minutes=minute))
    told, real = sorted(alarms(), key=lambda row: row.kind == "alarm")
    assert (real.code, real.recipient_id) == ("3", world.recipient.pk)
    assert (told.code, told.owner_id, told.repeats) == (Fault.POLICY_UNFIT, world.municipality.pk, 0)
    assert {row.outcome for row in Reading.objects.all()} == {"opened", "extended"}
    tick(world, 400)
    assert {message.about_id for message in messages()} >= {real.pk}


def rounds(world: World, first: int, last: int) -> None:
    """The worker, every ten seconds from the first second of the night to the last."""
    for second in range(first, last, 10):
        jobs.do_due(world.now + timedelta(seconds=second))


@pytest.mark.parametrize("what", ["no steps", "nobody of that name"])
def test_an_alarm_whose_step_fails_each_time_is_told_of_and_its_last_resort_is_called(
    world: World, what: str
) -> None:
    alarm = press(world)
    whole, plan = alarm.plan, json.loads(json.dumps(alarm.plan))
    if what == "no steps":
        del plan["steps"]
    else:
        plan["steps"][1] |= {"receiver": "staff", "ref": "gone"}
    with scope(EVERYWHERE):
        Alarm.objects.filter(pk=alarm.pk).update(plan=plan)
    rounds(world, 60, 120)
    assert len(alarms()) == 1, "twice is no pattern"
    rounds(world, 120, 130)
    stuck = next(row for row in alarms() if row.code == Fault.ALARM_STUCK)
    assert (stuck.owner_id, stuck.device) == (world.centre.pk, DEVICE)
    called = [one for one in messages() if one.about_id == alarm.pk and one.receiver_kind == "organisation"]
    assert {one.channel for one in called} == {"voice", "sms"}
    rounds(world, 130, 1000)
    assert [row.code for row in alarms()].count(Fault.ALARM_STUCK) == 1, "told of once"
    again = [one for one in messages() if one.about_id == alarm.pk and one.channel == "voice"]
    assert len(again) == 3, "every five minutes"
    with scope(EVERYWHERE):
        assert AlarmEvent.objects.filter(alarm=alarm, verb="put_off").count() == 3 + 2
        Alarm.objects.filter(pk=alarm.pk).update(plan=whole)
    rounds(world, 1000, 1040)
    assert next(row for row in alarms() if row.pk == alarm.pk).level == 2, "it is tried all the time"


def test_the_operator_opens_the_card_only_while_the_alarm_lives(world: World) -> None:
    with pytest.raises(PermissionDenied):
        people.card(world.operator, recipient_id=world.recipient.pk, now=world.now)
    press(world)
    card = people.card(world.operator, recipient_id=world.recipient.pk, now=world.now)
    assert card.name == "Ragnhild Moe"


def test_a_neighbour_sees_neither_board_nor_alarm(world: World) -> None:
    alarm = press(world)
    world.agreement.ended_at = world.now
    world.agreement.save()
    assert not list(queries.board(world.operator))
    with pytest.raises(Http404):
        queries.alarm(world.operator, alarm_id=alarm.pk)


def test_a_lapsed_agreement_still_rings_at_the_centre(world: World) -> None:
    world.agreement.ends_at = world.now - timedelta(minutes=1)
    world.agreement.save()
    alarm = press(world)
    assert [row.pk for row in queries.board(world.operator)] == [alarm.pk]
    assert (
        people.minimum(world.operator, recipient_id=world.recipient.pk, basis="alarm", now=world.now).name
        == "Ragnhild Moe"
    )


def test_a_nurse_cannot_touch_an_alarm_that_was_not_sent_out(world: World) -> None:
    alarm = press(world)
    with pytest.raises(PermissionDenied):
        actions.respond(
            world.nurse, alarm_id=alarm.pk, act=Act(Verb.ACCEPT, by=str(world.nurse.id)), now=world.now
        )


def test_a_person_without_a_plan_gets_help_and_somebody_is_told_to_make_one(world: World) -> None:
    with scope(EVERYWHERE):
        PlanVersion.objects.update(ends_at=world.now)
    press(world)
    assert sorted(row.code for row in alarms()) == ["3", Fault.NO_PLAN]
    press(world, ref="b2")
    assert len(alarms()) == 2, "told of once"


def test_a_plan_of_the_organisation_is_used_and_kept_with_the_alarm(world: World) -> None:
    alarm = press(world)
    assert [row.code for row in alarms()] == ["3"]
    with scope(EVERYWHERE):
        version = PlanVersion.objects.get()
    assert (alarm.plan, alarm.plan_version) == (version.body, version.pk)


def test_the_incoming_call_is_linked_to_the_alarm_of_that_unit(world: World) -> None:
    alarm = press(world, crd="tel:+4738000000")
    assert alarm.voice_due_at is not None
    call = b'{"id": "c1", "device": "38000000", "type": "call"}'
    read(world, make_signal(call, source=world.source, at=world.now, protocol="json"))
    assert alarms()[0].voice_due_at is None
    with scope(EVERYWHERE):
        assert AlarmEvent.objects.filter(alarm=alarm, verb="call_linked").count() == 1


def test_a_call_that_is_read_with_its_alarm_is_linked_to_it(world: World) -> None:
    heard = scaip(DEVICE, crd="tel:+4738000000")
    call = b'{"id": "c1", "device": "38000000", "type": "call"}'
    read(
        world,
        make_signal(heard, source=world.source, at=world.now),
        make_signal(call, source=world.source, at=world.now, protocol="json"),
    )
    (alarm,) = [row for row in alarms() if row.kind == "alarm"]
    assert (alarm.voice_due_at, alarm.no_voice) == (None, False)
    with scope(EVERYWHERE):
        assert AlarmEvent.objects.filter(alarm=alarm, verb="call_linked").count() == 1


def test_solved_without_documentation_is_reminded_of_when_the_shift_ends(world: World) -> None:
    alarm = press(world)
    ends = world.now + timedelta(hours=2)
    make_shift(world.operators, world.now - timedelta(hours=6), ends, user=world.operator_user)
    for verb in (Verb.TAKE, Verb.SOLVE_LATER):
        actions.operate(
            world.operator, alarm_id=alarm.pk, act=Act(verb, by=str(world.operator.id)), now=world.now
        )
    assert alarms()[0].due_at == ends
    tick(world, (ends - world.now).total_seconds())
    assert alarms()[0].reminders == 1


def test_a_silent_process_is_an_alarm_unless_another_of_its_kind_has_taken_its_place(world: World) -> None:
    worker, later = machine("alarm_worker"), world.now + timedelta(seconds=40)
    lead.beat("worker:a:1", now=world.now)
    lead.beat("intake:a:2", now=world.now)
    lead.beat("worker:a:3", now=later)
    for gone in ("worker:a:1", "intake:a:2"):
        actions.tell_of_silence(worker, process=gone, since=world.now, now=later)
    assert [(row.code, row.device) for row in alarms()] == [(Fault.WORKER_STALE, "intake:a:2")]


def test_strangers_are_told_of_once_per_address_also_where_addresses_are_full_of_colons(world: World) -> None:
    for number, peer in enumerate(("2001:db8::1:1", "2001:db8::1:2", "2001:db8::1:2", "10.0.0.1")):
        signal = make_signal(b"%d" % number, source=None, at=world.now, note="refused")
        read(world, replace(signal, peer=peer))
    assert [alarm.fault_key.split(":", 1)[1].rsplit(":", 1)[0] for alarm in alarms()] == [
        "2001:db8::1:1",
        "2001:db8::1:2",
        "10.0.0.1",
    ]


@pytest.fixture
def leader(world: World) -> User:
    """A leader on duty with a phone, where a gateway can ring."""
    lea = _user("Lea", world.municipality, "unit_leader", world.now - timedelta(days=30))
    check_in(make_pool(world.municipality, "Leder", kind="leader"), world.now - timedelta(hours=1), user=lea)
    make_contact_method(world.municipality, "+4741000009", user=lea)
    return lea


@pytest.fixture
def gateway(settings: Any) -> None:
    settings.VARDE_GATEWAY_URL = "http://127.0.0.1:1"
    settings.VARDE_GATEWAY_KEY = "x"


def on_site(world: World) -> Alarm:
    """Somebody of the patrol is with the person."""
    alarm = press(world)
    for verb in (Verb.TAKE, Verb.DISPATCH):
        operate(world, alarm, verb)
    for verb in (Verb.ACCEPT, Verb.SET_OUT, Verb.ARRIVE):
        respond(world, alarm, verb)
    return alarm


def operate(world: World, alarm: Alarm, verb: Verb, **more: Any) -> Alarm:
    act = Act(verb, by=str(world.operator.id), **more)
    return actions.operate(world.operator, alarm_id=alarm.pk, act=act, now=world.now)


def respond(world: World, alarm: Alarm, verb: Verb, after: int = 0, text: str = "") -> Alarm:
    now, act = world.now + timedelta(seconds=after), Act(verb, by=str(world.nurse.id))
    return actions.respond(world.nurse, alarm_id=alarm.pk, act=act, now=now, said=Said(text=text))


def calls_to(user: User) -> list[str]:
    """How the calls to somebody's phone stand."""
    return [m.state for m in messages() if m.receiver_id == user.pk and m.channel == "voice"]


def test_a_cry_for_help_is_not_silenced_by_the_next_note_and_rings_again(
    world: World, leader: User, gateway: None
) -> None:
    alarm = on_site(world)
    respond(world, alarm, Verb.NEED_HELP)
    respond(world, alarm, Verb.NOTE, 5, "Blør fra hodet")
    assert calls_to(leader) == ["queued"]
    tick(world, 61)
    assert "cancelled" not in calls_to(leader)
    tick(world, 121)
    assert len(calls_to(leader)) == 2


def test_a_leader_who_answers_a_cry_for_help_stands_in_the_log_and_the_holder_keeps_the_alarm(
    world: World, leader: User, gateway: None
) -> None:
    alarm = on_site(world)
    respond(world, alarm, Verb.NEED_HELP)
    now = world.now + timedelta(seconds=20)
    heard = actions.hear_answer(
        machine("alarm_worker"), alarm_id=alarm.pk, receiver_id=leader.pk, accepted=True, now=now
    )
    row = alarms()[0]
    assert heard
    assert (row.state, row.held_by, row.holder_name) == (State.ON_SITE, world.nurse.id, "Nina")
    assert row.help_at is None
    with scope(EVERYWHERE):
        said = AlarmEvent.objects.get(actor=leader.pk)
    assert (said.verb, said.actor_name) == (Verb.HELP_COMES, "Lea")
    tick(world, 121)
    assert len(calls_to(leader)) == 1


def test_a_colleague_who_was_given_the_alarm_and_presses_2_has_it_no_longer(
    world: World, gateway: None
) -> None:
    make_contact_method(world.centre, "+4741000010", user=world.colleague_user)
    alarm = press(world)
    operate(world, alarm, Verb.TAKE)
    operate(world, alarm, Verb.GIVE, to=str(world.colleague.id))
    worker, bo = machine("alarm_worker"), world.colleague.id
    assert actions.hear_answer(worker, alarm_id=alarm.pk, receiver_id=bo, accepted=False, now=world.now)
    assert (alarms()[0].state, alarms()[0].held_by) == (State.NEW, None)


def test_when_all_who_were_called_press_2_the_next_is_rung_at_once(world: World, gateway: None) -> None:
    alarm = press(world)
    operate(world, alarm, Verb.TAKE)
    operate(world, alarm, Verb.DISPATCH)
    first = alarms()[0]
    assert first.state == State.DISPATCHED
    for place, call in enumerate(calls := [m for m in messages() if m.needs_answer]):
        assert alarms()[0].ring == first.ring, "one of them may still answer"
        say_no(world, call, world.now + timedelta(seconds=10 + place))
    assert len(calls) > 1
    row = alarms()[0]
    assert row.ring > first.ring
    assert (row.dispatch_step, row.state) != (first.dispatch_step, State.DISPATCHED)
    assert len([m for m in messages() if m.about_step == row.ring]) > 0


def say_no(world: World, call: Message, now: datetime) -> None:
    """Key 2, as the gateway reports it and the outbox hands it on."""
    report = Report(uuid4().hex, call.pk, Happening.KEYPRESS, "2")
    messaging.report(machine("message_gateway"), message_id=call.pk, report=report, now=now)
    actions.hear_answer(
        machine("alarm_worker"), alarm_id=call.about_id, receiver_id=call.receiver_id, accepted=False, now=now
    )
