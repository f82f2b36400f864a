"""`python -m bench`: the intake's figures beside pgbench on the same disk, five rounds, interleaved.

--long          longer runs, and P6: a log of ten million rows beside an empty one (half an hour; without it under five minutes)
--history N     rows in the signal log before the first run (default 1,000,000)
--healthchecks  a folder with healthchecks, the peer of the protocol, to be measured in the same rounds (bench/peer.py says how to get it)
--write         also put the dated table into docs/operations/performance.md
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bench import history, probes, report, yardstick
from bench.flat import Flat
from bench.load import Load, apart
from bench.peer import Healthchecks
from bench.report import Figure
from tests import postgres
from tests.intake import IntakeProcess
from varde.interfaces.intake.testing import KEY
from varde.kernel import clock

FOREIGN = 0.2  # busy cores of other people's work above which a round is marked


@dataclass(frozen=True, slots=True)
class Form:
    """`seconds` of each load in a round; of the mix in P4 and P5; and whether P6 is measured."""

    rounds: int
    seconds: int
    mix: int
    flat: bool


SHORT, LONG = Form(5, 3, 30, flat=False), Form(5, 20, 60, flat=True)


class Chain:
    """The figures of P4 and P5 on one database."""

    def __init__(self, name: str) -> None:
        self.p4 = Figure(f"P4 device → board at 1,000/s, {name}, p99", 250, 1000, higher=False, unit=" ms")
        self.rate = Figure(f"P5 sent, 85/15 mix, {name}, per second")
        self.behind = Figure(f"P5 the worker behind at most, {name}", 1, 5, higher=False, unit=" s")
        self.after = Figure(
            f"P5 alarm → board past 300,000 heartbeats, {name}", 1000, 3000, higher=False, unit=" ms"
        )

    @property
    def figures(self) -> list[Figure]:
        return [self.p4, self.rate, self.behind, self.after]

    def add(self, found: list[float]) -> None:
        for figure, value in zip(self.figures, found, strict=True):
            figure.values.append(value)


class Bench:
    """One database server, one SQLite file, rounds that visit both."""

    def __init__(self, folder: Path, form: Form, rows: int, peer: Path | None = None) -> None:
        self.folder, self.form, self.rows, self.peer = folder, form, rows, peer
        self.notes: list[str] = []
        self.fsync = Figure("fdatasync of 4 KiB per second")
        self.ins2 = Figure("pgbench ins2, 64 clients, per second")
        self.pg = Figure("intake, PostgreSQL, 64 clients, per second")
        self.p1 = Figure("P1 intake ÷ ins2", 1.5, 0.7)
        self.pings = Figure("healthchecks, the better of 16 and 64 clients, pings per second")
        self.p1_peer = Figure("P1 intake ÷ healthchecks", 40, 20)
        self.many = Figure("arrays of 100, PostgreSQL, 16 clients, messages per second")
        self.p2 = Figure("P2 arrays of 100 ÷ ins2", 3.0, 2.0)
        self.p3_one = Figure("P3 p50 at 1 client", 1.0, 2.0, higher=False, unit=" ms")
        self.p3_many = Figure("P3 p99 at 64 clients", 15.0, 25.0, higher=False, unit=" ms")
        self.p9 = Figure("P9 intake, SQLite, 64 clients, per second", 5000, 3000)
        self.busy = Figure("busy cores at 64 clients, load generator included")
        self.chains = {name: Chain(name) for name in ("SQLite", "PostgreSQL")}
        self.flat = Flat(folder, form.rounds, form.seconds) if form.flat else None

    @property
    def figures(self) -> list[Figure]:
        return [
            self.fsync,
            self.ins2,
            self.pg,
            self.p1,
            self.pings,
            self.p1_peer,
            self.many,
            self.p2,
            self.p3_one,
            self.p3_many,
            self.p9,
            self.busy,
            *(figure for one in self.chains.values() for figure in one.figures),
            *(self.flat.figures if self.flat else []),
        ]

    def run(self) -> None:
        with ExitStack() as stack:
            server = postgres.start(durable=True)
            if server is None:
                self.notes.append(postgres.MISSING)
            else:
                stack.callback(server.stop)
            self.rounds(server.url if server else "")
            for name in ("SQLite", "PostgreSQL") if server else ("SQLite",):
                self.chain(name)
        if self.flat:
            self.flat.run()
            self.notes += self.flat.notes

    def rounds(self, url: str) -> None:
        with ExitStack() as stack:
            environment = {"VARDE_MODE": "test", "VARDE_DATA": str(self.folder)}
            path = self.folder / "bench.sqlite3"
            lite = IntakeProcess(path, **environment)
            stack.callback(lite.stop)
            self.notes.append(f"SQLite began with {history.fill_sqlite(path, self.rows):,} rows")
            big = self.postgres_intake(url, environment) if url else None
            peer = Healthchecks(self.peer, url, self.folder) if url and self.peer else None
            for process in filter(None, (big, peer)):
                stack.callback(process.stop)
            if not peer:
                self.notes.append(
                    "healthchecks, the peer of the protocol, was not asked for (--healthchecks)"
                )
            for number in range(1, self.form.rounds + 1):
                self.round(number, url, lite, big, peer)

    def postgres_intake(self, url: str, environment: dict[str, str]) -> IntakeProcess:
        environment = {**environment, "VARDE_DATABASE": url}
        history.make_tables(environment)
        yardstick.prepare(url)
        self.notes.append(f"PostgreSQL began with {history.fill_postgres(url, self.rows):,} rows in the log")
        return IntakeProcess(**environment)

    def round(
        self, number: int, url: str, lite: IntakeProcess, big: IntakeProcess | None, peer: Healthchecks | None
    ) -> None:
        foreign, seconds = probes.foreign_load(), self.form.seconds
        if foreign > FOREIGN:
            self.notes.append(f"round {number}: {foreign:.1f} cores were busy with other work")
        self.fsync.values.append(probes.fdatasync_rate(self.folder))
        if big:
            self.on_postgres(big, url, peer)
        self.p9.values.append(self.load(lite, 64, seconds, 1).rate)
        print(
            f"round {number}: "
            + ", ".join(f"{f.name} {f.values[-1]:,.2f}" for f in self.figures if f.values),
            flush=True,
        )

    def on_postgres(self, big: IntakeProcess, url: str, peer: Healthchecks | None) -> None:
        """Everything that shares one server, in turn: its yardstick first, the peer last."""
        seconds = self.form.seconds
        base = yardstick.ins2(url, 64, seconds)
        one, most = self.load(big, 1, seconds, 1), self.load(big, 64, seconds, 1)
        many = self.load(big, 16, seconds, 100)
        self.pg.values.append(most.rate)
        self.many.values.append(many.rate)
        self.p3_one.values.append(one.p50)
        self.p3_many.values.append(most.p99)
        if base:
            self.ins2.values.append(base)
            self.p1.values.append(most.rate / base)
            self.p2.values.append(many.rate / base)
        if peer:
            pings = max(peer.load(clients, seconds).rate for clients in (16, 64))
            self.pings.values.append(pings)
            self.p1_peer.values.append(most.rate / pings)

    def chain(self, name: str) -> None:
        """P4 and P5: once, since they build a whole house of their own."""
        with probes.BusyCores() as busy, tempfile.TemporaryDirectory(prefix="varde-chain-") as folder:
            foreign = probes.foreign_load()
            start = "import django; django.setup(); from bench.chain import main; main()"
            kind = "sqlite" if name == "SQLite" else "postgres"
            command = [sys.executable, "-c", start, folder, kind, str(self.form.mix)]
            environment = {**os.environ, "VARDE_MODE": "test", "VARDE_DATA": folder}
            out = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
            found = json.loads(out)
        self.chains[name].add(found)
        self.notes.append(
            f"P4 and P5, {name}, {self.form.mix} s of the mix: {foreign:.1f} cores were busy with other work before, {busy.cores:.1f} during"
        )

    def load(self, process: IntakeProcess, clients: int, seconds: int, items: int) -> Load:
        host, port = process.bound["http"]
        with probes.BusyCores() as busy:
            load = apart(host, int(port), clients, seconds, "intake", KEY, str(items))
        if load.refused:
            self.notes.append(f"{load.refused} requests were refused at {clients} clients × {items}")
        if clients == 64:
            self.busy.values.append(busy.cores)
        return load


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--long", action="store_true")
    words.add_argument("--write", action="store_true")
    words.add_argument("--history", type=int, default=1_000_000)
    words.add_argument("--healthchecks", type=Path)
    chosen = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="varde-bench-") as folder:
        bench = Bench(Path(folder), LONG if chosen.long else SHORT, chosen.history, chosen.healthchecks)
        bench.run()
    at: datetime = clock.local(clock.now())
    text = report.table(bench.figures, bench.notes, at)
    print(text)
    if chosen.write:
        report.write(text)
    if any(figure.values and figure.met() == "NOT MET" for figure in bench.figures):
        raise SystemExit(1)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "varde.config.settings")
    main()
