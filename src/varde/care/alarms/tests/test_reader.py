"""The reader over a log of its own: what was left unread is found, however old it is."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from varde.care.alarms.jobs import URGENT_BATCH, Reader, id_at
from varde.care.alarms.models import Reading
from varde.care.alarms.rules.codes import Fault, Severity
from varde.care.alarms.testing import alarms, make_signal, scaip
from varde.care.alarms.tests.conftest import DEVICE, World
from varde.foundation.outbox.models import Lease
from varde.foundation.signallog import port
from varde.foundation.signallog.signal import Lane, Signal, SignalLog


def stored(world: World, age: timedelta, number: int, lane: Lane = Lane.URGENT) -> Signal:
    """A signal that has lain in the log for a while. `number` makes its key and its bytes its own."""
    at = world.now - age
    kind = {"mty": "PI", "stc": "0102"} if lane is Lane.ROUTINE else {}
    made = make_signal(scaip(DEVICE, ref=f"r{number}", **kind), source=world.source, at=at)
    values = {name: getattr(made, name) for name in Signal.__slots__}
    return Signal(**{**values, "id": type(made.id)(int=id_at(at).int + number), "lane": lane})


@pytest.fixture
def log(tmp_path: Path, settings: Any) -> SignalLog:
    settings.VARDE_SIGNAL_LOG = str(tmp_path / "signals.sqlite3")
    return port.open_log(writer=True)


def test_a_worker_that_starts_reads_what_was_left_hours_ago_and_the_urgent_first(
    world: World, log: SignalLog
) -> None:
    quiet = [stored(world, timedelta(hours=9), n, Lane.ROUTINE) for n in range(1, 6)]
    urgent = [stored(world, timedelta(hours=2), n) for n in range(10, 10 + URGENT_BATCH + 5)]
    fresh = stored(world, timedelta(seconds=3), 900)
    assert log.append([*quiet, *urgent, fresh]) == [None] * (len(quiet) + len(urgent) + 1)
    reader = Reader(holder="worker:here:1", signals=log)
    reader.round(world.now)
    read = set(Reading.objects.values_list("signal", flat=True))
    assert fresh.id in read, "what is new does not wait for what is old"
    assert not read & {one.id for one in quiet}
    for _ in range(6):
        reader.round(world.now)
    read = set(Reading.objects.values_list("signal", flat=True))
    assert read == {one.id for one in [*quiet, *urgent, fresh]}
    assert alarms()


def test_what_has_been_read_is_not_read_again_by_the_next_worker(world: World, log: SignalLog) -> None:
    log.append([stored(world, timedelta(hours=1), 1)])
    for holder in ("worker:here:1", "worker:here:2"):
        reader = Reader(holder=holder, signals=log)
        for second in range(0, 40, 11):
            reader.round(world.now + timedelta(seconds=second))
    assert Reading.objects.count() == 1
    assert len(alarms()) == 1


def test_what_came_while_nobody_read_is_found_before_all_the_history_is_looked_through(
    world: World, log: SignalLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A year of history must not stand between a worker that was away for ten minutes and what it missed."""
    history = [stored(world, timedelta(days=9) - timedelta(minutes=n), n) for n in range(1, 40)]
    log.append(history)
    before = Reader(holder="worker:here:1", signals=log)
    for _ in range(6):
        before.round(world.now - timedelta(minutes=10))
    monkeypatch.setattr("varde.care.alarms.jobs.SWEEP_BATCH", 5)
    missed = stored(world, timedelta(minutes=5), 700)
    log.append([missed])
    after = Reader(holder="worker:here:1", signals=log)
    after.round(world.now)
    after.round(world.now)
    assert missed.id in set(Reading.objects.values_list("signal", flat=True))


