"""Whether one question can be put: its options, limits and unit, and the conditions on which it is put."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping
from decimal import Decimal
from typing import Final

from varde.ground.questionnaires.rules import fhir
from varde.ground.questionnaires.rules.definition import Kind
from varde.ground.questionnaires.rules.reading.translating import translations
from varde.ground.questionnaires.rules.refusals import Refusal, Why

MOST_OPTIONS: Final = 100
MOST_CONDITIONS: Final = 20
LARGEST: Final = Decimal(10) ** 12
EQUAL: Final = {"exists", "=", "!="}
ORDERED: Final = EQUAL | {">", "<", ">=", "<="}
BELONGS: Final = {
    fhir.MIN_VALUE: {Kind.INTEGER, Kind.DECIMAL, Kind.QUANTITY, Kind.DATE},
    fhir.MAX_VALUE: {Kind.INTEGER, Kind.DECIMAL, Kind.QUANTITY, Kind.DATE},
    fhir.UNIT: {Kind.INTEGER, Kind.DECIMAL, Kind.QUANTITY},
}
# What a question of each kind may be held against, and how.
AGAINST: Final = {
    Kind.BOOLEAN: ({"answer_boolean"}, EQUAL),
    Kind.INTEGER: ({"answer_integer"}, ORDERED),
    Kind.DECIMAL: ({"answer_decimal"}, ORDERED),
    Kind.QUANTITY: ({"answer_quantity"}, ORDERED),
    Kind.DATE: ({"answer_date"}, ORDERED),
    Kind.STRING: ({"answer_string"}, EQUAL),
    Kind.TEXT: ({"answer_string"}, EQUAL),
    Kind.CHOICE: ({"answer_coding"}, EQUAL),
}
BOUNDS: Final = {
    Kind.INTEGER: {"value_integer"},
    Kind.DECIMAL: {"value_decimal", "value_integer"},
    Kind.QUANTITY: {"value_decimal", "value_integer"},
    Kind.DATE: {"value_date"},
}
Earlier = Mapping[str, fhir.QuestionnaireItem]


def asking(item: fhir.QuestionnaireItem, earlier: Earlier, everywhere: Container[str]) -> Iterator[Refusal]:
    if item.type not in set(Kind):
        return  # named by `meaning`
    kind = Kind(item.type)
    if kind is Kind.CHOICE:
        yield from _options(item)
    yield from _extensions(item, kind)
    for when in item.enable_when:
        yield from _condition(item.link_id, when, earlier, everywhere)
    if len(item.enable_when) > MOST_CONDITIONS:
        yield Refusal(item.link_id, "enableWhen", Why.TOO_MANY)
    if item.enable_behavior and item.enable_behavior not in ("all", "any"):
        yield Refusal(item.link_id, "enableBehavior", Why.WRONG_KIND, item.enable_behavior[:60])
    if item.enable_behavior and not item.enable_when:
        yield Refusal(item.link_id, "enableBehavior", Why.NOT_HERE)
    if len(item.enable_when) > 1 and not item.enable_behavior:
        yield Refusal(item.link_id, "enableBehavior", Why.MISSING)


def _options(item: fhir.QuestionnaireItem) -> Iterator[Refusal]:
    link, codings = item.link_id, [option.value_coding for option in item.answer_option]
    if not codings:
        yield Refusal(link, "answerOption", Why.MISSING)
    if len(codings) > MOST_OPTIONS:
        yield Refusal(link, "answerOption", Why.TOO_MANY)
    if any(count > 1 for count in Counter((one.system, one.code) for one in codings).values()):
        yield Refusal(link, "answerOption.valueCoding.code", Why.TWICE)
    for one in codings:
        if not one.display:
            yield Refusal(link, "answerOption.valueCoding.display", Why.MISSING, one.code[:60])
        if len(one.code) > 60 or len(one.display) > 300:
            yield Refusal(link, "answerOption.valueCoding", Why.TOO_LONG, one.code[:60])
        yield from translations(link, "answerOption.valueCoding._display", one.display_more)
        for extension in one.extension:
            if extension.url != fhir.ORDINAL:
                yield Refusal(link, "answerOption.extension", Why.UNSUPPORTED, extension.url[:60])
            elif values(extension) != {"value_decimal"} or _too_large(extension.value_decimal):
                yield Refusal(link, "answerOption.ordinalValue", Why.WRONG_KIND, one.code[:60])
        if len(one.extension) > 1:
            yield Refusal(link, "answerOption.extension", Why.TWICE, one.code[:60])


def values(extension: fhir.Extension) -> set[str]:
    """The names of the values that an extension carries, and "extension" where it holds parts."""
    names = (name for name in fhir.Extension.__struct_fields__ if name not in ("url", "extension"))
    found = {name for name in names if getattr(extension, name) is not None}
    return found | ({"extension"} if extension.extension else set())


def _too_large(value: Decimal | int | None) -> bool:
    if value is None:
        return False
    number = Decimal(value)
    exponent = number.as_tuple().exponent
    return not isinstance(exponent, int) or exponent < -6 or abs(number) > LARGEST


def _extensions(item: fhir.QuestionnaireItem, kind: Kind) -> Iterator[Refusal]:
    held: dict[str, fhir.Extension] = {}
    for one in item.extension:
        name = f"extension {one.url.rsplit('/', 1)[-1]}"[:120]
        if one.url not in BELONGS:
            yield Refusal(item.link_id, name, Why.UNSUPPORTED)
        elif kind not in BELONGS[one.url]:
            yield Refusal(item.link_id, name, Why.NOT_HERE)
        elif one.url in held:
            yield Refusal(item.link_id, name, Why.TWICE)
        elif not _fits(one, kind):
            yield Refusal(item.link_id, name, Why.WRONG_KIND)
        else:
            held[one.url] = one
    if kind is Kind.QUANTITY and fhir.UNIT not in {one.url for one in item.extension}:
        yield Refusal(item.link_id, "extension questionnaire-unit", Why.MISSING)
    low, high = held.get(fhir.MIN_VALUE), held.get(fhir.MAX_VALUE)
    if low and high and _number(low) > _number(high):
        yield Refusal(item.link_id, "extension minValue", Why.WRONG_RANGE)


def _fits(one: fhir.Extension, kind: Kind) -> bool:
    if one.url == fhir.UNIT:
        unit = one.value_coding
        return (
            values(one) == {"value_coding"}
            and unit is not None
            and not unit.extension
            and not unit.display_more
        )
    found = values(one)
    return (
        len(found) == 1 and found <= BOUNDS[kind] and not _too_large(one.value_decimal or one.value_integer)
    )


def _number(one: fhir.Extension) -> Decimal:
    if one.value_date is not None:
        return Decimal(one.value_date.toordinal())
    return Decimal(one.value_integer) if one.value_integer is not None else one.value_decimal or Decimal(0)


def _condition(
    link: str, when: fhir.EnableWhen, earlier: Earlier, everywhere: Container[str]
) -> Iterator[Refusal]:
    asked = earlier.get(when.question)
    if asked is None:
        why = Why.LATER_QUESTION if when.question in everywhere else Why.UNKNOWN_QUESTION
        yield Refusal(link, "enableWhen.question", why, when.question[:60])
        return
    against, operators = AGAINST.get(Kind(asked.type), ((), ())) if asked.type in set(Kind) else ((), ())
    if not against:
        yield Refusal(link, "enableWhen.question", Why.NOT_HERE, when.question[:60])
        return
    if when.operator not in operators:
        yield Refusal(link, "enableWhen.operator", Why.WRONG_KIND, when.operator[:60])
    given = {name for name in fhir.EnableWhen.__struct_fields__[2:] if getattr(when, name) is not None}
    if given != ({"answer_boolean"} if when.operator == "exists" else against):
        yield Refusal(link, "enableWhen.answer", Why.WRONG_KIND, when.question[:60])
    elif when.answer_coding is not None and not _offered(when.answer_coding, asked):
        yield Refusal(link, "enableWhen.answerCoding", Why.NOT_AN_OPTION, when.answer_coding.code[:60])


def _offered(coding: fhir.Coding, asked: fhir.QuestionnaireItem) -> bool:
    return any(
        (one.value_coding.system, one.value_coding.code) == (coding.system, coding.code)
        for one in asked.answer_option
    )
