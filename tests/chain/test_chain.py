"""The laws of the alarm chain, tried on real tables with chance as the author."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InterfaceError, transaction
from django.http import Http404

from varde.care.alarms import actions
from varde.care.alarms import jobs as alarm_jobs
from varde.care.alarms.actions import read as reading
from varde.care.alarms.models import Alarm, Outcome, Reading
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

SOLVED = {State.CLOSED, State.SOLVED_UNDOCUMENTED}


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


def test_a_night_of_5000_signals_gives_identical_alarms_twice(world: World) -> None:
    chance, known = random.Random(7), devices(world, 60)
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


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_no_alarm_climbs_down_and_each_unsolved_one_has_something_due(
    world: World, seed: int
) -> None:
    chance, known, now = random.Random(seed), [DEVICE, *devices(world, 3)], world.now
    heights: dict[object, tuple[int, int]] = {}
    sent = 0
    for step in range(60):
        now += timedelta(seconds=chance.choice([0, 1, 20, 70, 200, 4000]))
        if chance.random() < 0.3:
            signal = make_signal(raw(chance, known, step), source=world.source, at=now)
            sent += actions.read_signals(machine("signal_reader"), signals=[signal], now=now)
        elif chance.random() < 0.5:
            alarm_jobs.do_due(now)
        else:
            move(world, chance, now)
        for alarm in alarms():
            level, severity = heights.get(alarm.pk, (0, 0))
            assert alarm.level >= level
            assert alarm.severity >= severity
            assert alarm.due_at is not None or alarm.state == State.CLOSED
            heights[alarm.pk] = alarm.level, alarm.severity
    assert Reading.objects.count() == sent
    assert set(heights) == {alarm.pk for alarm in alarms()}


def move(world: World, chance: random.Random, now: object) -> None:
    """A press by somebody: most are refused, and what is refused changes nothing."""
    rows = alarms()
    if not rows:
        return
    alarm, verb = chance.choice(rows), chance.choice(list(Verb))
    who, do = chance.choice([(world.operator, actions.operate), (world.nurse, actions.respond)])
    said = actions.Said(cause="fall", measures=("helped_up",))
    try:
        with transaction.atomic():
            do(who, alarm_id=alarm.pk, act=Act(verb, by=str(who.id)), now=now, said=said)
    except (NotAllowed, AlreadyHeld, WaitInvalid, PermissionDenied, Http404, ValueError):
        return


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