def test_one_reads_and_writes_its_lease_now_and_then_and_another_takes_over_when_it_is_silent(
    world: World, log: SignalLog
) -> None:
    first, second = (Reader(holder=f"worker:elsewhere:{n}", signals=log) for n in (1, 2))
    said = []
    for tenths in range(31):
        first.round(world.now + timedelta(seconds=tenths / 10))
        said.append(Lease.objects.get().until)
    assert len(set(said)) == 2, "written at first and after two seconds"
    log.append([stored(world, timedelta(0), 1)])
    second.round(world.now + timedelta(seconds=11))
    assert not Reading.objects.exists(), "the lease of the first still holds"
    second.round(world.now + timedelta(seconds=13))
    assert (Lease.objects.get().holder, Reading.objects.count()) == (second.holder, 1)
    first.round(world.now + timedelta(seconds=13))
    assert not first.cursor, "whoever wakes sees that somebody else reads"


def read() -> set[UUID]:
    return set(Reading.objects.values_list("signal", flat=True))


def test_an_alarm_that_commits_behind_the_cursor_is_read_though_the_other_lane_is_idle(
    world: World, log: SignalLog
) -> None:
    reader = Reader(holder="worker:here:1", signals=log)
    for minute in range(6):
        reader.round(world.now + timedelta(minutes=minute))
    late, prompt = (stored(world, timedelta(minutes=-5, seconds=-1), n) for n in (1, 2))
    log.append([prompt])
    reader.round(world.now + timedelta(minutes=5, seconds=2))
    log.append([late])
    reader.round(world.now + timedelta(minutes=5, seconds=4))
    assert read() == {prompt.id, late.id}


def test_what_committed_late_while_the_reader_was_held_up_is_read(world: World, log: SignalLog) -> None:
    reader = Reader(holder="worker:here:1", signals=log)
    late, prompt = (stored(world, timedelta(seconds=-1), n) for n in (1, 2))
    log.append([prompt])
    reader.round(world.now + timedelta(seconds=2))
    log.append([late])
    reader.round(world.now + timedelta(minutes=10))
    assert late.id in read()


def test_a_key_from_a_clock_that_runs_fast_hides_nothing_that_comes_after_it(
    world: World, log: SignalLog
) -> None:
    def comes(second: int, number: int, ahead: timedelta = timedelta(0)) -> UUID:
        signal = stored(world, -timedelta(seconds=second) - ahead, number)
        log.append([signal])
        return signal.id

    reader = Reader(holder="worker:here:1", signals=log)
    reader.round(world.now)
    fast = comes(1, 1, timedelta(hours=1))
    reader.round(world.now + timedelta(seconds=1))
    assert fast in read(), "an hour is too long to wait"
    for second in (120, 600):
        reader.round(world.now + timedelta(seconds=second))
        came = comes(second, second)
        reader.round(world.now + timedelta(seconds=second, milliseconds=100))
        assert came in read(), "in the next round"
    assert max(reader.cursor.values()) < id_at(world.now + timedelta(seconds=601))
    reader = Reader(holder="worker:here:1", signals=log)
    for second in (1200, 1201):
        came = comes(second, second)
        reader.round(world.now + timedelta(seconds=second, milliseconds=5))
        assert came in read(), "nor after a restart"
    reader.round(world.now + timedelta(hours=2))
    assert Reading.objects.count() == 5


