"""Whether the scores of a form can be reckoned."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from varde.ground.questionnaires.rules import fhir
from varde.ground.questionnaires.rules.definition import Kind
from varde.ground.questionnaires.rules.reading.asking import values
from varde.ground.questionnaires.rules.refusals import Refusal, Why

MOST: Final = 20
CODE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,59}\Z")
RULES: Final = {"sum", "mean", "max"}
ONCE: Final = {"code": "value_code", "title": "value_string", "rule": "value_code"}
MAY: Final = {"title-en": "value_string"}
BAND: Final = {"from": "value_decimal", "text": "value_string"}
BAND_MAY: Final = {"text-en": "value_string"}
Items = Mapping[str, fhir.QuestionnaireItem]


def scoring(extensions: tuple[fhir.Extension, ...], items: Items) -> Iterator[Refusal]:
    codes: list[str] = []
    for one in extensions:
        if one.url != fhir.SCORE:
            yield Refusal("", "extension", Why.UNSUPPORTED, one.url[:60])
            continue
        faults = list(_score(one, items))
        yield from faults
        codes += [] if faults else [part.value_code or "" for part in one.extension if part.url == "code"]
    if len(codes) != len(set(codes)):
        yield Refusal("", "score code", Why.TWICE)
    if len(extensions) > MOST:
        yield Refusal("", "extension", Why.TOO_MANY)


def _score(score: fhir.Extension, items: Items) -> Iterator[Refusal]:
    rest = tuple(part for part in score.extension if part.url not in ("item", "band"))
    if fault := _parts("score", rest, ONCE, MAY):
        yield fault
        return
    said = {part.url: part for part in rest}
    code, rule = said["code"].value_code or "", said["rule"].value_code or ""
    if not CODE.match(code):
        yield Refusal("", "score code", Why.WRONG_KIND, code[:60])
    if rule not in RULES:
        yield Refusal("", "score rule", Why.UNSUPPORTED, rule[:60])
    yield from _counted(code, [part for part in score.extension if part.url == "item"], items)
    for band in score.extension:
        if band.url == "band" and (fault := _parts("score band", band.extension, BAND, BAND_MAY)):
            yield fault


def _parts(
    name: str, parts: tuple[fhir.Extension, ...], once: Mapping[str, str], may: Mapping[str, str]
) -> Refusal | None:
    """Each part in `once` exactly once, each in `may` at most once, none beside, and each of its kind."""
    known, counted = {**once, **may}, Counter(part.url for part in parts)
    for part in parts:
        if part.url not in known:
            return Refusal("", f"{name} {part.url}"[:120], Why.UNSUPPORTED)
        if counted[part.url] > 1:
            return Refusal("", f"{name} {part.url}", Why.TWICE)
        if values(part) != {known[part.url]}:
            return Refusal("", f"{name} {part.url}", Why.WRONG_KIND)
    gone = [part for part in once if part not in counted]
    return Refusal("", f"{name} {gone[0]}", Why.MISSING) if gone else None


def _counted(code: str, parts: list[fhir.Extension], items: Items) -> Iterator[Refusal]:
    links = [part.value_string or "" for part in parts if values(part) == {"value_string"}]
    if len(links) != len(parts) or not links:
        yield Refusal("", "score item", Why.MISSING if not parts else Why.WRONG_KIND, code[:60])
    if len(links) != len(set(links)):
        yield Refusal("", "score item", Why.TWICE, code[:60])
    for link in links:
        item = items.get(link)
        if item is None:
            yield Refusal("", "score item", Why.UNKNOWN_QUESTION, link[:60])
        elif not _has_points(item):
            yield Refusal(link[:60], "answerOption.ordinalValue", Why.NO_POINTS, code[:60])


def _has_points(item: fhir.QuestionnaireItem) -> bool:
    if item.type == Kind.CHOICE:
        return all(option.value_coding.extension for option in item.answer_option)
    return item.type in {Kind.INTEGER, Kind.DECIMAL, Kind.QUANTITY}
