"""A form as we think of it: its questions in order, who depends on whom, and what is asked of an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from varde.ground.questionnaires.rules import fhir
from varde.ground.questionnaires.rules.values import Amount, Coded, Value


class Kind(StrEnum):
    GROUP = "group"
    DISPLAY = "display"
    BOOLEAN = "boolean"
    DECIMAL = "decimal"
    INTEGER = "integer"
    DATE = "date"
    STRING = "string"
    TEXT = "text"
    CHOICE = "choice"
    QUANTITY = "quantity"

    @property
    def is_asked(self) -> bool:
        return self not in (Kind.GROUP, Kind.DISPLAY)

    @property
    def is_number(self) -> bool:
        return self in (Kind.DECIMAL, Kind.INTEGER, Kind.QUANTITY)


LONGEST = {Kind.STRING: 200, Kind.TEXT: 5000}
"""Characters an answer may have where the form does not say fewer."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the form, in Norwegian and, where it was translated, in English."""

    nb: str
    en: str = ""

    def said(self, language: str) -> str:
        return self.en if language.startswith("en") and self.en else self.nb


@dataclass(frozen=True, slots=True)
class Option:
    value: Coded
    text: Text
    points: Decimal | None


@dataclass(frozen=True, slots=True)
class Condition:
    """One enableWhen: the question asked of, the operator (exists = != > < >= <=) and what it is held against."""

    question: str
    operator: str
    value: Value


@dataclass(frozen=True, slots=True)
class Item:
    """`nr` is its place in the form, by which a page names its field. `low` and `high` include themselves."""

    nr: int
    link_id: str
    kind: Kind
    text: Text
    prefix: str
    required: bool
    many: bool
    options: tuple[Option, ...]
    unit: fhir.Coding | None
    low: Decimal | date | None
    high: Decimal | date | None
    longest: int
    conditions: tuple[Condition, ...]
    any_of: bool
    parent: str
    depth: int
    items: tuple[Item, ...]

    def option(self, value: Coded) -> Option | None:
        return next((one for one in self.options if one.value == value), None)


@dataclass(frozen=True, slots=True)
class Band:
    starts: Decimal
    text: Text


@dataclass(frozen=True, slots=True)
class Score:
    """`rule`: sum, mean or max over the questions in `items`. A band holds from its start to the next one."""

    code: str
    title: Text
    rule: str
    items: tuple[str, ...]
    bands: tuple[Band, ...]


@dataclass(frozen=True)
class Definition:
    """One version of a form. `flat` is every item in the order of the page; `source` is what was read."""

    code: str
    version: str
    url: str
    title: Text
    description: Text
    items: tuple[Item, ...]
    scores: tuple[Score, ...]
    source: fhir.Questionnaire
    flat: tuple[Item, ...] = field(compare=False, repr=False)
    by_link: Mapping[str, Item] = field(compare=False, repr=False)

    @property
    def asked(self) -> tuple[Item, ...]:
        return tuple(item for item in self.flat if item.kind.is_asked)


def definition_of(source: fhir.Questionnaire) -> Definition:
    """The form behind a Questionnaire that `reading` found in order."""
    items = _items(source.item, iter(range(1, 100_000)), "", 0)
    flat = tuple(_walk(items))
    return Definition(
        source.name,
        source.version,
        source.url,
        _text(source.title, source.title_more),
        _text(source.description, source.description_more),
        items,
        tuple(_score(one) for one in source.extension if one.url == fhir.SCORE),
        source,
        flat,
        {item.link_id: item for item in flat},
    )


def _items(
    found: tuple[fhir.QuestionnaireItem, ...], numbers: Iterator[int], parent: str, depth: int
) -> tuple[Item, ...]:
    return tuple(_item(one, numbers, parent, depth) for one in found)


def _item(one: fhir.QuestionnaireItem, numbers: Iterator[int], parent: str, depth: int) -> Item:
    kind, nr = Kind(one.type), next(numbers)
    held = {extension.url: extension for extension in one.extension}
    unit = held.get(fhir.UNIT)
    return Item(
        nr,
        one.link_id,
        kind,
        _text(one.text, one.text_more),
        one.prefix,
        one.required,
        one.repeats,
        tuple(_option(choice.value_coding) for choice in one.answer_option),
        unit.value_coding if unit else None,
        _bound(held.get(fhir.MIN_VALUE)),
        _bound(held.get(fhir.MAX_VALUE)),
        min(one.max_length or LONGEST.get(kind, 0), LONGEST.get(kind, 0)),
        tuple(_condition(when) for when in one.enable_when),
        one.enable_behavior == "any",
        parent,
        depth,
        _items(one.item, numbers, one.link_id, depth + 1),
    )


def _walk(items: tuple[Item, ...]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from _walk(item.items)


def _text(nb: str, more: fhir.Element | None) -> Text:
    for translation in more.extension if more else ():
        said = {one.url: one for one in translation.extension}
        if said["lang"].value_code == "en":
            return Text(nb, said["content"].value_string or "")
    return Text(nb)


def _bound(extension: fhir.Extension | None) -> Decimal | date | None:
    if extension is None:
        return None
    if extension.value_date is not None:
        return extension.value_date
    whole = extension.value_integer
    return Decimal(whole) if whole is not None else extension.value_decimal


def _option(coding: fhir.Coding) -> Option:
    points = next((one.value_decimal for one in coding.extension if one.url == fhir.ORDINAL), None)
    shown = coding.display or coding.code
    return Option(Coded(coding.code, coding.system, shown), _text(shown, coding.display_more), points)


def _condition(when: fhir.EnableWhen) -> Condition:
    for name in fhir.EnableWhen.__struct_fields__[2:]:
        value = getattr(when, name)
        if isinstance(value, fhir.Coding):
            return Condition(when.question, when.operator, Coded(value.code, value.system, value.display))
        if isinstance(value, fhir.Quantity):
            amount = Amount(value.value, value.unit, value.system, value.code)
            return Condition(when.question, when.operator, amount)
        if value is not None:
            return Condition(when.question, when.operator, value)
    raise ValueError("a condition is held against something")


def _score(extension: fhir.Extension) -> Score:
    parts = extension.extension
    said = {one.url: one for one in parts}
    bands = (_band({one.url: one for one in part.extension}) for part in parts if part.url == "band")
    return Score(
        said["code"].value_code or "",
        Text(said["title"].value_string or "", _said(said.get("title-en"))),
        said["rule"].value_code or "",
        tuple(part.value_string or "" for part in parts if part.url == "item"),
        tuple(sorted(bands, key=lambda band: band.starts)),
    )


def _band(said: Mapping[str, fhir.Extension]) -> Band:
    starts = said["from"].value_decimal
    return Band(starts or Decimal(0), Text(said["text"].value_string or "", _said(said.get("text-en"))))


def _said(extension: fhir.Extension | None) -> str:
    return (extension.value_string or "") if extension else ""
