"""Any form that Varde understands, for hypothesis."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs")), min_size=1, max_size=12
)
CODES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
HL7 = "http://hl7.org/fhir/StructureDefinition/"
NUMBERS = st.decimals(min_value=-1000, max_value=1000, places=2).map(float)


def translation(words: str) -> dict[str, Any]:
    parts = [{"url": "lang", "valueCode": "en"}, {"url": "content", "valueString": words}]
    return {"extension": [{"url": f"{HL7}translation", "extension": parts}]}


@st.composite
def options(draw: Any) -> list[dict[str, Any]]:
    codes = draw(st.lists(CODES, min_size=1, max_size=4, unique=True))
    has_points = draw(st.booleans())
    found = []
    for code in codes:
        coding: dict[str, Any] = {"code": code, "display": draw(WORDS)}
        if has_points:
            points = draw(st.integers(0, 9))
            coding["extension"] = [{"url": f"{HL7}ordinalValue", "valueDecimal": points}]
        if draw(st.booleans()):
            coding["_display"] = translation(draw(WORDS))
        found.append({"valueCoding": coding})
    return found


def limits(draw: Any, kind: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if draw(st.booleans()):
        low, high = sorted(draw(st.tuples(st.integers(-99, 99), st.integers(-99, 99))))
        found += [
            {"url": f"{HL7}minValue", "valueInteger": low},
            {"url": f"{HL7}maxValue", "valueInteger": high},
        ]
    if kind == "quantity":
        unit = {"system": "http://unitsofmeasure.org", "code": "kg", "display": "kg"}
        found.append({"url": f"{HL7}questionnaire-unit", "valueCoding": unit})
    return found


@st.composite
def question(draw: Any, link: str, earlier: list[dict[str, Any]]) -> dict[str, Any]:
    kinds = ["boolean", "integer", "decimal", "quantity", "date", "string", "text", "choice", "display"]
    kind = draw(st.sampled_from(kinds))
    item: dict[str, Any] = {"linkId": link, "type": kind, "text": draw(WORDS)}
    if draw(st.booleans()):
        item["_text"] = translation(draw(WORDS))
    if kind != "display" and draw(st.booleans()):
        item["required"] = True
    if kind == "choice":
        item["answerOption"] = draw(options())
        if draw(st.booleans()):
            item["repeats"] = True
    if kind in ("string", "text") and draw(st.booleans()):
        item["maxLength"] = draw(st.integers(1, 300))
    if kind in ("integer", "decimal", "quantity") and (found := limits(draw, kind)):
        item["extension"] = found
    _depend(draw, item, earlier)
    return item


def _depend(draw: Any, item: dict[str, Any], earlier: list[dict[str, Any]]) -> None:
    asked = [one for one in earlier if one["type"] in ("boolean", "integer", "choice")]
    if not asked or not draw(st.booleans()):
        return
    chosen = draw(st.lists(st.sampled_from(asked), min_size=1, max_size=3))
    item["enableWhen"] = [_condition(draw, one) for one in chosen]
    if len(chosen) > 1:
        item["enableBehavior"] = draw(st.sampled_from(["all", "any"]))


def _condition(draw: Any, asked: dict[str, Any]) -> dict[str, Any]:
    if draw(st.integers(0, 4)) == 0:
        return {"question": asked["linkId"], "operator": "exists", "answerBoolean": draw(st.booleans())}
    if asked["type"] == "boolean":
        against = {"answerBoolean": draw(st.booleans())}
        return {"question": asked["linkId"], "operator": draw(st.sampled_from(["=", "!="])), **against}
    if asked["type"] == "integer":
        operator = draw(st.sampled_from(["=", "!=", ">", "<", ">=", "<="]))
        return {"question": asked["linkId"], "operator": operator, "answerInteger": draw(st.integers(-9, 9))}
    code = draw(st.sampled_from(asked["answerOption"]))["valueCoding"]["code"]
    operator = draw(st.sampled_from(["=", "!="]))
    return {"question": asked["linkId"], "operator": operator, "answerCoding": {"code": code}}


@st.composite
def forms(draw: Any) -> dict[str, Any]:
    """The JSON of a form in order: groups, conditions, translations, limits and, where there are points, a score."""
    seen: list[dict[str, Any]] = []
    top: list[dict[str, Any]] = []
    for nr in range(draw(st.integers(1, 6))):
        item = draw(question(f"q{nr}", seen))
        seen.append(item)
        if draw(st.booleans()):
            top.append({"linkId": f"g{nr}", "type": "group", "text": draw(WORDS), "item": [item]})
        else:
            top.append(item)
    form: dict[str, Any] = {
        "resourceType": "Questionnaire",
        "url": "urn:test:any",
        "version": draw(st.from_regex(r"[0-9]{1,3}", fullmatch=True)),
        "name": "anything",
        "title": draw(WORDS),
        "status": draw(st.sampled_from(["draft", "active"])),
        "item": top,
    }
    if draw(st.booleans()):
        form["date"] = draw(st.dates(date(2020, 1, 1), date(2030, 1, 1))).isoformat()
    links = [one["linkId"] for one in seen if _counts(one)]
    if links:
        form["extension"] = [score(draw, links)]
    return form


def _counts(item: dict[str, Any]) -> bool:
    if item["type"] == "choice":
        return "extension" in item["answerOption"][0]["valueCoding"]
    return item["type"] in ("integer", "decimal", "quantity")


def score(draw: Any, links: list[str]) -> dict[str, Any]:
    rule = draw(st.sampled_from(["sum", "mean", "max"]))
    parts: list[dict[str, Any]] = [
        {"url": "code", "valueCode": "total"},
        {"url": "title", "valueString": draw(WORDS)},
        {"url": "rule", "valueCode": rule},
        *({"url": "item", "valueString": link} for link in links),
    ]
    for starts in draw(st.lists(NUMBERS, max_size=3)):
        band = [{"url": "from", "valueDecimal": starts}, {"url": "text", "valueString": draw(WORDS)}]
        parts.append({"url": "band", "extension": band})
    return {"url": "urn:varde:fhir:score", "extension": parts}
