"""A house that has run for years: open alarms on the board, and behind them a log with so many signals, all read."""

from __future__ import annotations

import os
import time
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from bench import history
from bench.pages_seed import Town
from varde.care.alarms import actions
from varde.care.alarms.models import Reading
from varde.care.alarms.testing import make_plan, make_signal, make_source, scaip
from varde.foundation.authorisation import machine
from varde.foundation.ownership import scope
from varde.foundation.signallog.port import open_log
from varde.ground.equipment.models import Placement
from varde.kernel.actor import EVERYWHERE

OPEN = 30
POSTGRES = """
INSERT INTO alarms_reading (id, signal, source, received_at, read_at, outcome, alarm, repeat_key)
SELECT key, key, NULL, now() - interval '2 hours', now(), 'heartbeat', NULL, md5(n::text) || md5((n + 1)::text)
FROM (SELECT n, (lpad(to_hex(%(first)s + n), 12, '0') || '70008000000000000000')::uuid AS key
      FROM generate_series(1, %(rows)s) n) made"""
SQLITE = """
WITH RECURSIVE made(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM made WHERE n < %(rows)s)
INSERT INTO alarms_reading (id, signal, source, received_at, read_at, outcome, alarm, repeat_key)
SELECT printf('%%012x', %(first)s + n) || '70008000000000000000', printf('%%012x', %(first)s + n) || '70008000000000000000',
  NULL, datetime('now', '-2 hours'), datetime('now'), 'heartbeat', NULL, lower(hex(randomblob(32))) FROM made"""


def open_alarms(there: Town, now: datetime) -> None:
    """Thirty pressed pendants on the board, by the way every signal goes."""
    source = make_source(there.owner, now=there.began)
    make_plan(there.owner, now=there.began)
    with scope(EVERYWHERE):
        placed = Placement.objects.select_related("item").order_by("pk")[:OPEN]
        devices = [placement.item.device for placement in placed]
    signals = [make_signal(scaip(one, ref=f"r{n}"), source=source, at=now) for n, one in enumerate(devices)]
    actions.read_signals(machine("signal_reader"), signals=signals, now=now)


def years(rows: int) -> int:
    """So many signals in the log and as many readings; the signals afterwards, counted. The index is built afterwards: that is quicker."""
    if connection.vendor == "postgresql":
        found = history.fill_postgres(os.environ["VARDE_DATABASE"], rows)
    else:
        log = open_log(writer=True)
        log.count()
        log.close()
        found = history.fill_sqlite(Path(settings.VARDE_SIGNAL_LOG), rows)
    index = next(one for one in Reading._meta.indexes if one.name == "reading_repeat")
    with connection.schema_editor() as editor:
        editor.remove_index(Reading, index)
    with connection.cursor() as cursor:
        first = int(time.time() * 1000) - 3_600_000 - rows
        cursor.execute(
            POSTGRES if connection.vendor == "postgresql" else SQLITE, {"rows": rows, "first": first}
        )
    with connection.schema_editor() as editor:
        editor.add_index(Reading, index)
    return found
