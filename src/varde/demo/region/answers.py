"""Plausible answers to any form: what somebody might have said, the same for the same seed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random
from typing import Final

from varde.ground.questionnaires.rules.definition import Definition, Item, Kind
from varde.ground.questionnaires.rules.values import Amount, Value

NOTES: Final = (
    "Gått gjennom sammen med personen og pårørende.",
    "Ønsker å prøve. Vil ha en rolig start.",
    "Ingen ting å merke seg nå. Ses på igjen ved evalueringen.",
    "Tar telefonen best før klokka ti.",
)


def answers(definition: Definition, chance: Random, today: date) -> dict[str, tuple[Value, ...]]:
    """An answer to every question of the form; the form itself leaves out those that are not put."""
    return {item.link_id: (_answer(item, chance, today),) for item in definition.asked}


def _answer(item: Item, chance: Random, today: date) -> Value:
    if item.kind is Kind.CHOICE:
        return chance.choice(item.options).value
    if item.kind is Kind.BOOLEAN:
        return chance.random() < 0.7
    if item.kind is Kind.DATE:
        return today
    if item.kind.is_number:
        return _number(item, chance)
    return chance.choice(NOTES)[: item.longest]


def _number(item: Item, chance: Random) -> Value:
    low = item.low if isinstance(item.low, Decimal) else Decimal(1)
    high = item.high if isinstance(item.high, Decimal) else low + 9
    number = Decimal(chance.randint(int(low), int(high)))
    if item.kind is Kind.INTEGER:
        return int(number)
    if item.kind is Kind.QUANTITY and item.unit is not None:
        unit = item.unit
        return Amount(number, unit.display or "", unit.system or "", unit.code or "")
    return number
