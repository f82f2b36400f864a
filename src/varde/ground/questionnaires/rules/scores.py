"""What the answers come to, by the rule of each score. A score with unanswered questions is not given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from varde.ground.questionnaires.rules.definition import Definition, Item, Score, Text
from varde.ground.questionnaires.rules.enabled import enabled
from varde.ground.questionnaires.rules.values import Amount, Answers, Coded, Value, real


@dataclass(frozen=True, slots=True)
class Result:
    """`value` is None while a question is missing; `so_far` is then what those answered come to."""

    code: str
    title: Text
    value: Decimal | None
    so_far: Decimal
    missing: tuple[str, ...]
    band: Text | None


def results(definition: Definition, answers: Answers) -> tuple[Result, ...]:
    on = enabled(definition, answers)
    return tuple(_result(score, definition, answers, on) for score in definition.scores)


def _result(score: Score, definition: Definition, answers: Answers, on: frozenset[str]) -> Result:
    points: list[Decimal] = []
    missing: list[str] = []
    for link in score.items:
        if link not in on:
            continue  # not asked, so neither counted nor missing
        given = real(answers.get(link, ()))
        if not given:
            missing.append(link)
        points += [_points(definition.by_link[link], one) for one in given]
    total = _reckoned(score.rule, points)
    value = None if missing or not points else total
    return Result(score.code, score.title, value, total, tuple(missing), _band(score, value))


def _points(item: Item, value: Value) -> Decimal:
    if isinstance(value, Coded):
        option = item.option(value)
        return (option.points if option else None) or Decimal(0)
    if isinstance(value, Amount):
        return value.value
    return Decimal(value) if isinstance(value, (int, Decimal)) else Decimal(0)


def _reckoned(rule: str, points: Iterable[Decimal]) -> Decimal:
    found = list(points)
    if not found:
        return Decimal(0)
    if rule == "max":
        return max(found)
    total = sum(found, Decimal(0))
    return total if rule == "sum" else (total / len(found)).quantize(Decimal("0.1"))


def _band(score: Score, value: Decimal | None) -> Text | None:
    if value is None:
        return None
    return next((band.text for band in reversed(score.bands) if value >= band.starts), None)
