"""A form as ready values for a template, for staff and later for a citizen: no table row, no rule in the template.

`page` gives a tree of fields. An item that is not put is there without content, so that the page keeps its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from varde.ground.questionnaires.rules.definition import Condition, Definition, Item, Kind
from varde.ground.questionnaires.rules.enabled import enabled
from varde.ground.questionnaires.rules.entry import NO, YES
from varde.ground.questionnaires.rules.values import Amount, Answers, Typed, Value
from varde.ground.questionnaires.rules.words import all_written, day, number, written

MANY_OPTIONS = 8
"""From so many options a single choice is a list to unfold, not buttons side by side."""


@dataclass(frozen=True, slots=True)
class Choice:
    id: str
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Told:
    """Who gave the answer that stands, and when."""

    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class When:
    """One condition in words: the question, the operator as FHIR writes it, and what it is held against."""

    question: str
    operator: str
    value: str


@dataclass(frozen=True, slots=True)
class Field:
    """`shape` is which piece of the template draws it: group, display, radio, checks, select, text, line, date, number.

    `errors` are ready sentences. `value` is what stands in the input, `written` the answer in words.
    `first` is where a link to the field leads."""

    nr: int
    id: str
    link_id: str
    shape: str
    label: str
    prefix: str
    required: bool
    is_put: bool
    depth: int
    unit: str
    low: str
    high: str
    first_day: str
    last_day: str
    longest: int
    value: str
    written: str
    choices: tuple[Choice, ...]
    errors: tuple[Any, ...]
    told: Told | None
    when: tuple[When, ...]
    when_any: bool
    fields: tuple[Field, ...]

    @property
    def first(self) -> str:
        return f"{self.id}_0" if self.shape in ("radio", "checks") else self.id

    @property
    def described_by(self) -> str:
        """The ids of what is read with the input."""
        parts = [f"{self.id}_unit"] if self.unit or self.low or self.high else []
        return " ".join([*parts, f"{self.id}_error"])


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known when the page is made."""

    answers: Answers
    language: str
    on: frozenset[str]
    by_link: Mapping[str, Item]
    errors: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    told: Mapping[str, Told] = field(default_factory=dict)


def page(
    definition: Definition,
    answers: Answers,
    *,
    language: str,
    errors: Mapping[str, tuple[Any, ...]] | None = None,
    told: Mapping[str, Told] | None = None,
) -> tuple[Field, ...]:
    seen = Seen(answers, language, enabled(definition, answers), definition.by_link, errors or {}, told or {})
    return tuple(_field(item, seen) for item in definition.items)


def whole(definition: Definition, *, language: str) -> tuple[Field, ...]:
    """Every question, put or not, without answers: for a preview and a form on paper."""
    seen = Seen({}, language, frozenset(definition.by_link), definition.by_link)
    return tuple(_field(item, seen) for item in definition.items)


def flat(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """Every field in the order of the page."""
    return tuple(one for top in fields for one in (top, *flat(top.fields)))


def _field(item: Item, seen: Seen) -> Field:
    values = seen.answers.get(item.link_id, ())
    return Field(
        item.nr,
        f"q{item.nr}",
        item.link_id,
        _shape(item, values),
        item.text.said(seen.language),
        item.prefix,
        item.required,
        item.link_id in seen.on,
        item.depth,
        _unit(item),
        _limit(item.low),
        _limit(item.high),
        item.low.isoformat() if isinstance(item.low, date) else "",
        item.high.isoformat() if isinstance(item.high, date) else "",
        item.longest,
        _value(values),
        all_written(item, values, seen.language),
        _choices(item, values, seen.language),
        tuple(seen.errors.get(item.link_id, ())),
        seen.told.get(item.link_id),
        tuple(_when(one, seen) for one in item.conditions),
        item.any_of,
        tuple(_field(one, seen) for one in item.items),
    )


def _when(condition: Condition, seen: Seen) -> When:
    asked = seen.by_link[condition.question]
    value = written(asked, condition.value, seen.language)
    return When(asked.text.said(seen.language), condition.operator, value)


def _shape(item: Item, values: tuple[Value, ...]) -> str:
    if item.kind is Kind.CHOICE:
        many = len(item.options) >= MANY_OPTIONS
        return "checks" if item.many else "select" if many else "radio"
    if item.kind is Kind.DATE and any(isinstance(one, Typed) for one in values):
        return "line"  # a calendar would drop what was typed
    shapes = {Kind.BOOLEAN: "radio", Kind.STRING: "line"}
    return "number" if item.kind.is_number else shapes.get(item.kind, item.kind.value)


def _unit(item: Item) -> str:
    return (item.unit.display or item.unit.code) if item.unit else ""


def _limit(bound: Decimal | date | None) -> str:
    if bound is None:
        return ""
    return day(bound) if isinstance(bound, date) else number(bound)


def _value(values: tuple[Value, ...]) -> str:
    """As it stands in an input: a date as browsers want it, a number as people write it."""
    if not values:
        return ""
    match values[0]:
        case Typed(text):
            return text
        case date() as day:
            return day.isoformat()
        case bool() as yes:
            return YES if yes else NO
        case Amount(amount):
            return number(amount)
        case int() | Decimal() as figure:
            return number(figure)
    return str(values[0])


def _choices(item: Item, values: tuple[Value, ...], language: str) -> tuple[Choice, ...]:
    if item.kind is Kind.BOOLEAN:
        said = {"nb": ("Ja", "Nei"), "en": ("Yes", "No")}["en" if language.startswith("en") else "nb"]
        pairs = zip((True, False), (YES, NO), said, strict=True)
        return tuple(
            Choice(f"q{item.nr}_{nr}", value, label, any(one is truth for one in values))
            for nr, (truth, value, label) in enumerate(pairs)
        )
    return tuple(
        Choice(f"q{item.nr}_{nr}", str(nr), option.text.said(language), option.value in values)
        for nr, option in enumerate(item.options)
    )
