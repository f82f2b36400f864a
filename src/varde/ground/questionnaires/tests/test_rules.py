"""Judgement about answers: which questions are put, scores, what is typed, merging, comparing, the page."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from varde.ground.questionnaires.forms import FAULTS, filled, words_of
from varde.ground.questionnaires.rules import fhir
from varde.ground.questionnaires.rules.checking import Fault, Faulty, incomplete, kept, progress
from varde.ground.questionnaires.rules.comparing import Change, compare, compare_scores
from varde.ground.questionnaires.rules.current import Newest, Source, current
from varde.ground.questionnaires.rules.definition import Definition, Item
from varde.ground.questionnaires.rules.enabled import enabled
from varde.ground.questionnaires.rules.entry import understood
from varde.ground.questionnaires.rules.export import response_resource
from varde.ground.questionnaires.rules.lifecycle import MOVES, Move, NotNow, State, after
from varde.ground.questionnaires.rules.merging import merge
from varde.ground.questionnaires.rules.page import flat, page, whole
from varde.ground.questionnaires.rules.reading import read
from varde.ground.questionnaires.rules.scores import results
from varde.ground.questionnaires.rules.values import Amount, Coded, Typed, Value, as_value, restored, stored
from varde.ground.questionnaires.rules.words import all_written
from varde.ground.questionnaires.testing import questionnaire
from varde.ground.questionnaires.tests.strategies import forms

pytestmark = pytest.mark.unit
HL7 = "http://hl7.org/fhir/StructureDefinition/"


def form(*items: dict[str, Any], **more: Any) -> Definition:
    return read(json.dumps(questionnaire(item=list(items), **more)).encode())


def asked(link: str, kind: str = "boolean", **more: Any) -> dict[str, Any]:
    return {"linkId": link, "type": kind, "text": link.upper(), **more}


def when(question: str, operator: str, **answer: Any) -> dict[str, Any]:
    return {"enableWhen": [{"question": question, "operator": operator, **answer}]}


def picked(link: str, *points: int | None, **more: Any) -> dict[str, Any]:
    options = []
    for nr, point in enumerate(points):
        coding: dict[str, Any] = {"code": f"c{nr}", "display": f"Svar {nr}"}
        if point is not None:
            coding["extension"] = [{"url": f"{HL7}ordinalValue", "valueDecimal": point}]
        options.append({"valueCoding": coding})
    return asked(link, "choice", answerOption=options, **more)


def score(rule: str, *links: str, bands: tuple[tuple[int, str], ...] = ()) -> dict[str, Any]:
    parts: list[dict[str, Any]] = [
        {"url": "code", "valueCode": "s"},
        {"url": "title", "valueString": "Sum"},
        {"url": "rule", "valueCode": rule},
        *({"url": "item", "valueString": link} for link in links),
    ]
    for starts, words in bands:
        band = [{"url": "from", "valueDecimal": starts}, {"url": "text", "valueString": words}]
        parts.append({"url": "band", "extension": band})
    return {"extension": [{"url": "urn:varde:fhir:score", "extension": parts}]}


def item(kind: str, **more: Any) -> Item:
    return form(asked("q", kind, **more)).flat[0]


def limits(low: int, high: int) -> dict[str, Any]:
    ends = (("minValue", low), ("maxValue", high))
    return {"extension": [{"url": f"{HL7}{name}", "valueInteger": value} for name, value in ends]}


@pytest.mark.parametrize(
    ("operator", "answer", "given_", "holds"),
    [
        ("=", {"answerInteger": 3}, 3, True),
        ("=", {"answerInteger": 3}, 4, False),
        ("!=", {"answerInteger": 3}, 4, True),
        ("!=", {"answerInteger": 3}, None, False),
        (">", {"answerInteger": 3}, 4, True),
        (">", {"answerInteger": 3}, 3, False),
        (">=", {"answerInteger": 3}, 3, True),
        ("<", {"answerInteger": 3}, 2, True),
        ("<=", {"answerInteger": 3}, 4, False),
        ("exists", {"answerBoolean": True}, 0, True),
        ("exists", {"answerBoolean": True}, None, False),
        ("exists", {"answerBoolean": False}, None, True),
    ],
)
def test_a_question_is_put_when_its_condition_holds(
    operator: str, answer: dict[str, Any], given_: int | None, holds: bool
) -> None:
    found = form(asked("n", "integer"), asked("b", **when("n", operator, **answer)))
    answers = {} if given_ is None else {"n": (given_,)}
    assert ("b" in enabled(found, answers)) is holds


def test_a_number_that_was_only_typed_opens_nothing() -> None:
    found = form(asked("n", "integer"), asked("b", **when("n", "exists", answerBoolean=True)))
    assert enabled(found, {"n": (Typed("mange"),)}) == {"n"}


@pytest.mark.parametrize(("behaviour", "expected"), [("any", True), ("all", False)])
def test_several_conditions_hold_together_or_each(behaviour: str, expected: bool) -> None:
    conditions = [{"question": one, "operator": "=", "answerBoolean": True} for one in ("a", "b")]
    found = form(asked("a"), asked("b"), asked("c", enableWhen=conditions, enableBehavior=behaviour))
    assert ("c" in enabled(found, {"a": (True,), "b": (False,)})) is expected


def test_a_question_that_is_not_put_opens_no_other_and_a_group_takes_its_questions_with_it() -> None:
    found = form(
        asked("a"),
        asked("b", **when("a", "=", answerBoolean=True)),
        asked("c", **when("b", "=", answerBoolean=True)),
        {**asked("g", "group", item=[asked("d")]), **when("a", "=", answerBoolean=True)},
    )
    left_over = {"a": (False,), "b": (True,), "d": (True,)}
    assert enabled(found, left_over) == {"a"}
    assert enabled(found, {**left_over, "a": (True,)}) == {"a", "b", "c", "g", "d"}


def test_one_of_several_picked_options_is_enough() -> None:
    found = form(
        picked("p", None, None, repeats=True), asked("b", **when("p", "=", answerCoding={"code": "c1"}))
    )
    assert "b" in enabled(found, {"p": (Coded("c0"), Coded("c1"))})
    assert "b" not in enabled(found, {"p": (Coded("c0"),)})


def test_a_score_sums_what_was_picked_and_names_its_band() -> None:
    bands = ((0, "Lav"), (3, "Høy"))
    found = form(picked("a", 0, 2), picked("b", 1, 2), **score("sum", "a", "b", bands=bands))
    (told,) = results(found, {"a": (Coded("c1"),), "b": (Coded("c0"),)})
    assert (told.value, told.band.nb if told.band else "", told.missing) == (3, "Høy", ())
    (low,) = results(found, {"a": (Coded("c0"),), "b": (Coded("c0"),)})
    assert (low.value, low.band.nb if low.band else "") == (1, "Lav")


def test_a_score_with_an_unanswered_question_is_not_given_but_says_what_is_missing() -> None:
    found = form(picked("a", 0, 2), picked("b", 1, 2), **score("sum", "a", "b"))
    (told,) = results(found, {"a": (Coded("c1"),)})
    assert (told.value, told.so_far, told.missing, told.band) == (None, 2, ("b",), None)


def test_a_question_that_is_not_put_neither_counts_nor_is_missing() -> None:
    found = form(
        asked("x"),
        picked("a", 0, 2),
        {**picked("b", 1, 2), **when("x", "=", answerBoolean=True)},
        **score("sum", "a", "b"),
    )
    assert results(found, {"x": (False,), "a": (Coded("c1"),), "b": (Coded("c1"),)})[0].value == 2


def test_mean_and_max_and_points_of_numbers_and_several_choices() -> None:
    items = picked("a", 1, 2, repeats=True), asked("n", "integer")
    answers: dict[str, tuple[Value, ...]] = {"a": (Coded("c0"), Coded("c1")), "n": (7,)}
    assert results(form(*items, **score("sum", "a", "n")), answers)[0].value == 10
    assert results(form(*items, **score("mean", "a", "n")), answers)[0].value == Decimal("3.3")
    assert results(form(*items, **score("max", "a", "n")), answers)[0].value == 7


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", 12), (" 1 200 ", 1200), ("-3", -3), ("\u22123", -3), ("12,0", 12), ("", None), ("  ", None)],
)
def test_a_whole_number_is_read_as_people_write_it(text: str, value: int | None) -> None:
    assert understood(item("integer"), [text]) == (((value,) if value is not None else ()), None)


@pytest.mark.parametrize(
    ("kind", "more", "text", "fault"),
    [
        ("integer", {}, "ca. 70", Fault.NOT_A_NUMBER),
        ("integer", {}, "1,5", Fault.NOT_WHOLE),
        ("integer", {}, "9" * 30, Fault.NOT_A_NUMBER),
        ("integer", {}, "1e3", Fault.NOT_A_NUMBER),
        ("integer", {}, "٣", None),
        ("integer", limits(1, 12), "0", Fault.TOO_SMALL),
        ("integer", limits(1, 12), "13", Fault.TOO_LARGE),
        ("date", {}, "i går", Fault.NOT_A_DATE),
        ("date", {}, "31.02.2026", Fault.NOT_A_DATE),
        ("date", {}, "0001-01-01", Fault.NOT_A_DATE),
        ("string", {"maxLength": 3}, "fire", Fault.TOO_LONG),
    ],
)
def test_what_cannot_be_read_is_kept_as_typed_with_the_fault(
    kind: str, more: dict[str, Any], text: str, fault: Fault | None
) -> None:
    values, told = understood(item(kind, **more), [text])
    if fault is None:  # digits of another script are digits
        assert told is None and values == (3,)
        return
    assert values == (Typed(text),)
    assert told is not None and told.fault is fault
    assert "%(" not in words_of(told)


@pytest.mark.parametrize("text", ["2026-11-07", "07.11.2026", "7.11.2026"])
def test_a_date_is_read_from_a_calendar_and_from_the_hand(text: str) -> None:
    assert understood(item("date"), [text]) == ((date(2026, 11, 7),), None)


def test_a_quantity_carries_its_unit() -> None:
    unit = {"system": "http://unitsofmeasure.org", "code": "kg", "display": "kg"}
    found = item("quantity", extension=[{"url": f"{HL7}questionnaire-unit", "valueCoding": unit}])
    amount = Amount(Decimal("72.5"), "kg", "http://unitsofmeasure.org", "kg")
    assert understood(found, ["72,5"]) == ((amount,), None)
    assert all_written(found, (amount,), "nb") == "72,5 kg"


@given(forms(), st.data())
@settings(max_examples=150, deadline=None)
def test_whatever_is_posted_is_an_answer_or_kept_as_typed_and_never_breaks(
    body: dict[str, Any], more: Any
) -> None:
    found = read(json.dumps(body).encode())
    texts = {one.link_id: more.draw(st.lists(st.text(max_size=12), max_size=3)) for one in found.asked}
    answers: dict[str, tuple[Value, ...]] = {}
    for one in found.asked:
        values, fault = understood(one, texts[one.link_id])
        assert fault is None or words_of(fault)
        if values:
            answers[one.link_id] = values
    assert restored(stored(answers)) == answers
    for one in flat(page(found, answers, language="nb")):
        assert one.label is not None
    assert {one.link_id for one in incomplete(found, answers)} <= enabled(found, answers)
    done, put = progress(found, answers)
    assert done <= put


@given(forms(), st.data())
@settings(max_examples=100, deadline=None)
def test_a_form_filled_in_from_its_own_page_gives_the_same_answers(body: dict[str, Any], more: Any) -> None:
    """What stands on the page, sent back untouched, changes nothing."""
    found = read(json.dumps(body).encode())
    answers = more.draw(answers_to(found))
    shown = [one for one in flat(page(found, answers, language="nb")) if one.is_put]
    posted = Posted(on=[str(one.nr) for one in shown], revision=["4"])
    for one in shown:
        if one.choices:
            posted[one.id] = [choice.value for choice in one.choices if choice.is_chosen]
        elif one.shape not in ("group", "display"):
            posted[one.id] = [one.value]
    sent = filled(found, posted)
    on = enabled(found, answers)
    assert sent.given == {link: values for link, values in answers.items() if link in on}
    assert sent.revision == 4


class Posted(dict[str, list[str]]):
    """As much of a QueryDict as is read."""

    def getlist(self, name: str) -> list[str]:
        return dict.get(self, name, [])

    def get(self, name: str, default: Any = "") -> Any:
        found = dict.get(self, name)
        return found[-1] if found else default


@st.composite
def answers_to(draw: Any, found: Definition) -> dict[str, tuple[Value, ...]]:
    answers: dict[str, tuple[Value, ...]] = {}
    for one in found.asked:
        if draw(st.booleans()):
            continue
        texts = {
            "boolean": st.sampled_from(["true", "false"]),
            "choice": st.integers(0, max(len(one.options) - 1, 0)).map(str),
            "date": st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(str),
            "integer": st.integers(-99, 99).map(str),
        }.get(one.kind, st.decimals(-99, 99, places=2).map(str) if one.kind.is_number else st.just("ord"))
        values, fault = understood(one, [draw(texts)])
        if values and fault is None:
            answers[one.link_id] = values
    return answers


@given(forms(), st.data())
@settings(max_examples=80, deadline=None)
def test_an_exported_response_holds_the_answers_of_what_is_put_and_no_others(
    body: dict[str, Any], more: Any
) -> None:
    found = read(json.dumps(body).encode())
    answers = more.draw(answers_to(found))
    resource = response_resource(
        found, answers, key="k", state=State.COMPLETED, subject="s", authored="2026-11-07T01:14:00+00:00"
    )
    told = json.loads(fhir.written(resource))
    assert told["status"] == "completed" and told["questionnaire"].endswith(f"|{found.version}")
    read_back: dict[str, tuple[Value, ...]] = {}

    def look(items: Any) -> None:
        for one in items:
            if one.answer:
                read_back[one.link_id] = tuple(as_value(answer) for answer in one.answer)
            look(one.item)

    look(resource.item)
    assert read_back == kept(found, answers)


LINKS = ("a", "b", "c")
ANSWERS = st.dictionaries(st.sampled_from(LINKS), st.integers(0, 2).map(lambda one: (one,)))


@given(ANSWERS, ANSWERS, ANSWERS, st.sets(st.sampled_from(LINKS)))
def test_merging_loses_nothing_that_anybody_wrote(base: Any, theirs: Any, mine: Any, shown: set[str]) -> None:
    merged = merge(base, theirs, mine, sorted(shown))
    for link in LINKS:
        was, stands, given_ = base.get(link, ()), theirs.get(link, ()), mine.get(link, ())
        found = merged.answers.get(link, ())
        if link not in shown or given_ == was:
            assert found == stands
        elif stands in (was, given_):
            assert found == given_
        else:
            assert found == stands and link in merged.clashes
    assert not set(merged.changed) & set(merged.clashes)


@given(ANSWERS, ANSWERS, ANSWERS)
def test_nobody_clashes_with_themselves(base: Any, theirs: Any, mine: Any) -> None:
    assert merge(base, theirs, mine, LINKS, LINKS).clashes == ()


def test_true_and_one_are_different_answers() -> None:
    assert merge({}, {"a": (1,)}, {"a": (True,)}, ["a"]).clashes == ("a",)


def test_two_versions_are_compared_by_link_and_in_the_words_of_each() -> None:
    old = form(asked("same"), {**asked("b"), "text": "Gammelt ord"}, asked("gone", "integer"))
    new = form(
        asked("g", "group", item=[asked("same"), {**asked("b"), "text": "Nytt ord"}]),
        asked("fresh", "string"),
        asked("empty", "group", item=[asked("d", **when("same", "=", answerBoolean=False))]),
        version="2",
    )
    before = {"same": (True,), "b": (True,), "gone": (3,)}
    after_ = {"same": (True,), "b": (False,), "fresh": ("Nytt",)}
    rows = {row.link_id: row for row in compare((old, before), (new, after_), "nb")}
    assert list(rows) == ["g", "same", "b", "fresh", "gone"]
    assert rows["same"].change is Change.SAME
    assert (rows["b"].change, rows["b"].question, rows["b"].earlier_question) == (
        Change.CHANGED,
        "Nytt ord",
        "Gammelt ord",
    )
    assert (rows["fresh"].change, rows["fresh"].first.asked) == (Change.NEW, False)
    assert (rows["gone"].change, rows["gone"].first.text, rows["gone"].second.asked) == (
        Change.GONE,
        "3",
        False,
    )


def test_scores_are_compared_with_their_difference() -> None:
    found = form(picked("a", 0, 2), **score("sum", "a", bands=((0, "Lav"), (2, "Høy"))))
    (row,) = compare_scores((found, {"a": (Coded("c1"),)}), (found, {"a": (Coded("c0"),)}), "nb")
    assert (row.first, row.second, row.difference, row.first_band, row.second_band) == (
        "2",
        "0",
        "\u22122",
        "Høy",
        "Lav",
    )


@given(forms(), st.data())
@settings(max_examples=80, deadline=None)
def test_a_response_compared_with_itself_is_the_same(body: dict[str, Any], more: Any) -> None:
    found = read(json.dumps(body).encode())
    answers = more.draw(answers_to(found))
    assume(answers)
    changes = {row.change for row in compare((found, answers), (found, answers), "nb") if not row.is_heading}
    assert changes <= {Change.SAME, Change.UNANSWERED}


def test_required_questions_that_are_put_are_named_in_order_and_others_are_not() -> None:
    found = form(
        asked("a", required=True),
        asked("b", required=True, **when("a", "=", answerBoolean=True)),
        asked("c", "integer"),
    )
    assert [one.link_id for one in incomplete(found, {})] == ["a"]
    assert [one.link_id for one in incomplete(found, {"a": (True,)})] == ["b"]
    told = incomplete(found, {"a": (False,), "c": (Typed("x"),)})
    assert told == (Faulty("c", Fault.UNREAD),)
    assert incomplete(found, {"a": (False,)}) == ()


def test_the_page_speaks_english_where_it_was_translated() -> None:
    parts = [{"url": "lang", "valueCode": "en"}, {"url": "content", "valueString": "Alone?"}]
    words = {"extension": [{"url": f"{HL7}translation", "extension": parts}]}
    found = form({**asked("a"), "_text": words}, asked("b"))
    assert [one.label for one in page(found, {}, language="en")] == ["Alone?", "B"]
    assert [choice.label for choice in page(found, {}, language="en")[0].choices] == ["Yes", "No"]
    assert [one.label for one in page(found, {}, language="nb")] == ["A", "B"]


def test_a_preview_shows_every_question_with_its_condition() -> None:
    found = form(asked("a"), asked("b", **when("a", "=", answerBoolean=True)))
    told = whole(found, language="nb")[1]
    assert told.is_put and (told.when[0].question, told.when[0].value) == ("A", "Ja")


def test_a_response_moves_by_the_table_and_no_other_way() -> None:
    for state in State:
        for move in Move:
            if (state, move) in MOVES:
                assert after(state, move) is MOVES[state, move]
            else:
                with pytest.raises(NotNow):
                    after(state, move)
    assert not any(state is State.WRONG for state, _ in MOVES)


@pytest.mark.parametrize(
    ("newest", "is_shipped", "source"),
    [
        (None, True, Source.SHIPPED),
        (None, False, Source.NONE),
        (Newest(shipped=False, withdrawn=False), True, Source.OWN),
        (Newest(shipped=True, withdrawn=False), True, Source.SHIPPED),
        (Newest(shipped=True, withdrawn=False), False, Source.OWN),
        (Newest(shipped=True, withdrawn=True), True, Source.NONE),
        (Newest(shipped=False, withdrawn=True), True, Source.NONE),
    ],
)
def test_which_version_new_responses_begin_on(
    newest: Newest | None, is_shipped: bool, source: Source
) -> None:
    assert current(newest, is_shipped=is_shipped) is source


def test_each_fault_has_words() -> None:
    assert set(FAULTS) == set(Fault)
