"""kill -9 of any process and of the database, at random, under load: nothing is lost and nobody is called twice.

VARDE_KILLS is the number of kills, half on each database: 30 in `make test`, 1,000 in `python -m tests.run crash --long`.
"""

from __future__ import annotations

import os
import random
import time

import pytest

from tests import postgres
from tests.crash.house import House

pytestmark = [pytest.mark.crash, pytest.mark.timeout(3600)]
KILLS = int(os.environ.get("VARDE_KILLS", "30")) // 2
VICTIMS = ("intake", "worker", "worker", "web", "database")


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_whoever_is_killed_nothing_acknowledged_is_lost_and_nobody_is_called_twice(
    tmp_path, database, capsys
):
    if database == "postgres" and postgres.binaries() is None:
        pytest.skip(postgres.MISSING)
    chance = random.Random()
    killed = dict.fromkeys(VICTIMS, 0)
    started = time.monotonic()
    with House(tmp_path, database) as house:
        ready = time.monotonic() - started
        house.load()
        for number in range(KILLS):
            time.sleep(chance.uniform(0.1, 0.9))
            victim = VICTIMS[number] if number < len(VICTIMS) else chance.choice(VICTIMS)
            killed[victim] += 1
            house.kill_and_restart(victim)
            house.revive()
        house.until_ready()
        time.sleep(1)
        house.quiet()
        house.shift()  # somebody is called out, however quick the run was
        over = time.monotonic() - started
        left = house.settle()
        found = house.audit()
    with capsys.disabled():
        took = time.monotonic() - started
        print(
            f"\n{database}: {KILLS} kills {killed} in {took:.0f} s (ready {ready:.0f} s, killed {over:.0f} s); {found}"
        )
    assert found["problems"] == []
    assert not any(left.values()), left
    assert found["acknowledged"] > KILLS * 5
    assert found["climbed"] > 0
    assert found["at the gateway"] > 0
