"""The figures as a table: min / median / max over the rounds, and whether floor and goal are met."""

from __future__ import annotations

import os
import platform
import statistics
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "operations" / "performance.md"
MARK = "<!-- python -m bench --write puts its newest table below this line -->"


@dataclass(slots=True)
class Figure:
    """One line. `higher` says which way is better; floor and goal are None for a figure that is only told."""

    name: str
    goal: float | None = None
    floor: float | None = None
    higher: bool = True
    unit: str = ""
    values: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    def met(self) -> str:
        if self.goal is None or self.floor is None:
            return ""

        def reaches(bound: float) -> bool:
            return self.median >= bound if self.higher else self.median <= bound

        return "goal met" if reaches(self.goal) else "floor met" if reaches(self.floor) else "NOT MET"

    def row(self) -> str:
        if not self.values:
            return f"| {self.name} | not measured | | | |"
        low, high = min(self.values), max(self.values)
        spread = " / ".join(
            _number(value) for value in ((low, self.median, high) if self.values[1:] else (low,))
        )
        goal = "" if self.goal is None else f"{_number(self.goal)}{self.unit}"
        floor = "" if self.floor is None else f"{_number(self.floor)}{self.unit}"
        return f"| {self.name} | {spread}{self.unit} | {goal} | {floor} | {self.met()} |"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2f}"


def table(figures: list[Figure], notes: list[str], at: datetime) -> str:
    head = (
        f"## {at:%Y-%m-%d}: {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    )
    lines = [head, "", "| figure | min / median / max | goal | floor | |", "|---|---|---|---|---|"]
    return "\n".join(
        [*lines, *(figure.row() for figure in figures), "", *(f"- {note}" for note in notes), ""]
    )


def write(text: str) -> None:
    """Put the table on the page, under those that are there."""
    page = PAGE.read_text() if PAGE.exists() else f"# Performance, measured\n\n{MARK}\n"
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    before, _, after = page.partition(MARK)
    PAGE.write_text(f"{before}{MARK}\n\n{text}{after}")
