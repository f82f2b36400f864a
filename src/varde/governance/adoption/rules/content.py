"""The shape of the shipped content: frozen records that msgspec fills and checks.

A **point** is one line of a checklist. Its **address** says where it stands: "groundwork/needs/goals" is
part / section / code.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any

import msgspec
import yaml
from msgspec import Meta

from varde.governance.adoption.rules.codes import Dimension, Goal, Part
from varde.kernel.yaml import load as load_yaml

Code = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Line = Annotated[str, Meta(min_length=1, max_length=600)]
Address = str


class ContentFault(ValueError):
    """Where, and what is wrong, as msgspec or YAML said it."""


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    nb: Line
    en: Line


class Point(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`required`: a unit does not start before this has been answered with yes or partly."""

    code: Code
    nb: Line
    en: Line
    required: bool = False

    @property
    def words(self) -> Words:
        return Words(self.nb, self.en)


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: Code
    title: Words
    points: tuple[Point, ...]


class Checklist(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: Words
    intro: Words
    sections: tuple[Section, ...]


class Factor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is judged in an evaluation: a statement that is more or less true."""

    code: Code
    nb: Line
    en: Line

    @property
    def words(self) -> Words:
        return Words(self.nb, self.en)


class Edition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One version of the content. `factors` in the order they are asked."""

    version: Annotated[str, Meta(pattern=r"^\d{4}\.\d{1,3}$")]
    parts: Mapping[Part, Checklist]
    factors: Mapping[Dimension, tuple[Factor, ...]]


class Known(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of a goal in the country as a whole."""

    year: Annotated[int, Meta(ge=2000, le=2100)]
    nb: Line
    en: Line
    source: Line

    @property
    def words(self) -> Words:
        return Words(self.nb, self.en)


class National(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A national goal. `by`: the year it was to be reached; `measure`: what is written down here."""

    goal: Goal
    nb: Line
    en: Line
    source: Line
    year: Annotated[int, Meta(ge=2000, le=2100)]
    by: Annotated[int, Meta(ge=2000, le=2100)]
    measure: Words
    known: tuple[Known, ...] = ()

    @property
    def words(self) -> Words:
        return Words(self.nb, self.en)


def read_edition(text: str) -> Edition:
    """YAML to an edition. Raises ContentFault: unknown, doubled or missing parts, with their place."""
    found: Edition = _read(text, Edition)
    _refuse(sorted(set(Part) - set(found.parts)), "missing part")
    _refuse(sorted(set(Dimension) - set(found.factors)), "missing dimension")
    _refuse(_doubled(at for at, _ in points_of(found)), "doubled point")
    _refuse(_doubled(factor.code for ones in found.factors.values() for factor in ones), "doubled factor")
    return found


def read_goals(text: str) -> tuple[National, ...]:
    """Raises ContentFault: a goal that is missing or doubled."""
    found: tuple[National, ...] = _read(text, tuple[National, ...])
    _refuse(_doubled(one.goal for one in found), "doubled goal")
    _refuse(sorted(set(Goal) - {one.goal for one in found}), "missing goal")
    return found


def _read(text: str, kind: Any) -> Any:
    try:
        return msgspec.convert(load_yaml(text), kind, strict=True)
    except (yaml.YAMLError, msgspec.ValidationError) as fault:
        raise ContentFault(str(fault)) from None


def points_of(edition: Edition, part: Part | None = None) -> Iterator[tuple[Address, Point]]:
    """Every point with its address, in the order they are shown; of one part, or of all."""
    for name, checklist in edition.parts.items():
        if part in (None, name):
            for section in checklist.sections:
                for point in section.points:
                    yield f"{name}/{section.code}/{point.code}", point


def _doubled(names: Iterable[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]


def _refuse(names: Iterable[str], why: str) -> None:
    if found := list(names):
        raise ContentFault(f"{why}: {', '.join(found)}")
