"""The shape of a practice activity: frozen records that msgspec fills and checks.

An activity has **parts**. What is said in a part stands on a **line**:

    matrix   questions that each get one cell; the line is the question's code
    rows     any number of entries with columns; the line is the entry's own key
    pick     one entry of other parts; the line is PICKED
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

Code = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Line = Annotated[str, Meta(min_length=1, max_length=600)]
Span = tuple[int, int]

PICKED: Final = "picked"
ENTRY: Final = "entry"  # the value of a pick: the line of the entry
CELL: Final = "cell"  # the value of a placed question
QUESTIONS: Final = "questions"  # the list that stands for the questions of the matrix


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    nb: Line
    en: Line


class Choice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: Code
    nb: Line
    en: Line

    @property
    def words(self) -> Words:
        return Words(self.nb, self.en)


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`title` is what stands on the card, and as the title of a proposal; `task` a key of the service model."""

    code: Code
    title: Words
    words: Words
    task: str = ""


class Stage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A stage of the pathway. `code` is one of the list "stages"."""

    code: Code
    questions: tuple[Question, ...]


class Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`kind`: a line, a longer text, or one of the list that `choices` names."""

    code: Code
    title: Words
    kind: Literal["line", "text", "choice"] = "line"
    choices: str = ""
    required: bool = True


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`at_least`: as many as the group is asked for. `proposes`: what is written here may become proposals.
    `table`: two columns that lay the entries out as rows and columns of a sheet."""

    code: Code
    kind: Literal["matrix", "rows", "pick"]
    title: Words
    help: Words | None = None
    stages: tuple[Stage, ...] = ()
    columns: tuple[Column, ...] = ()
    of: tuple[str, ...] = ()
    at_least: int = 0
    proposes: bool = False
    table: tuple[str, str] | None = None

    def questions(self) -> Iterator[tuple[Stage, int, Question]]:
        """(stage, number from 1, question), in order."""
        number = 0
        for stage in self.stages:
            for question in stage.questions:
                number += 1
                yield stage, number, question


class Activity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`people` and `minutes`: from and to. `builds_on`: an activity whose outcome this one goes on from. `source`: where
    proposals from it come from, one of rules.codes.Source."""

    code: Annotated[str, Meta(pattern=r"^[0-9][a-z]?$")]
    title: Words
    purpose: Words
    for_whom: Words
    people: Span
    minutes: Span
    steps: tuple[Words, ...]
    afterwards: Words
    parts: tuple[Part, ...]
    source: str = "staff"
    builds_on: str = ""
    notice: Words | None = None

    def part(self, code: str) -> Part | None:
        return next((one for one in self.parts if one.code == code), None)

    @property
    def matrix(self) -> Part | None:
        return next((one for one in self.parts if one.kind == "matrix"), None)


class Cell(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a question may be placed. `begins`: this is where one begins."""

    code: Code
    priority: Literal["high", "low"]
    control: Literal["good", "poor"]
    title: Words
    means: Words
    begins: bool = False


class Content(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All activities, the cells of the matrix, and the lists that columns choose from."""

    cells: tuple[Cell, ...]
    lists: Mapping[str, tuple[Choice, ...]]
    activities: tuple[Activity, ...]

    def activity(self, code: str) -> Activity | None:
        return next((one for one in self.activities if one.code == code), None)

    def choices(self, name: str) -> dict[str, Words]:
        """Code → words of a list; QUESTIONS is the questions of every matrix, by their titles."""
        if name == QUESTIONS:
            return {one.code: one.title for one in self.questions().values()}
        return {one.code: one.words for one in self.lists[name]}

    def questions(self) -> dict[str, Question]:
        parts = (part for one in self.activities for part in one.parts)
        return {one.code: one for part in parts for _stage, _number, one in part.questions()}
