"""From what was typed or picked in a field to answers; what cannot be read is kept as it was typed."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Final

from varde.ground.questionnaires.rules.checking import Fault, Faulty
from varde.ground.questionnaires.rules.definition import Item, Kind
from varde.ground.questionnaires.rules.values import Amount, Answers, Typed, Value
from varde.ground.questionnaires.rules.words import day, number

NO_TEXT: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
NUMBER: Final = re.compile(r"[-\u2212]?\d{1,15}([.,]\d{1,6})?\Z")
ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})\Z")
NORWEGIAN: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\Z")
MOST_KEPT: Final = 20_000
YES, NO = "true", "false"
Understood = tuple[tuple[Value, ...], Faulty | None]


def understood(item: Item, texts: list[str]) -> Understood:
    """The answers that a field's texts say, or the text as typed with the fault. Empty texts are no answer.

    A choice is said by the place of its option, a yes or no by `true` or `false`, all else in words."""
    cleaned = [NO_TEXT.sub(" ", text.replace("\r\n", "\n")).strip() for text in texts]
    said = [text for text in cleaned if text]
    if not said:
        return (), None
    if item.kind is Kind.CHOICE:
        return _chosen(item, said)
    if item.kind is Kind.BOOLEAN:
        return ((said[0] == YES,), None) if said[0] in (YES, NO) else _kept(item, "", Fault.NOT_AN_OPTION)
    if item.kind.is_number:
        return _number(item, said[0])
    return _date(item, said[0]) if item.kind is Kind.DATE else _words(item, said[0])


def _kept(item: Item, text: str, fault: Fault, limit: str = "") -> Understood:
    return (Typed(text[:MOST_KEPT]),) if text else (), Faulty(item.link_id, fault, limit)


def _chosen(item: Item, said: list[str]) -> Understood:
    places = [int(text) if text.isascii() and text.isdigit() and len(text) < 4 else -1 for text in said]
    if not all(0 <= place < len(item.options) for place in places):
        return _kept(item, "", Fault.NOT_AN_OPTION)
    picked = sorted(set(places)) if item.many else places[:1]
    return tuple(item.options[place].value for place in picked), None


def _number(item: Item, text: str) -> Understood:
    plain = re.sub(r"[\s\u00a0\u202f]", "", text)
    if not NUMBER.match(plain):
        return _kept(item, text, Fault.NOT_A_NUMBER)
    value = Decimal(plain.replace(",", ".").replace("\u2212", "-"))
    if item.kind is Kind.INTEGER and value != value.to_integral_value():
        return _kept(item, text, Fault.NOT_WHOLE)
    if isinstance(item.low, Decimal) and value < item.low:
        return _kept(item, text, Fault.TOO_SMALL, number(item.low))
    if isinstance(item.high, Decimal) and value > item.high:
        return _kept(item, text, Fault.TOO_LARGE, number(item.high))
    if item.kind is Kind.INTEGER:
        return (int(value),), None
    if item.kind is Kind.QUANTITY and item.unit:
        unit = item.unit
        return (Amount(value, unit.display or unit.code, unit.system, unit.code),), None
    return (value,), None


def _date(item: Item, text: str) -> Understood:
    value = _day(text)
    if value is None:
        return _kept(item, text, Fault.NOT_A_DATE)
    if isinstance(item.low, date) and value < item.low:
        return _kept(item, text, Fault.TOO_EARLY, day(item.low))
    if isinstance(item.high, date) and value > item.high:
        return _kept(item, text, Fault.TOO_LATE, day(item.high))
    return (value,), None


def _day(text: str) -> date | None:
    if found := ISO.match(text):
        year, month, date_ = found.groups()
    elif found := NORWEGIAN.match(text):
        date_, month, year = found.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(date_)) if 1850 <= int(year) <= 2200 else None
    except ValueError:
        return None


def _words(item: Item, text: str) -> Understood:
    value = text if item.kind is Kind.TEXT else " ".join(text.split())
    if len(value) > item.longest:
        return _kept(item, text, Fault.TOO_LONG, str(item.longest))
    return (value,), None


def still_faulty(item: Item, values: tuple[Value, ...]) -> Faulty | None:
    """What is wrong with a text that was kept as typed; None for real answers."""
    for value in values:
        if isinstance(value, Typed):
            fault = understood(item, [value.text])[1]
            return fault or Faulty(item.link_id, Fault.UNREAD)
    return None


def faults_in(items: tuple[Item, ...], answers: Answers) -> tuple[Faulty, ...]:
    """Every field where something was typed that cannot be read."""
    found = (still_faulty(item, answers.get(item.link_id, ())) for item in items)
    return tuple(fault for fault in found if fault)
