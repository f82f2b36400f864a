"""`python -m bench`: the intake's figures beside pgbench on the same disk, five rounds, interleaved.

--long       longer runs and more rounds
--history N  rows in the signal log before the first run (default 1,000,000)
--write      also put the dated table into docs/operations/performance.md
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bench import history, probes, report, yardstick
from bench.load import Load
from bench.report import Figure
from tests import postgres
from tests.intake import IntakeProcess
from varde.interfaces.intake.testing import KEY
from varde.kernel import clock

FOREIGN = 0.2  # busy cores of other people's work above which a round is marked


@dataclass(frozen=True, slots=True)
class Form:
    rounds: int
    seconds: int


SHORT, LONG = Form(5, 4), Form(10, 20)


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

    def __init__(self, folder: Path, form: Form, rows: int) -> None:
        self.folder, self.form, self.rows = folder, form, rows
        self.notes: list[str] = []
        self.fsync = Figure("fdatasync of 4 KiB per second")
        self.ins2 = Figure("pgbench ins2, 64 clients, per second")
        self.pg = Figure("intake, PostgreSQL, 64 clients, per second")
        self.p1 = Figure("P1 intake ÷ ins2", 1.5, 0.7)
        self.many = Figure("arrays of 100, PostgreSQL, 16 clients, messages per second")
        self.p2 = Figure("P2 arrays of 100 ÷ ins2", 3.0, 2.0)
        self.p3_one = Figure("P3 p50 at 1 client", 1.0, 2.0, higher=False, unit=" ms")
        self.p3_many = Figure("P3 p99 at 64 clients", 15.0, 25.0, higher=False, unit=" ms")
        self.p9 = Figure("P9 intake, SQLite, 64 clients, per second", 5000, 3000)
        self.chains = {name: Chain(name) for name in ("SQLite", "PostgreSQL")}

    @property
    def figures(self) -> list[Figure]:
        return [
            self.fsync,
            self.ins2,
            self.pg,
            self.p1,
            self.many,
            self.p2,
            self.p3_one,
            self.p3_many,
            self.p9,
            *(figure for one in self.chains.values() for figure in one.figures),
        ]

    def run(self) -> None:
        server = postgres.start(durable=True)
        if server is None:
            self.notes.append(postgres.MISSING)
        environment = {"VARDE_MODE": "test", "VARDE_DATA": str(self.folder)}
        try:
            lite = IntakeProcess(self.folder / "bench.sqlite3", **environment)
            self.notes.append(
                f"SQLite began with {history.fill_sqlite(self.folder / 'bench.sqlite3', self.rows):,} rows"
            )
            big = self.postgres_intake(server.url, environment) if server else None
            for number in range(1, self.form.rounds + 1):
                self.round(number, server.url if server else "", lite, big)
            for process in filter(None, (lite, big)):
                process.stop()
            for name in ("SQLite", "PostgreSQL") if server else ("SQLite",):
                self.chain(name)
        finally:
            if server:
                server.stop()

    def postgres_intake(self, url: str, environment: dict[str, str]) -> IntakeProcess:
        environment = {**environment, "VARDE_DATABASE": url}
        make = "import django; django.setup(); from django.core.management import call_command as c; c('migrate', verbosity=0)"
        make += "; from varde.foundation.signallog.partitions import ensure_partitions as e; from varde.kernel import clock; e(clock.now())"
        subprocess.run([sys.executable, "-c", make], env={**os.environ, **environment}, check=True)
        yardstick.prepare(url)
        self.notes.append(f"PostgreSQL began with {history.fill_postgres(url, self.rows):,} rows in the log")
        return IntakeProcess(**environment)

    def round(self, number: int, url: str, lite: IntakeProcess, big: IntakeProcess | None) -> None:
        foreign, seconds = probes.foreign_load(), self.form.seconds
        if foreign > FOREIGN:
            self.notes.append(f"round {number}: {foreign:.1f} cores were busy with other work")
        self.fsync.values.append(probes.fdatasync_rate(self.folder))
        if big:
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
        self.p9.values.append(self.load(lite, 64, seconds, 1).rate)
        print(
            f"round {number}: "
            + ", ".join(f"{f.name} {f.values[-1]:,.2f}" for f in self.figures if f.values),
            flush=True,
        )

    def chain(self, name: str) -> None:
        """P4 and P5: once, since they build a whole house of their own."""
        with probes.BusyCores() as busy, tempfile.TemporaryDirectory(prefix="varde-chain-") as folder:
            foreign = probes.foreign_load()
            start = "import django; django.setup(); from bench.chain import main; main()"
            command = [sys.executable, "-c", start, folder, "sqlite" if name == "SQLite" else "postgres"]
            environment = {**os.environ, "VARDE_MODE": "test", "VARDE_DATA": folder}
            out = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
            found = json.loads(out)
        self.chains[name].add(found)
        self.notes.append(
            f"P4 and P5, {name}: {foreign:.1f} cores were busy with other work before, {busy.cores:.1f} during"
        )

    def load(self, process: IntakeProcess, clients: int, seconds: int, items: int) -> Load:
        host, port = process.bound["http"]
        command = [
            sys.executable,
            "-m",
            "bench.load",
            host,
            str(port),
            KEY,
            str(clients),
            str(seconds),
            str(items),
        ]
        with probes.BusyCores() as busy:
            out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        load = Load(**json.loads(out))
        if load.refused:
            self.notes.append(f"{load.refused} requests were refused at {clients} clients × {items}")
        if clients == 64:
            self.notes.append(
                f"{load.rate:,.0f}/s at 64 clients kept {busy.cores:.1f} cores busy, load generator included"
            )
        return load


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--long", action="store_true")
    words.add_argument("--write", action="store_true")
    words.add_argument("--history", type=int, default=1_000_000)
    chosen = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="varde-bench-") as folder:
        bench = Bench(Path(folder), LONG if chosen.long else SHORT, chosen.history)
        bench.run()
    at: datetime = clock.local(clock.now())
    notes = [
        *bench.notes,
        "healthchecks, the peer of the protocol, is not on this machine: its ratio is left out",
    ]
    text = report.table(bench.figures, notes, at)
    print(text)
    if chosen.write:
        report.write(text)
    if any(figure.values and figure.met() == "NOT MET" for figure in bench.figures):
        raise SystemExit(1)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "varde.config.settings")
    main()
