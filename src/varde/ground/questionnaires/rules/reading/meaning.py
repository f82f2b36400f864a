"""The second look: does the form hang together, and can every question be put?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from varde.ground.questionnaires.rules import fhir
from varde.ground.questionnaires.rules.definition import Kind
from varde.ground.questionnaires.rules.reading.asking import asking
from varde.ground.questionnaires.rules.reading.scoring import scoring
from varde.ground.questionnaires.rules.reading.translating import translations
from varde.ground.questionnaires.rules.refusals import Refusal, Why

CODE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,59}\Z")
VERSION: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{0,19}\Z")
STATUSES: Final = {"draft", "active"}
LANGUAGES: Final = {"", "nb", "nb-NO", "no", "nn", "nn-NO"}
LONGEST: Final = {"title": 200, "url": 255, "publisher": 200}


def meaning(source: fhir.Questionnaire) -> list[Refusal]:
    flat = list(walk(source.item))
    found = [*_form(source), *translations("", "_title", source.title_more)]
    found += translations("", "_description", source.description_more)
    counted = Counter(item.link_id for item in flat)
    found += [Refusal(link, "linkId", Why.TWICE) for link, count in counted.items() if count > 1]
    earlier: dict[str, fhir.QuestionnaireItem] = {}
    later = {item.link_id for item in flat}
    for item in flat:
        found += _item(item)
        found += asking(item, earlier, later)
        earlier[item.link_id] = item
    return found + list(scoring(source.extension, earlier))


def walk(items: tuple[fhir.QuestionnaireItem, ...]) -> Iterator[fhir.QuestionnaireItem]:
    for item in items:
        yield item
        yield from walk(item.item)


def _form(source: fhir.Questionnaire) -> Iterator[Refusal]:
    rules = (
        ("name", CODE.match(source.name) is not None, source.name),
        ("version", VERSION.match(source.version) is not None, source.version),
        ("status", source.status in STATUSES, source.status),
        ("language", source.language in LANGUAGES, source.language),
        ("subjectType", set(source.subject_type) <= {"Patient"}, ", ".join(source.subject_type)),
        ("url", not re.search(r"[\s|]", source.url), source.url),
    )
    for element, fits, given in rules:
        if not fits:
            yield Refusal("", element, Why.WRONG_KIND, given[:60])
    for element, longest in LONGEST.items():
        if len(getattr(source, element)) > longest:
            yield Refusal("", element, Why.TOO_LONG)


def _item(item: fhir.QuestionnaireItem) -> Iterator[Refusal]:
    link = item.link_id[:60]
    if len(item.link_id) > 60 or item.link_id != " ".join(item.link_id.split()):
        yield Refusal(link, "linkId", Why.TOO_LONG if len(item.link_id) > 60 else Why.WRONG_KIND)
    if item.type not in set(Kind):
        yield Refusal(link, "type", Why.UNSUPPORTED, item.type[:60])
        return
    kind = Kind(item.type)
    if not item.text and kind is not Kind.GROUP:
        yield Refusal(link, "text", Why.MISSING)
    if len(item.text) > 2000 or len(item.prefix) > 20:
        yield Refusal(link, "text" if len(item.text) > 2000 else "prefix", Why.TOO_LONG)
    if kind is Kind.GROUP and not item.item:
        yield Refusal(link, "item", Why.MISSING)
    yield from translations(link, "_text", item.text_more)
    yield from _out_of_place(item, kind)


def _out_of_place(item: fhir.QuestionnaireItem, kind: Kind) -> Iterator[Refusal]:
    """Elements that are known, on a kind of question that they do not belong to."""
    places = (
        ("item", bool(item.item), kind is Kind.GROUP),
        ("required", item.required, kind.is_asked),
        ("repeats", item.repeats, kind is Kind.CHOICE),
        ("maxLength", item.max_length is not None, kind in (Kind.STRING, Kind.TEXT)),
        ("answerOption", bool(item.answer_option), kind is Kind.CHOICE),
    )
    for element, is_there, belongs in places:
        if is_there and not belongs:
            yield Refusal(item.link_id, element, Why.NOT_HERE)
    if item.max_length is not None and item.max_length < 1:
        yield Refusal(item.link_id, "maxLength", Why.WRONG_RANGE)