def test_more_keys_of_a_fast_clock_than_a_batch_holds_push_nobody_out_and_keep_nobody_busy(
    world: World, log: SignalLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("varde.care.alarms.jobs.URGENT_BATCH", 5)
    monkeypatch.setattr("varde.care.alarms.jobs.ROUTINE_BATCH", 5)
    ahead = timedelta(hours=-1)
    lanes = (Lane.URGENT, Lane.ROUTINE)
    fast = [stored(world, ahead, 100 * lane + n, lane) for lane in lanes for n in range(1, 10)]
    log.append(fast)
    reader = Reader(holder="worker:here:1", signals=log)
    for tenths in range(6):
        reader.round(world.now + timedelta(seconds=tenths / 10))
    assert read() == {one.id for one in fast}
    now = world.now + timedelta(seconds=2)
    assert [reader.round(now + timedelta(seconds=n)) for n in range(3)] == [0, 0, 0]
    new = [stored(world, timedelta(seconds=-4), 300 + lane, lane) for lane in lanes]
    new += [stored(world, ahead, 400 + lane, lane) for lane in lanes]
    log.append(new)
    assert reader.round(world.now + timedelta(seconds=5)) == len(new)
    assert read() == {one.id for one in [*fast, *new]}


def test_a_clock_that_is_set_back_stops_no_reading(world: World, log: SignalLog) -> None:
    reader = Reader(holder="worker:here:1", signals=log)
    log.append([stored(world, timedelta(seconds=1), 1)])
    reader.round(world.now)
    before, came = timedelta(hours=-1), stored(world, timedelta(hours=1, seconds=-1), 2)
    log.append([came])
    reader.round(world.now + before + timedelta(seconds=2))
    assert came.id in read()


def test_a_key_from_a_fast_clock_is_not_where_the_next_worker_begins(
    world: World, log: SignalLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    history = [stored(world, timedelta(days=9) - timedelta(minutes=n), n) for n in range(1, 40)]
    fast = stored(world, timedelta(minutes=-1), 600)
    log.append([*history, fast])
    before = Reader(holder="worker:here:1", signals=log)
    for _ in range(6):
        before.round(world.now - timedelta(minutes=10))
    assert fast.id in read()
    monkeypatch.setattr("varde.care.alarms.jobs.SWEEP_BATCH", 5)
    missed = stored(world, timedelta(minutes=5), 700)
    log.append([missed])
    after = Reader(holder="worker:here:1", signals=log)
    after.round(world.now)
    after.round(world.now)
    assert missed.id in read()


OTHER_KEY = base64.b64encode(b"k" * 32).decode()


@pytest.mark.parametrize("age", [timedelta(0), timedelta(days=20)])
def test_a_signal_that_no_key_opens_is_told_of_at_once_and_is_the_alarm_it_was_when_the_key_comes(
    world: World, log: SignalLog, settings: Any, age: timedelta
) -> None:
    own = settings.VARDE_KEYS
    settings.VARDE_KEYS = [OTHER_KEY]
    locked = [stored(world, age, 1), stored(world, age, 2), stored(world, age, 3, Lane.ROUTINE)]
    log.append(locked)
    settings.VARDE_KEYS = own
    clear = replace(stored(world, timedelta(0), 4), raw=scaip("of another"))
    log.append([clear])
    reader = Reader(holder="worker:here:1", signals=log)
    for second in range(0, 66, 11):
        reader.round(world.now + timedelta(seconds=second))
    assert read() == {clear.id}
    assert {alarm.code for alarm in alarms()} == {Fault.UNREADABLE, Fault.UNKNOWN_DEVICE}
    assert all(alarm.severity >= Severity.SERIOUS for alarm in alarms())
    settings.VARDE_KEYS = [OTHER_KEY, *own]
    reader = Reader(holder="worker:here:2", signals=log)
    for second in range(80, 120, 5):
        reader.round(world.now + timedelta(seconds=second))
    assert read() == {clear.id, *(one.id for one in locked)}
    (late,) = [alarm for alarm in alarms() if alarm.pk == locked[0].id]
    assert (late.code, late.recipient_id, late.opened_at) == ("3", world.recipient.pk, locked[0].received_at)


def test_what_has_been_read_is_not_told_of_when_its_key_is_dropped(
    world: World, log: SignalLog, settings: Any
) -> None:
    log.append([stored(world, timedelta(seconds=1), 1)])
    Reader(holder="worker:here:1", signals=log).round(world.now)
    settings.VARDE_KEYS = [OTHER_KEY]
    for second in range(1, 40, 11):
        Reader(holder="worker:here:1", signals=log).round(world.now + timedelta(seconds=second))
    assert [alarm.code for alarm in alarms()] == ["3"]
