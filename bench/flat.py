"""P6: is the intake as quick with ten million rows in its log as with none? Two logs on each database, visited in turn."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from bench import history
from bench.load import apart
from bench.report import Figure
from tests import postgres
from tests.intake import IntakeProcess
from varde.interfaces.intake.testing import KEY

ROWS = 10_000_000
CLIENTS = 64


class Flat:
    """The figures, one a database, and what was seen on the way."""

    def __init__(self, folder: Path, rounds: int, seconds: int, rows: int = ROWS) -> None:
        self.folder, self.rounds, self.seconds, self.rows = folder, rounds, seconds, rows
        self.notes: list[str] = []
        self.figures = [
            Figure(f"P6 rate at {rows:,} rows ÷ rate at none, {name}", 0.9, 0.7)
            for name in ("SQLite", "PostgreSQL")
        ]

    def run(self) -> None:
        with ExitStack() as stack:
            self.measure("SQLite", self.figures[0], self.lite(stack, 0), self.lite(stack, self.rows))
        if postgres.binaries() is None:
            self.notes.append(postgres.MISSING)
            return
        with ExitStack() as stack:
            self.measure("PostgreSQL", self.figures[1], self.big(stack, 0), self.big(stack, self.rows))

    def measure(self, name: str, figure: Figure, none: IntakeProcess, full: IntakeProcess) -> None:
        """Each round begins with the other one: the second may pay for what the first left to be written."""
        for number in range(self.rounds):
            rates = {}
            for process in (none, full) if number % 2 else (full, none):
                host, port = process.bound["http"]
                load = apart(host, int(port), CLIENTS, self.seconds, "intake", KEY, "1")
                rates[process] = load.rate
                if load.refused:
                    self.notes.append(f"P6, {name}: {load.refused} requests were refused")
            figure.values.append(rates[full] / rates[none])
            print(
                f"P6 {name}: {rates[none]:,.0f}/s at none, {rates[full]:,.0f}/s at {self.rows:,}", flush=True
            )

    def lite(self, stack: ExitStack, rows: int) -> IntakeProcess:
        path = self.folder / f"flat-{rows}.sqlite3"
        process = IntakeProcess(path, VARDE_MODE="test", VARDE_DATA=str(self.folder))
        stack.callback(path.unlink)
        stack.callback(process.stop)
        self.notes.append(f"P6, SQLite began with {history.fill_sqlite(path, rows):,} rows")
        return process

    def big(self, stack: ExitStack, rows: int) -> IntakeProcess:
        server = postgres.start(durable=True)
        assert server is not None
        stack.callback(server.stop)
        environment = {"VARDE_MODE": "test", "VARDE_DATA": str(self.folder), "VARDE_DATABASE": server.url}
        history.make_tables(environment)
        self.notes.append(f"P6, PostgreSQL began with {history.fill_postgres(server.url, rows):,} rows")
        process = IntakeProcess(**environment)
        stack.callback(process.stop)
        return process
