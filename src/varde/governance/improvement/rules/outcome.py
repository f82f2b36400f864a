"""What a session came to, out of everything that was said in it.

Nothing that is said is changed or taken away: a later word on the same line counts, and the earlier ones stay behind it.
The outcome is the same in whatever order the words are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from varde.governance.improvement.rules.shape import CELL, PICKED, Activity, Cell, Content, Part, Question


@dataclass(frozen=True, slots=True)
class Said:
    """One word: the cell of a question, an entry, or that an earlier word is withdrawn."""

    key: UUID
    part: str
    line: str
    values: Mapping[str, str]
    at: datetime
    who: str = ""
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """All that was said on one line, oldest first."""

    part: str
    line: str
    said: tuple[Said, ...]

    @property
    def now(self) -> Said:
        return self.said[-1]

    @property
    def earlier(self) -> tuple[Said, ...]:
        return self.said[:-1]


@dataclass(frozen=True, slots=True)
class Placed:
    """A question and where it lies. `entry` is None while nobody has placed it."""

    number: int
    stage: str
    question: Question
    entry: Entry | None = None


@dataclass(frozen=True)
class Outcome:
    """`cells`: cell → its questions in the order of the activity. `rows`: part → entries as they were first said.
    `strange`: what stands in no part, question or cell that the activity has now; it is shown all the same."""

    cells: Mapping[str, tuple[Placed, ...]]
    unplaced: tuple[Placed, ...]
    rows: Mapping[str, tuple[Entry, ...]]
    picked: Mapping[str, Entry]
    withdrawn: tuple[Entry, ...] = ()
    strange: tuple[Entry, ...] = ()

    @property
    def placed(self) -> int:
        return sum(len(ones) for ones in self.cells.values())

    @property
    def asked(self) -> int:
        return self.placed + len(self.unplaced)

    def entry(self, part: str, line: str) -> Entry | None:
        """An entry of a part that stands."""
        return next((one for one in self.rows.get(part, ()) if one.line == line), None)

    def every(self) -> Iterator[Said]:
        """Every word, each once."""
        for placed in (one for ones in self.cells.values() for one in ones):
            yield from placed.entry.said if placed.entry else ()
        for ones in (*self.rows.values(), self.picked.values(), self.withdrawn, self.strange):
            for entry in ones:
                yield from entry.said


def entries(said: Iterable[Said]) -> tuple[Entry, ...]:
    """By line, in the order that the lines were begun. The same instant: the higher key is the later word."""
    lines: dict[tuple[str, str], list[Said]] = {}
    for one in sorted(said, key=lambda one: (one.at, one.key)):
        lines.setdefault((one.part, one.line), []).append(one)
    return tuple(Entry(part, line, tuple(ones)) for (part, line), ones in lines.items())


def outcome(content: Content, activity: Activity, said: Iterable[Said]) -> Outcome:
    found = entries(said)
    stands = [one for one in found if not one.now.is_withdrawn]
    placed = {one.line: one for one in stands if _is_placed(content, activity, one)}
    cells: dict[str, list[Placed]] = {cell.code: [] for cell in content.cells}
    unplaced: list[Placed] = []
    for stage, number, question in activity.matrix.questions() if activity.matrix else ():
        entry = placed.get(question.code)
        one = Placed(number, stage.code, question, entry)
        (cells[entry.now.values[CELL]] if entry else unplaced).append(one)
    rows = {part.code: tuple(_of(stands, part)) for part in activity.parts if part.kind == "rows"}
    picked = {part.code: one for part in activity.parts if part.kind == "pick" for one in _of(stands, part)}
    known = {id(one) for one in (*placed.values(), *picked.values())}
    known |= {id(one) for ones in rows.values() for one in ones}
    return Outcome(
        {code: tuple(ones) for code, ones in cells.items()},
        tuple(unplaced),
        rows,
        picked,
        tuple(one for one in found if one.now.is_withdrawn),
        tuple(one for one in stands if id(one) not in known),
    )


def _is_placed(content: Content, activity: Activity, entry: Entry) -> bool:
    matrix = activity.matrix
    if matrix is None or entry.part != matrix.code:
        return False
    questions = {question.code for _stage, _number, question in matrix.questions()}
    return entry.line in questions and entry.now.values.get(CELL) in {one.code for one in content.cells}


def _of(stands: Iterable[Entry], part: Part) -> Iterator[Entry]:
    for one in stands:
        if one.part == part.code and (part.kind != "pick" or one.line == PICKED):
            yield one


def beginning(content: Content, found: Outcome) -> tuple[Placed, ...]:
    """Where one begins: what matters much and is not under control."""
    cells: tuple[Cell, ...] = tuple(one for one in content.cells if one.begins)
    return tuple(placed for cell in cells for placed in found.cells[cell.code])
