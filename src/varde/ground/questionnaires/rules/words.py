"""An answer as it is written on a page, in the language of the page."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from varde.ground.questionnaires.rules.definition import Item
from varde.ground.questionnaires.rules.values import Amount, Coded, Typed, Value

YES_NO = {True: {"nb": "Ja", "en": "Yes"}, False: {"nb": "Nei", "en": "No"}}


def number(value: Decimal | int) -> str:
    """1284.50 → "1284,5": as one writes it in a field, without spaces or needless zeros."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def day(value: date) -> str:
    return f"{value.day:02}.{value.month:02}.{value.year}"


def written(item: Item, value: Value, language: str) -> str:
    match value:
        case Typed(text):
            return text
        case bool():
            return YES_NO[value]["en" if language.startswith("en") else "nb"]
        case Coded():
            option = item.option(value)
            return option.text.said(language) if option else value.display or value.code
        case Amount(amount, unit):
            return f"{number(amount)} {unit}".strip()
        case date():
            return day(value)
        case int() | Decimal():
            unit = item.unit.display or item.unit.code if item.unit else ""
            return f"{number(value)} {unit}".strip()
    return str(value)


def all_written(item: Item, values: tuple[Value, ...], language: str) -> str:
    return ", ".join(written(item, value, language) for value in values)
