"""YAML to activities. Strict: what is unknown, doubled or missing is refused, with its file and place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
import yaml

from varde.governance.improvement.rules.codes import Source
from varde.governance.improvement.rules.shape import (
    QUESTIONS,
    Activity,
    Cell,
    Choice,
    Column,
    Content,
    Part,
)
from varde.kernel.yaml import load as load_yaml

WORDS = "words"


class ContentFault(ValueError):
    """Where, and what is wrong, as msgspec or YAML said it."""


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    cells: tuple[Cell, ...]
    lists: Mapping[str, tuple[Choice, ...]]


def read(files: Mapping[str, str]) -> Content:
    """`files`: name without suffix → text; "words", and one per activity. Raises ContentFault."""
    words: _Words = _one(files[WORDS], _Words, WORDS)
    activities: list[Activity] = []
    for name in sorted(files.keys() - {WORDS}):
        activity: Activity = _one(files[name], Activity, name)
        if activity.code != name:
            raise ContentFault(f"{name}: names itself {activity.code}")
        activities.append(activity)
    content = Content(words.cells, words.lists, tuple(activities))
    _check(content)
    return content


def _one(text: str, kind: Any, name: str) -> Any:
    try:
        return msgspec.convert(load_yaml(text), kind, strict=True)
    except (yaml.YAMLError, msgspec.ValidationError) as fault:
        raise ContentFault(f"{name}: {fault}") from None


def _check(content: Content) -> None:
    if len({(one.priority, one.control) for one in content.cells}) != 4 or len(content.cells) != 4:
        raise ContentFault("words: one cell for each priority and control")
    for name, ones in content.lists.items():
        _refuse(_doubled(one.code for one in ones), f"words: {name} doubled")
    asked = [question.code for one in content.activities for question in _questions(one)]
    _refuse(_doubled(asked), "doubled question")
    codes = {one.code for one in content.activities}
    for one in content.activities:
        _refuse({one.builds_on} - {"", *codes}, f"{one.code}: builds on")
        _refuse({one.source} - set(Source), f"{one.code}: source")
        _refuse(_doubled(part.code for part in one.parts), f"{one.code}: doubled part")
        _refuse(_doubled(part.kind for part in one.parts if part.kind != "rows"), f"{one.code}: one of each")
        for part in one.parts:
            _check_part(content, one, part)


def _check_part(content: Content, activity: Activity, part: Part) -> None:
    here, rows = f"{activity.code}/{part.code}", {one.code for one in activity.parts if one.kind == "rows"}
    stages = {one.code for one in content.lists.get("stages", ())}
    _refuse({one.code for one in part.stages} - stages, f"{here}: unknown stage")
    _refuse(set(part.of) - rows, f"{here}: of")
    _refuse(_doubled(one.code for one in part.columns), f"{here}: doubled column")
    for column in part.columns:
        _check_column(content, column, here)
    choices = {one.code for one in part.columns if one.kind == "choice"}
    _refuse(set(part.table or ()) - choices, f"{here}: table")
    needs = {"matrix": part.stages, "rows": part.columns, "pick": part.of}
    _refuse([kind for kind, given in needs.items() if bool(given) is not (kind == part.kind)], here)


def _check_column(content: Content, column: Column, here: str) -> None:
    known = {"", QUESTIONS, *content.lists}
    if column.choices not in known or bool(column.choices) is not (column.kind == "choice"):
        raise ContentFault(f"{here}/{column.code}: choices")


def _questions(activity: Activity) -> Iterable[Any]:
    return (question for part in activity.parts for _stage, _number, question in part.questions())


def _doubled(names: Iterable[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]


def _refuse(names: Iterable[str], why: str) -> None:
    if found := sorted(names):
        raise ContentFault(f"{why}: {', '.join(found)}")
