"""A region of 40 people for tests, and an intake that listens for its devices."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from varde.demo import folder
from varde.demo.ports import choose
from varde.demo.region import Seeded, seed
from varde.foundation.signallog.signal import Lane, Signal
from varde.foundation.signallog.sqlite import SqliteLog
from varde.interfaces.cli.intake import load
from varde.interfaces.intake.serve import IntakeSettings
from varde.interfaces.intake.testing import FREE, Running

NOW = datetime(2026, 11, 21, 1, 14, tzinfo=UTC)


@pytest.fixture
def region(db: None, monkeypatch: pytest.MonkeyPatch) -> Seeded:
    made = seed(now=NOW, size=40, weeks=1)
    monkeypatch.setattr(folder, "secrets", lambda: [one.plain() for one in made.secrets])
    return made


@pytest.fixture
def intake(region: Seeded, settings, tmp_path, monkeypatch) -> Iterator[Callable[[], list[Signal]]]:
    """A listening intake that knows the region's sources; call it for what it has stored."""
    log = SqliteLog(tmp_path / "signals.sqlite3", writer=True)
    monkeypatch.setattr("varde.interfaces.cli.intake.close_old_connections", lambda: None)
    table = load()  # read here: the test database belongs to this thread
    host, _, free = choose("127.0.0.1:0", datagrams=True).address.rpartition(":")
    sip = (host, int(free))
    running = Running(log, lambda: table, IntakeSettings(http=FREE, sip_udp=sip, sip_tcp=sip))
    running.start()
    port = running.intake.bound["sip-udp"][1]
    settings.OPTIONS = {
        **settings.OPTIONS,
        "VARDE_INTAKE_SIP": f"127.0.0.1:{port}",
        "VARDE_INTAKE_HTTP": f"127.0.0.1:{running.intake.bound['http'][1]}",
    }
    yield lambda: log.after(Lane.URGENT, None, 100)
    running.stop()
    log.close()
