"""The shape of the model: frozen records that msgspec fills and checks.

A **point** is one line somebody reads: a goal, a thing to do, a tip, a line of a checklist, something to settle, or one
responsibility. Its **address** says where it stands, and stays through versions:

    recipient.allocate/checklist/overview                    task / section / code
    recipient.allocate/responsible/tms/municipality/assess   task / responsible / arrangement / actor / code
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Final

import msgspec
from msgspec import Meta

Code = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Line = Annotated[str, Meta(min_length=1, max_length=1000)]
Address = str

SECTIONS: Final = ("goals", "todo", "tips", "checklist", "clarifications")
RESPONSIBLE: Final = "responsible"


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    nb: Line
    en: Line


class Point(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`heading`: stands above others, which name it in `under`."""

    code: Code
    nb: Line
    en: Line
    heading: bool = False
    under: str = ""

    @property
    def words(self) -> Words:
        return Words(self.nb, self.en)


class Link(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    title: Words
    url: str = ""


Points = tuple[Point, ...]
Responsible = Mapping[str, Mapping[str, Points]]
"""Arrangement → actor → what that actor does."""


class Task(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    code: Code
    title: Words
    goals: Points = ()
    todo: Points = ()
    tips: Points = ()
    checklist: Points = ()
    clarifications: Points = ()
    links: tuple[Link, ...] = ()
    responsible: Responsible = {}


class Area(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    area: Code
    number: Annotated[int, Meta(ge=1, le=20)]
    title: Words
    tasks: tuple[Task, ...]


class Model(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole model, layers put together. `actors` and `arrangements` in the order they are shown."""

    edition: str
    version: str
    title: Words
    areas: tuple[Area, ...]
    actors: Mapping[str, Words]
    arrangements: Mapping[str, Words]
    owner: Points = ()
    clarifications: Points = ()

    def tasks(self) -> Iterator[tuple[str, str, Task]]:
        """(key such as "recipient.allocate", number such as "1.1", task), in order."""
        for area in self.areas:
            for place, task in enumerate(area.tasks, 1):
                yield f"{area.area}.{task.code}", f"{area.number}.{place}", task


def points_of(key: str, task: Task) -> Iterator[tuple[Address, Point]]:
    """Every point of one task with its address, in the order they are shown."""
    for section in SECTIONS:
        for point in getattr(task, section):
            yield f"{key}/{section}/{point.code}", point
    for arrangement, actors in task.responsible.items():
        for actor, points in actors.items():
            for point in points:
                yield f"{key}/{RESPONSIBLE}/{arrangement}/{actor}/{point.code}", point


def points(model: Model) -> dict[Address, Point]:
    return {at: point for key, _, task in model.tasks() for at, point in points_of(key, task)}


def task_of(address: Address) -> str:
    return address.partition("/")[0]
