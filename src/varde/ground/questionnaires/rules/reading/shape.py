"""The first look: is it JSON, and is every element one that Varde knows, of the kind it should be?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from varde.ground.questionnaires.rules import fhir
from varde.ground.questionnaires.rules.refusals import NotUsable, Refusal, Why

MOST_BYTES: Final = 512 * 1024
MOST_ITEMS: Final = 500
DEEPEST: Final = 6
LONGEST: Final = 5000
INSIDE: Final[dict[str, type[fhir.Struct]]] = {
    "extension": fhir.Extension,
    "valueCoding": fhir.Coding,
    "code": fhir.Coding,
    "answerCoding": fhir.Coding,
    "answerQuantity": fhir.Quantity,
    "enableWhen": fhir.EnableWhen,
    "answerOption": fhir.AnswerOption,
    "_text": fhir.Element,
    "_title": fhir.Element,
    "_description": fhir.Element,
    "_display": fhir.Element,
}
EXACT_NUMBERS: Final = {"valueDecimal", "answerDecimal", "value"}
CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
Found = tuple[str, Why, str]


def parsed(data: bytes) -> dict[str, Any]:
    """The object in the file. Raises NotUsable where it is too large, no JSON, or says one thing twice."""
    if len(data) > MOST_BYTES:
        raise NotUsable([Refusal("", "", Why.TOO_LARGE)])
    try:
        msgspec.json.decode(data)  # stricter than the library: UTF-8, surrogates, depth
        raw = json.loads(data, object_pairs_hook=_once, parse_constant=_never)
    except (msgspec.DecodeError, RecursionError, ValueError) as fault:
        if isinstance(fault, NotUsable):
            raise
        raise NotUsable([Refusal("", "", Why.NOT_JSON)]) from None
    if not isinstance(raw, dict) or raw.get("resourceType") != "Questionnaire":
        raise NotUsable([Refusal("", "resourceType", Why.WRONG_KIND)])
    return raw


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise NotUsable([Refusal("", key[:60], Why.TWICE)])
        found[key] = value
    return found


def _never(name: str) -> Any:
    raise ValueError(name)


def shape(raw: dict[str, Any]) -> list[Refusal]:
    """Every element that is unknown, empty or of the wrong kind, question by question."""
    form = {key: value for key, value in raw.items() if key != "item"}
    refusals = [Refusal("", *one) for one in _faults(form, fhir.Questionnaire, {"item": []})]
    count = 0
    for item, depth in _items(raw.get("item"), 1):
        count += 1
        if depth > DEEPEST:
            return [*refusals, Refusal(_named(item), "item", Why.TOO_DEEP)]
        if count > MOST_ITEMS:
            return [*refusals, Refusal("", "item", Why.TOO_MANY)]
        refusals += _item(item)
    return refusals if count else [*refusals, Refusal("", "item", Why.MISSING)]


def _items(found: Any, depth: int) -> Iterator[tuple[Any, int]]:
    """Every item with its depth; of what lies too deep only the first."""
    if found is None:
        return
    for item in found if isinstance(found, list) else [found]:
        yield item, depth
        if isinstance(item, dict) and "item" in item and depth <= DEEPEST:
            yield from _items(item["item"], depth + 1)


def _item(item: Any) -> list[Refusal]:
    name = _named(item)
    if not isinstance(item, dict):
        return [Refusal(name, "item", Why.WRONG_KIND)]
    alone = {key: value for key, value in item.items() if key != "item"}
    faults = list(_faults(alone, fhir.QuestionnaireItem, {}))
    if "item" in item and (not isinstance(item["item"], list) or not item["item"]):
        faults.append(("item", Why.EMPTY, ""))
    return [Refusal(name, *one) for one in faults]


def _named(item: Any) -> str:
    name = item.get("linkId") if isinstance(item, dict) else None
    return name[:60] if isinstance(name, str) else "?"


def _faults(raw: dict[str, Any], struct: type[fhir.Struct], more: dict[str, Any]) -> Iterator[Found]:
    """What is wrong in one object and what lies inside it; then what the strict reader says of the rest."""
    found = list(_unknown(raw, struct, ""))
    yield from found
    if found:
        return
    try:
        msgspec.convert({**raw, **more}, struct)
    except msgspec.ValidationError as fault:
        yield _said(str(fault))


def _unknown(raw: dict[str, Any], struct: type[fhir.Struct], way: str) -> Iterator[Found]:
    for key, value in raw.items():
        path = f"{way}.{key}" if way else key
        if key not in struct.__struct_encode_fields__:
            yield path[:120], Why.UNSUPPORTED, ""
        elif value is None or value in ("", [], {}):
            yield path, Why.EMPTY, ""
        elif isinstance(value, str):
            yield from _text(path, key, value)
        else:
            inside = [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]
            for one in inside:
                yield from _unknown(one, INSIDE.get(key, fhir.Struct), path)


def _text(path: str, key: str, value: str) -> Iterator[Found]:
    if len(value) > LONGEST:
        yield path, Why.TOO_LONG, ""
    elif CONTROL.search(value) or key in EXACT_NUMBERS:
        yield path, Why.WRONG_KIND, ""


def _said(fault: str) -> Found:
    """The library's words as ours: where it was, and whether something was missing."""
    place = re.search(r"at `\$\.?(.*?)`", fault)
    way = re.sub(r"\[[^\]]*\]", "", place[1]) if place else ""
    if missing := re.search(r"missing required field `(.+?)`", fault):
        return (f"{way}.{missing[1]}" if way else missing[1]), Why.MISSING, ""
    return way, Why.WRONG_KIND, ""
