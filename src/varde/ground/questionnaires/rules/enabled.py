"""Which questions are put, given what is answered so far."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from operator import ge, gt, le, lt

from varde.ground.questionnaires.rules.definition import Condition, Definition, Item
from varde.ground.questionnaires.rules.values import Amount, Answers, Value, real

ORDER = {">": gt, "<": lt, ">=": ge, "<=": le}


def enabled(definition: Definition, answers: Answers) -> frozenset[str]:
    """The linkIds of items that are put. A question that is not put counts as unanswered, and so does its group's all.

    Conditions ask of earlier items only (`reading` sees to it), so one pass in the order of the form is enough.
    """
    on: set[str] = set()
    for item in definition.flat:
        if (not item.parent or item.parent in on) and _is_put(item, answers, on):
            on.add(item.link_id)
    return frozenset(on)


def _is_put(item: Item, answers: Answers, on: set[str]) -> bool:
    if not item.conditions:
        return True
    held = (
        _holds(one, real(answers.get(one.question, ())) if one.question in on else ())
        for one in item.conditions
    )
    return any(held) if item.any_of else all(held)


def _holds(condition: Condition, given: tuple[Value, ...]) -> bool:
    """FHIR: the operator applies to any of several answers. `!=` holds when there are answers and none is equal."""
    if condition.operator == "exists":
        return bool(given) is condition.value
    if condition.operator == "=":
        return any(_same(one, condition.value) for one in given)
    if condition.operator == "!=":
        return bool(given) and not any(_same(one, condition.value) for one in given)
    return any(_ordered(condition.operator, one, condition.value) for one in given)


def _same(one: Value, other: Value) -> bool:
    if isinstance(one, Amount) and isinstance(other, Amount):
        return one.value == other.value
    return isinstance(one, bool) is isinstance(other, bool) and one == other


def _ordered(operator: str, one: Value, other: Value) -> bool:
    left, right = _comparable(one), _comparable(other)
    if isinstance(left, date) and isinstance(right, date):
        return ORDER[operator](left, right)
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return ORDER[operator](left, right)
    return False


def _comparable(value: Value) -> Decimal | date | None:
    if isinstance(value, Amount):
        return value.value
    if isinstance(value, date):
        return value
    return Decimal(value) if isinstance(value, (int, Decimal)) and not isinstance(value, bool) else None
