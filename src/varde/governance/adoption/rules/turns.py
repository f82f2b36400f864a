"""Units in turn: what must be written and answered before the next one starts, and before the introduction is over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from varde.governance.adoption.rules.codes import Word
from varde.governance.adoption.rules.content import Address, Point, Words


class Stand(StrEnum):
    """Where a unit is."""

    PLANNED = "planned"
    STARTED = "started"  # and has not written what was learned
    EVALUATED = "evaluated"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that is to take the technology into use. `learned` and `evaluated_on` are written together."""

    key: UUID
    name: str
    planned_on: date
    started_on: date | None = None
    evaluated_on: date | None = None
    learned: str = ""
    is_dropped: bool = False

    @property
    def stand(self) -> Stand:
        if self.is_dropped:
            return Stand.DROPPED
        if self.started_on is None:
            return Stand.PLANNED
        is_done = self.evaluated_on is not None and bool(self.learned.strip())
        return Stand.EVALUATED if is_done else Stand.STARTED


@dataclass(frozen=True, slots=True)
class Said:
    """The newest answer to a point."""

    word: Word
    note: str = ""


class Lack(StrEnum):
    GROUNDWORK = "groundwork"  # a required point is unanswered, or answered with no
    LEARNING = "learning"  # a unit has started and not written what was learned
    NOT_STARTED = "not_started"  # a unit was to have the technology and has not got it
    NO_UNIT = "no_unit"  # no unit has been through it
    CRITERION = "criterion"  # a criterion is not met
    EVIDENCE = "evidence"  # a criterion is said to be met, and nothing shows it


@dataclass(frozen=True, slots=True)
class Missing:
    """What stands in the way. `about` is a unit's name, or the words of a point."""

    lack: Lack
    about: str | Words = ""


class Refused(Exception):
    """The unit may not start, or the introduction may not end, and why."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        super().__init__(", ".join(one.lack for one in missing))
        self.missing = tuple(missing)


Answers = Mapping[Address, Said]
Points = Iterable[tuple[Address, Point]]


def before_start(unit: Unit, units: Iterable[Unit], points: Points, answers: Answers) -> tuple[Missing, ...]:
    """What must be in place before this unit starts. `points`: those of the groundwork."""
    ground = [
        Missing(Lack.GROUNDWORK, point.words)
        for at, point in points
        if point.required and (at not in answers or answers[at].word is Word.NO)
    ]
    return (*ground, *_unlearned(one for one in units if one.key != unit.key))


def before_end(units: Sequence[Unit], points: Points, answers: Answers) -> tuple[Missing, ...]:
    """What must be in place before the introduction is over. `points`: the criteria."""
    waiting = [Missing(Lack.NOT_STARTED, one.name) for one in units if one.stand is Stand.PLANNED]
    been = any(one.stand in (Stand.STARTED, Stand.EVALUATED) for one in units)
    nobody = [] if been else [Missing(Lack.NO_UNIT)]
    unmet = [found for at, point in points if (found := _unmet(point, answers.get(at)))]
    return (*nobody, *waiting, *_unlearned(units), *unmet)


def _unlearned(units: Iterable[Unit]) -> list[Missing]:
    return [Missing(Lack.LEARNING, one.name) for one in units if one.stand is Stand.STARTED]


def _unmet(point: Point, said: Said | None) -> Missing | None:
    if said is None or said.word is not Word.YES:
        return Missing(Lack.CRITERION, point.words)
    return None if said.note.strip() else Missing(Lack.EVIDENCE, point.words)


@dataclass(frozen=True, slots=True)
class Tally:
    """The answers to a checklist, or a section of it."""

    yes: int = 0
    partly: int = 0
    no: int = 0
    open: int = 0

    @property
    def all(self) -> int:
        return self.yes + self.partly + self.no + self.open

    @property
    def answered(self) -> int:
        return self.all - self.open


def tally(addresses: Iterable[Address], answers: Answers) -> Tally:
    found = Counter(answers[at].word.value if at in answers else "open" for at in addresses)
    return Tally(**found)
