"""The laws of the alarm chain, tried on real tables with hypothesis as the author."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InterfaceError, transaction
from django.http import Http404
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from varde.care.alarms import actions
from varde.care.alarms import jobs as alarm_jobs
from varde.care.alarms.actions import read as reading
from varde.care.alarms.models import Alarm, Outcome, Reading
from varde.care.alarms.rules import escalation
from varde.care.alarms.rules.codes import Fault, Severity
from varde.care.alarms.rules.escalation import Act, AlreadyHeld, WaitInvalid
from varde.care.alarms.rules.lifecycle import NotAllowed, State, Verb
from varde.care.alarms.testing import alarms, make_signal, scaip
from varde.care.alarms.tests.conftest import DEVICE, World
from varde.foundation.authorisation import machine
from varde.foundation.ownership import scope
from varde.foundation.signallog.sqlite import SqliteLog
from varde.ground.equipment.testing import make_item, make_placement
from varde.ground.people.testing import make_recipient
from varde.kernel.actor import EVERYWHERE


def devices(world: World, count: int) -> list[str]:
    made = [f"70{number:05d}" for number in range(count)]
    for device in made:
        person = make_recipient(world.municipality.pk, name=f"Person {device}")
        make_placement(make_item(world.municipality.pk, device=device), [person.pk])
    return made


def raw(chance: random.Random, known: list[str], number: int) -> bytes:
    kind = chance.random()
    if kind < 0.03:
        return b"\xff\xfe" + chance.randbytes(30)
    device = "99999999" if kind < 0.05 else chance.choice(known)
    if kind < 0.6:
        return scaip(device, ref=f"r{number}", mty="PI", stc="0000")
    return scaip(device, ref=f"r{number}", stc=chance.choice(["0010", "0011", "0015", "0030", "7777"]))


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def picture() -> list[tuple[object, ...]]:
    return [
        (
            a.pk,
            a.code,
            a.severity,
            a.owner_id,
            a.recipient_id,
            a.state,
            a.level,
            a.ring,
            a.due_at,
            a.plan,
            a.repeats,
        )
        for a in alarms()
    ]


@settings(max_examples=1, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_a_night_of_5000_signals_gives_identical_alarms_twice(
    world: World, sixty: list[str], seed: int
) -> None:
    chance, known = random.Random(seed), sixty
    start = world.now - timedelta(hours=2)
    night = [
        make_signal(raw(chance, known, n), source=world.source, at=start + timedelta(seconds=n))
        for n in range(5000)
    ]

    def replay() -> list[tuple[object, ...]]:
        with undone():
            for at in range(0, len(night), 500):
                piece = night[at : at + 500]
                when = piece[-1].received_at
                actions.read_signals(machine("signal_reader"), signals=piece, now=when)
                alarm_jobs.do_due(when)
            return picture()

    first = replay()
    assert len(first) > 60
    assert first == replay()


@dataclass(frozen=True)
class Came:
    """A signal from one of the units: `kind` None is bytes that nobody can read."""

    unit: int
    kind: str | None


@dataclass(frozen=True)
class Pressed:
    """Somebody presses a button on one of the alarms."""

    verb: Verb
    by: str
    alarm: int


KINDS = st.sampled_from(["0010", "0011", "0015", "0030", "7777", None])
HAPPENINGS = st.one_of(
    st.builds(Came, st.integers(0, 4), KINDS),
    st.just("due"),
    st.builds(
        Pressed,
        st.sampled_from(list(Verb)),
        st.sampled_from(["operator", "colleague", "nurse"]),
        st.integers(0, 9),
    ),
)
NIGHTS = st.lists(st.tuples(st.sampled_from([0, 1, 20, 70, 200, 4000]), HAPPENINGS), min_size=1, max_size=25)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(night=NIGHTS)
def test_whatever_happens_no_alarm_climbs_down_and_each_unsolved_one_has_something_due(
    world: World, known: list[str], night: list[tuple[int, object]]
) -> None:
    now, heights, sent = world.now, {}, 0
    with undone():
        for number, (seconds, what) in enumerate(night):
            now += timedelta(seconds=seconds)
            if isinstance(what, Came):
                sent += receive(world, known, what, number, now)
            elif isinstance(what, Pressed):
                press(world, what, now)
            else:
                alarm_jobs.do_due(now)
            for alarm in alarms():
                level, severity = heights.get(alarm.pk, (0, 0))
                assert alarm.level >= level
                assert alarm.severity >= severity
                is_coming(alarm)
                heights[alarm.pk] = alarm.level, alarm.severity
        assert Reading.objects.count() == sent
        assert set(heights) == {alarm.pk for alarm in alarms()}


def is_coming(alarm: Alarm) -> None:
    """An open alarm has a next step, and that is the one the rules would give it now."""
    if alarm.state == State.CLOSED:
        assert alarm.due_at is None
        return
    assert alarm.due_at is not None
    due = escalation.next_due(alarm.picture(), alarm.due_at)
    assert due is not None
    assert (due.at, due.what.value) == (alarm.due_at, alarm.due_what)
    if alarm.state not in {State.NEW, State.DISPATCHED, State.WAITING}:
        assert alarm.held_by is not None


@pytest.fixture
def sixty(world: World) -> list[str]:
    return devices(world, 60)


@pytest.fixture
def known(world: World) -> list[str]:
    """Units with somebody each, and one that nobody knows."""
    return [DEVICE, *devices(world, 3), "99999999"]


def receive(world: World, known: list[str], came: Came, number: int, now: datetime) -> int:
    raw = (
        b"\xff\xfe unreadable"
        if came.kind is None
        else scaip(known[came.unit], ref=f"r{number}", stc=came.kind)
    )
    signal = make_signal(raw, source=world.source, at=now)
    return actions.read_signals(machine("signal_reader"), signals=[signal], now=now)


def press(world: World, pressed: Pressed, now: datetime) -> None:
    """Most are refused, and what is refused changes nothing."""
    rows = alarms()
    if not rows:
        return
    alarm = rows[pressed.alarm % len(rows)]
    do = actions.respond if pressed.by == "nurse" else actions.operate
    who = getattr(world, pressed.by)
    act = Act(pressed.verb, by=str(who.id), to=str(world.colleague_user.pk), until=now + timedelta(hours=2))
    said = actions.Said(cause="fall", measures=("helped_up",))
    try:
        with transaction.atomic():
            do(who, alarm_id=alarm.pk, act=act, now=now, said=said)
    except (NotAllowed, AlreadyHeld, WaitInvalid, PermissionDenied, Http404, ValueError):
        after = next(one for one in alarms() if one.pk == alarm.pk)
        assert (after.state, after.held_by, after.due_at) == (alarm.state, alarm.held_by, alarm.due_at)


def test_the_database_refuses_an_open_alarm_with_nothing_due(world: World) -> None:
    actions.read_signals(
        machine("signal_reader"),
        signals=[make_signal(scaip(DEVICE), source=world.source, at=world.now)],
        now=world.now,
    )
    with pytest.raises(IntegrityError), transaction.atomic(), scope(EVERYWHERE):
        Alarm.objects.update(due_at=None)


def test_a_signal_that_our_own_code_fails_on_is_an_alarm_and_the_next_is_read(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path
) -> None:
    real = reading.ADAPTERS["scaip"]

    def adapter(body: bytes):
        if b"poison" in body:
            raise ZeroDivisionError
        return real(body)

    monkeypatch.setitem(reading.ADAPTERS, "scaip", adapter)
    log = SqliteLog(tmp_path / "log", writer=True)
    bad = replace(make_signal(b"<mrq>poison</mrq>", source=world.source, at=world.now))
    good = make_signal(scaip(DEVICE), source=world.source, at=world.now)
    log.append([bad, good])
    alarm_jobs.Reader("a", signals=log).round(world.now)
    log.close()
    assert {a.code for a in alarms()} == {Fault.UNREADABLE, "3"}
    assert Reading.objects.count() == 2
    assert all(a.severity >= Severity.SERIOUS for a in alarms())


def test_a_database_that_goes_away_while_signals_are_read_makes_no_signal_unreadable(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path
) -> None:
    log = SqliteLog(tmp_path / "log", writer=True)
    log.append([make_signal(scaip(DEVICE), source=world.source, at=world.now)])
    reader = alarm_jobs.Reader("a", signals=log)
    with monkeypatch.context() as away:

        def read_signals(*_: object, **__: object) -> int:
            raise InterfaceError("the connection is closed")

        away.setattr(actions, "read_signals", read_signals)
        with pytest.raises(InterfaceError):
            reader.round(world.now)
    assert not Reading.objects.exists()
    reader.round(world.now)
    log.close()
    assert [a.code for a in alarms()] == ["3"]


@pytest.mark.parametrize(
    "body",
    [
        b"x" * 10_000_000,
        b'<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><mrq><cid>&d;</cid></mrq>',
        "<mrq><cid>æøå</cid>".encode("latin-1"),
        b"\x00" * 50,
    ],
)
def test_what_nobody_can_read_is_urgent(world: World, body: bytes) -> None:
    signal = make_signal(body, source=world.source, at=world.now)
    actions.read_signals(machine("signal_reader"), signals=[signal], now=world.now)
    (alarm,) = alarms()
    assert alarm.severity >= Severity.SERIOUS
    assert Reading.objects.get().outcome == Outcome.OPENED


def test_two_people_whose_units_claim_one_id_both_matter(world: World) -> None:
    other = make_recipient(world.municipality.pk, name="En annen")
    make_placement(make_item(world.municipality.pk, device=DEVICE), [other.pk])
    signal = make_signal(scaip(DEVICE), source=world.source, at=world.now)
    actions.read_signals(machine("signal_reader"), signals=[signal], now=world.now)
    assert [a.code for a in alarms()] == [Fault.TWO_CLAIM_ONE_ID]
