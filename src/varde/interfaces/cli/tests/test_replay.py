"""Replaying a night: 5,000 signals, twice, in seconds, with identical alarms."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from varde.care.alarms.testing import make_signal, make_source, scaip
from varde.foundation.signallog import port
from varde.foundation.signallog.testing import empty_postgres_log
from varde.ground.equipment.testing import make_item, make_placement
from varde.ground.organisations.testing import make_organisation
from varde.ground.people.testing import make_recipient
from varde.interfaces.cli import replay

EVENING = datetime(2026, 11, 20, 21, 0, tzinfo=UTC)
SIGNALS, FEW, HOMES = 5_000, 500, 100


@pytest.fixture
def home(db, tmp_path, monkeypatch):
    """An empty signal log on the database of the run, and 100 people with a unit each."""
    on_postgres = connection.vendor == "postgresql"
    if on_postgres:
        empty_postgres_log()
    else:
        monkeypatch.setattr(settings, "VARDE_SIGNAL_LOG", str(tmp_path / "signals.sqlite3"))
    owner = make_organisation()
    source = make_source(owner, now=EVENING)
    for number in range(HOMES):
        person = make_recipient(owner.pk, name=f"Anna {number}")
        make_placement(make_item(owner.pk, device=str(1000 + number)), [person.pk])
    log = port.open_log(writer=True)
    yield log, source
    log.close()
    if on_postgres:
        empty_postgres_log()


def filled(given, count: int):
    """A night: mostly heartbeats, every twelfth a press, and some messages that were cut off."""
    log, source = given
    at = [EVENING + timedelta(seconds=6 * n) for n in range(count)]
    log.append([make_signal(_said(n), source=source, at=at[n]) for n in range(count)])
    return log


def _said(number: int) -> bytes:
    device = str(1000 + number // 12 * 7 % HOMES)
    if number % 250 == 3:
        return scaip(device, ref=str(number))[:30]
    if number % 12 == 0:
        return scaip(device, ref=str(number))
    return scaip(device, ref=str(number), mty="PI", stc="0070")


@pytest.mark.on("sqlite")  # where every replay plays; below, what PostgreSQL's log gives it
@pytest.mark.django_db(transaction=True)
def test_a_night_of_5000_signals_replays_in_seconds_and_gives_identical_alarms_twice(home):
    log = filled(home, SIGNALS)
    seen = []
    for _ in range(2):
        began = time.process_time()
        with transaction.atomic():
            seen.append((replay.read_all(log), replay.raised()))
            transaction.set_rollback(True)
        assert time.process_time() - began < 30
    assert seen[0] == seen[1]
    signals, alarms, _ = seen[0][0]
    assert signals == SIGNALS
    assert alarms >= HOMES


@pytest.mark.timeout(400)  # three processes that start from nothing
@pytest.mark.on("postgresql")  # the embedded database is copied as a file
@pytest.mark.django_db(transaction=True)
def test_an_installation_on_postgresql_replays_its_own_log_in_an_embedded_sandbox(home, tmp_path):
    log = filled(home, FEW)
    said = []
    for folder in ("once", "twice"):
        words = [sys.executable, "-m", "varde", "replay", "--into", str(tmp_path / folder)]
        done = subprocess.run(words, env=this_installation(tmp_path), capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        said.append(done.stdout.strip())
    assert said[0] == said[1]
    assert said[0].startswith(f"{FEW} signals, ")
    with transaction.atomic():
        _, alarms, _mark = replay.read_all(log)
        transaction.set_rollback(True)
    assert f"{alarms} alarms" in said[0]
    sandbox = sqlite3.connect(tmp_path / "once" / "varde.sqlite3")
    (owners,) = sandbox.execute("SELECT count(*) FROM people_recipient").fetchone()
    (opened,) = sandbox.execute("SELECT count(*) FROM alarms_alarm").fetchone()
    sandbox.close()
    assert (owners, opened) == (HOMES, alarms)


def this_installation(data: Path) -> dict[str, str]:
    """The environment of a process that works on the database of this test."""
    at = settings.DATABASES["default"]
    url = f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{connection.settings_dict['NAME']}"
    return {**replay.sandbox_environment(data), "VARDE_DATABASE": url}


@pytest.mark.django_db(transaction=True)
def test_a_signal_whose_key_is_not_here_is_not_left_out_in_silence(home, tmp_path, monkeypatch):
    log = filled(home, 3)
    monkeypatch.setattr(settings, "VARDE_KEYS", ["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="])
    with pytest.raises(replay.ReplayFault, match="decrypted"):
        replay.copy_signals(log, tmp_path / "copy")
