"""Replaying a night: 5,000 signals, twice, in seconds, with identical alarms."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from varde.care.alarms.testing import make_signal, make_source, scaip
from varde.foundation.signallog.sqlite import SqliteLog
from varde.ground.equipment.testing import make_item, make_placement
from varde.ground.organisations.testing import make_organisation
from varde.ground.people.testing import make_recipient
from varde.interfaces.cli import replay

EVENING = datetime(2026, 11, 20, 21, 0, tzinfo=UTC)
SIGNALS, HOMES = 5_000, 100


@pytest.fixture
def night(db, tmp_path):
    """A log: mostly heartbeats, 400 presses by 100 people, and 20 messages that were cut off."""
    owner = make_organisation()
    source = make_source(owner, now=EVENING)
    for number in range(HOMES):
        person = make_recipient(owner.pk, name=f"Anna {number}")
        make_placement(make_item(owner.pk, device=str(1000 + number)), [person.pk])
    log = SqliteLog(tmp_path / "signals.sqlite3", writer=True)
    log.append(
        [make_signal(_said(n), source=source, at=EVENING + timedelta(seconds=6 * n)) for n in range(SIGNALS)]
    )
    log.close()
    return tmp_path / "signals.sqlite3"


def _said(number: int) -> bytes:
    device = str(1000 + number // 12 * 7 % HOMES)
    if number % 250 == 3:
        return scaip(device, ref=str(number))[:30]
    if number % 12 == 0:
        return scaip(device, ref=str(number))
    return scaip(device, ref=str(number), mty="PI", stc="0070")


@pytest.mark.on("sqlite")  # it reads the files of the embedded database
@pytest.mark.django_db
def test_a_night_of_5000_signals_replays_in_seconds_and_gives_identical_alarms_twice(
    night,
):
    seen = []
    for _ in range(2):
        began = time.process_time()
        with transaction.atomic():
            seen.append((replay.read_all(night), replay.raised()))
            transaction.set_rollback(True)
        assert time.process_time() - began < 30
    assert seen[0] == seen[1]
    signals, alarms, _ = seen[0][0]
    assert signals == SIGNALS
    assert alarms >= HOMES
