"""`varde check` and the signal log: partitions ahead, and rows that nobody can change."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from varde.care.rota.testing import make_pool
from varde.config import jobs
from varde.foundation.signallog.partitions import ensure_partitions, month_bounds
from varde.foundation.signallog.postgres import TABLE
from varde.foundation.signallog.sqlite import SCHEMA
from varde.ground.organisations.testing import make_organisation
from varde.interfaces.cli import check
from varde.kernel.clock import now

pytestmark = pytest.mark.django_db


def _about_the_log() -> list[str]:
    return [fault for fault in check.faults(at=now()) if fault.startswith("signal log")]


# transaction: the look at the log is a connection of its own and must not wait for ours
@pytest.mark.django_db(transaction=True)
def test_a_missing_partition_is_said_and_made_by_the_hourly_job() -> None:
    job = next(one for one in jobs.jobs() if one.name == "signallog.partitions")
    assert job.every <= 24 * 3600
    ensure_partitions(now())
    if connection.vendor != "postgresql":
        assert job.run(now()) == 0
        return
    name = f"{TABLE}_{month_bounds(now(), 3)[0]}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {name}")
    assert f"signal log: partition {name} is missing" in _about_the_log()
    assert job.run(now()) == 1
    assert not any("partition" in fault for fault in _about_the_log())
    assert job.run(now() + timedelta(days=40)) >= 1


def test_a_signal_log_that_lets_its_rows_be_changed_is_said(settings, tmp_path: Path) -> None:
    settings.VARDE_SIGNAL_LOG = str(tmp_path / "signals.sqlite3")
    assert _about_the_log() == [], "before the first signal there is nothing to say"
    with sqlite3.connect(settings.VARDE_SIGNAL_LOG) as plain:
        plain.executescript(SCHEMA)
    assert _about_the_log() == []
    with sqlite3.connect(settings.VARDE_SIGNAL_LOG) as plain:
        plain.executescript("DROP TRIGGER signal_stays")
    plain.close()
    assert _about_the_log() == ["signal log: rows can be changed or deleted"]


def test_an_organisation_whose_numbers_cannot_be_rung_is_named_without_the_number() -> None:
    froland = make_organisation("Froland", last_resort_phone="116117")
    make_organisation("Birkenes")
    make_pool(froland, "Natt", duty_phone="02800")
    make_pool(froland, "Dag", duty_phone="+4790000000")
    found = [fault for fault in check.faults(at=now()) if "cannot be rung" in fault]
    assert found == [
        "Froland: the number of the last-resort receiver cannot be rung",
        "Froland: the duty phone of Natt cannot be rung",
    ]
