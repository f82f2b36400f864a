"""A form is read whole or refused by name; what is written out reads back the same."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from varde.ground.questionnaires import queries
from varde.ground.questionnaires.forms import WHY, refusal_lines
from varde.ground.questionnaires.rules import fhir
from varde.ground.questionnaires.rules.reading import read
from varde.ground.questionnaires.rules.refusals import NotUsable, Why
from varde.ground.questionnaires.testing import questionnaire
from varde.ground.questionnaires.tests.strategies import forms

pytestmark = pytest.mark.unit
DEFAULTS = Path(queries.__file__).resolve().parent.parent / "defaults"
HL7 = "http://hl7.org/fhir/StructureDefinition/"


def data(body: Any) -> bytes:
    return json.dumps(body).encode()


def refusals(body: Any) -> set[tuple[str, str, Why]]:
    with pytest.raises(NotUsable) as refused:
        read(body if isinstance(body, bytes) else data(body))
    return {(one.link_id, one.element, one.why) for one in refused.value.refusals}


def items(body: dict[str, Any]) -> list[dict[str, Any]]:
    found, waiting = [], list(body["item"])
    while waiting:
        item = waiting.pop(0)
        found.append(item)
        waiting += item.get("item", [])
    return found


@given(forms())
@settings(max_examples=150, deadline=None)
def test_what_is_exported_reads_back_as_the_same_form(body: dict[str, Any]) -> None:
    once = read(data(body))
    again = read(fhir.written(once.source))
    assert again == once
    assert fhir.written(again.source) == fhir.written(once.source)


@given(forms())
@settings(max_examples=100, deadline=None)
def test_nothing_that_was_in_the_file_is_left_out_of_the_export(body: dict[str, Any]) -> None:
    assert json.loads(fhir.written(read(data(body)).source)) == without_false(body)


def without_false(one: Any) -> Any:
    """`required: false` says what its absence says."""
    if isinstance(one, list):
        return [without_false(each) for each in one]
    if isinstance(one, dict):
        kept = {
            key: value for key, value in one.items() if not (key in ("required", "repeats") and not value)
        }
        return {key: without_false(value) for key, value in kept.items()}
    return one


@given(forms(), st.data())
@settings(max_examples=120, deadline=None)
def test_an_element_that_varde_does_not_know_is_refused_with_its_question_and_name(
    body: dict[str, Any], more: Any
) -> None:
    item = more.draw(st.sampled_from(items(body)))
    element = more.draw(
        st.sampled_from(["initial", "readOnly", "answerValueSet", "definition", "_type", "modifierExtension"])
    )
    item[element] = "x"
    assert (item["linkId"], element, Why.UNSUPPORTED) in refusals(body)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(st.binary(max_size=200) | JSON.map(lambda one: json.dumps(one).encode()))
@settings(max_examples=200, deadline=None)
def test_whatever_the_file_holds_it_is_read_or_refused_with_a_reason(content: bytes) -> None:
    with pytest.raises(NotUsable) as refused:
        read(content)
    assert refused.value.refusals


@given(forms(), st.data())
@settings(max_examples=200, deadline=None)
def test_a_form_with_anything_at_all_in_one_place_is_read_or_refused(body: dict[str, Any], more: Any) -> None:
    where: Any = more.draw(st.sampled_from([body, *items(body)]))
    where[more.draw(st.sampled_from(sorted(where)))] = more.draw(JSON)
    try:
        again = read(data(body))
    except NotUsable as refused:
        assert refusal_lines(refused.refusals)
    else:
        assert read(fhir.written(again.source)) == again


def with_item(**more: Any) -> dict[str, Any]:
    body = questionnaire()
    body["item"].append({"linkId": "new", "type": "string", "text": "Nytt", **more})
    return body


def choice(*codes: str, **more: Any) -> dict[str, Any]:
    options = [{"valueCoding": {"code": code, "display": code.upper()}} for code in codes]
    return with_item(type="choice", answerOption=options, **more)


UNIT = {"url": f"{HL7}questionnaire-unit", "valueCoding": {"code": "kg"}}
REFUSED = [
    (with_item(type="attachment"), "new", "type", Why.UNSUPPORTED),
    (with_item(type="open-choice"), "new", "type", Why.UNSUPPORTED),
    (with_item(type="dateTime"), "new", "type", Why.UNSUPPORTED),
    (with_item(text=7), "new", "text", Why.WRONG_KIND),
    (with_item(text=""), "new", "text", Why.EMPTY),
    (with_item(linkId="note"), "note", "linkId", Why.TWICE),
    (with_item(linkId="x" * 61), "x" * 60, "linkId", Why.TOO_LONG),
    (with_item(required="ja"), "new", "required", Why.WRONG_KIND),
    (with_item(repeats=True), "new", "repeats", Why.NOT_HERE),
    (with_item(maxLength=0), "new", "maxLength", Why.WRONG_RANGE),
    (with_item(type="date", maxLength=5), "new", "maxLength", Why.NOT_HERE),
    (with_item(type="display", required=True), "new", "required", Why.NOT_HERE),
    (with_item(type="group"), "new", "item", Why.MISSING),
    (with_item(item=[{"linkId": "b", "type": "string", "text": "B"}]), "new", "item", Why.NOT_HERE),
    (with_item(type="choice"), "new", "answerOption", Why.MISSING),
    (choice("a", "a"), "new", "answerOption.valueCoding.code", Why.TWICE),
    (with_item(type="choice", answerOption=[{"valueString": "a"}]), "new", "answerOption.valueString", Why.UNSUPPORTED),
    (with_item(type="choice", answerOption=[{"valueCoding": {"code": "a"}}]), "new", "answerOption.valueCoding.display", Why.MISSING),
    (with_item(type="quantity"), "new", "extension questionnaire-unit", Why.MISSING),
    (with_item(extension=[UNIT]), "new", "extension questionnaire-unit", Why.NOT_HERE),
    (with_item(extension=[{"url": f"{HL7}regex", "valueString": "x"}]), "new", "extension regex", Why.UNSUPPORTED),
    (
        with_item(type="integer", extension=[{"url": f"{HL7}minValue", "valueInteger": 5}, {"url": f"{HL7}maxValue", "valueInteger": 4}]),
        "new", "extension minValue", Why.WRONG_RANGE,
    ),
    (with_item(type="integer", extension=[{"url": f"{HL7}minValue", "valueDate": "2026-01-01"}]), "new", "extension minValue", Why.WRONG_KIND),
    (with_item(enableWhen=[{"question": "finnes-ikke", "operator": "exists", "answerBoolean": True}]), "new", "enableWhen.question", Why.UNKNOWN_QUESTION),
    (with_item(enableWhen=[{"question": "new", "operator": "exists", "answerBoolean": True}]), "new", "enableWhen.question", Why.LATER_QUESTION),
    (with_item(enableWhen=[{"question": "alone", "operator": ">", "answerBoolean": True}]), "new", "enableWhen.operator", Why.WRONG_KIND),
    (with_item(enableWhen=[{"question": "alone", "operator": "=", "answerInteger": 1}]), "new", "enableWhen.answer", Why.WRONG_KIND),
    (with_item(enableWhen=[{"question": "alone", "operator": "=", "answerDateTime": "2026"}]), "new", "enableWhen.answerDateTime", Why.UNSUPPORTED),
    (with_item(enableBehavior="all"), "new", "enableBehavior", Why.NOT_HERE),
    (
        with_item(enableWhen=[{"question": "alone", "operator": "=", "answerBoolean": True}] * 2),
        "new", "enableBehavior", Why.MISSING,
    ),
    (with_item(_text={"extension": [{"url": f"{HL7}rendering-xhtml", "valueString": "<b>"}]}), "new", "_text.extension", Why.UNSUPPORTED),
    (questionnaire(status="retired"), "", "status", Why.WRONG_KIND),
    (questionnaire(version="én to"), "", "version", Why.WRONG_KIND),
    (questionnaire(name="med mellomrom"), "", "name", Why.WRONG_KIND),
    (questionnaire(subjectType=["Device"]), "", "subjectType", Why.WRONG_KIND),
    (questionnaire(item=[]), "", "item", Why.MISSING),
    (questionnaire(contained=[{"resourceType": "ValueSet"}]), "", "contained", Why.UNSUPPORTED),
    (questionnaire(title="a\u0000b"), "", "title", Why.WRONG_KIND),
    (questionnaire(extension=[{"url": f"{HL7}variable", "valueString": "x"}]), "", "extension", Why.UNSUPPORTED),
]  # fmt: skip


@pytest.mark.parametrize(("body", "link", "element", "why"), REFUSED)
def test_each_thing_that_cannot_be_asked_is_named(body: Any, link: str, element: str, why: Why) -> None:
    assert (link, element, why) in refusals(body)


def score(**parts: Any) -> dict[str, Any]:
    said = {"code": "sum", "title": "Sum", "rule": "sum", "item": "pick", **parts}
    kinds = {"code": "valueCode", "rule": "valueCode", "title": "valueString", "item": "valueString"}
    found = [{"url": name, kinds[name]: value} for name, value in said.items() if value]
    body = choice("a", "b", linkId="pick")
    body["extension"] = [{"url": "urn:varde:fhir:score", "extension": found}]
    return body


def test_a_score_must_be_possible_to_reckon() -> None:
    assert ("pick", "answerOption.ordinalValue", Why.NO_POINTS) in refusals(score())
    assert ("", "score rule", Why.UNSUPPORTED) in refusals(score(rule="median"))
    assert ("", "score item", Why.UNKNOWN_QUESTION) in refusals(score(item="finnes-ikke"))
    assert ("", "score title", Why.MISSING) in refusals(score(title=""))
    assert ("", "score item", Why.MISSING) in refusals(score(item=""))


def test_what_is_no_json_too_large_or_says_one_thing_twice_is_refused() -> None:
    assert refusals(b"ikke json") == {("", "", Why.NOT_JSON)}
    assert refusals(b'{"resourceType": "Questionnaire", "title": NaN}') == {("", "", Why.NOT_JSON)}
    assert refusals(b"[" * 100_000) == {("", "", Why.NOT_JSON)}
    assert refusals(b" " * (512 * 1024 + 1)) == {("", "", Why.TOO_LARGE)}
    assert refusals(b'{"resourceType": "Questionnaire", "title": "a", "title": "b"}') == {
        ("", "title", Why.TWICE)
    }
    assert refusals({"resourceType": "Patient"}) == {("", "resourceType", Why.WRONG_KIND)}


def test_depth_and_number_of_questions_are_bounded() -> None:
    inner: dict[str, Any] = {"linkId": "in", "type": "string", "text": "Inne"}
    for nr in range(7):
        inner = {"linkId": f"g{nr}", "type": "group", "text": "G", "item": [inner]}
    assert any(why is Why.TOO_DEEP for _, _, why in refusals(questionnaire(item=[inner])))
    many = [{"linkId": f"q{nr}", "type": "boolean", "text": "?"} for nr in range(501)]
    assert ("", "item", Why.TOO_MANY) in refusals(questionnaire(item=many))


def test_every_reason_is_found_at_once_not_only_the_first() -> None:
    body = with_item(type="attachment")
    body["item"][0]["text"] = ""
    body["item"].append({"linkId": "more", "type": "string", "text": "M", "initial": []})
    assert {link for link, _, _ in refusals(body)} >= {"alone", "more"}


def test_a_decimal_keeps_its_digits_on_the_way_in_and_out() -> None:
    limit = {"url": f"{HL7}minValue", "valueDecimal": 0}
    text = data(with_item(type="decimal", extension=[limit])).replace(
        b'"valueDecimal": 0', b'"valueDecimal": 36.10'
    )
    assert b"36.10" in fhir.written(read(text).source)


@pytest.mark.parametrize("path", sorted(DEFAULTS.glob("*.json")), ids=lambda path: path.stem)
def test_every_shipped_form_is_in_order_and_speaks_both_languages(path: Path) -> None:
    form = read(path.read_bytes())
    assert form.code == path.stem
    assert json.loads(fhir.written(form.source)) == without_false(json.loads(path.read_text()))
    assert form.title.en and form.description.en
    for item in form.flat:
        assert (item.text.en and item.text.en != item.text.nb) or item.text.nb in SAME, item.link_id
        assert all(option.text.en for option in item.options)
    assert any(item.required for item in form.asked)


SAME = {"Status"}


def test_the_forms_that_the_pathways_ask_for_are_shipped() -> None:
    assert {path.stem for path in DEFAULTS.glob("*.json")} == {
        "assessment_dho",
        "assessment_dispenser",
        "assessment_locating",
        "assessment_safety_alarm",
        "assessment_supervision",
        "ethical_reflection",
        "home_check",
        "second_assessment",
        "technology_considered",
        "trial_review",
        "user_survey",
    }


def test_each_reason_has_words() -> None:
    assert set(WHY) == set(Why)


def test_of_the_strategy_it_makes_forms_with_conditions_and_scores() -> None:
    seen: set[str] = set()

    @given(forms())
    @settings(max_examples=60, deadline=None, database=None)
    def look(body: dict[str, Any]) -> None:
        form = read(data(copy.deepcopy(body)))
        seen.update({"condition"} if any(item.conditions for item in form.flat) else ())
        seen.update({"score"} if form.scores else ())
        seen.update({"group"} if any(item.items for item in form.flat) else ())

    look()
    assert seen == {"condition", "score", "group"}
