"""The shipped activities: read whole, counted against the booklet, in both languages."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

import varde.governance.improvement as app
from varde.governance.improvement.rules.codes import Technology
from varde.governance.improvement.rules.reading import ContentFault, read
from varde.governance.improvement.rules.shape import Words

pytestmark = pytest.mark.unit
DEFAULTS = Path(app.__file__).parent / "defaults"
FILES = {path.stem: path.read_text("utf-8") for path in DEFAULTS.glob("*.yaml")}
# Stages of the pathway and how many questions each has in the booklet, in its order.
STAGES = {
    "throughout": 5,
    "assessment": 2,
    "install": 2,
    "training": 4,
    "operation": 7,
    "evaluation": 4,
    "adjust": 4,
}
# Activity: people and minutes as the booklet has them; it gives no time for 3b, which takes that of 3a.
MEASURES = {
    "1a": ((2, 5), (120, 180)),
    "1b": ((3, 5), (120, 120)),
    "2": ((2, 5), (90, 90)),
    "3a": ((2, 2), (90, 120)),
    "3b": ((1, 2), (90, 120)),
    "4": ((2, 5), (120, 180)),
    "5": ((3, 5), (120, 120)),
}


@pytest.fixture(scope="module")
def content():
    return read(FILES)


def test_there_are_seven_activities_with_the_people_and_minutes_of_the_booklet(content):
    assert {one.code: (one.people, one.minutes) for one in content.activities} == MEASURES


def test_1a_has_28_questions_in_seven_stages(content):
    matrix = content.activity("1a").matrix
    assert {stage.code: len(stage.questions) for stage in matrix.stages} == STAGES
    assert [number for _stage, number, _one in matrix.questions()] == list(range(1, 29))
    assert list(STAGES) == [one.code for one in content.lists["stages"]]


def test_every_question_says_which_task_of_the_service_model_it_is_about(content):
    assert all(one.task.count(".") == 1 for one in content.questions().values())


def test_one_cell_alone_says_begin_here_and_it_is_what_matters_and_is_not_under_control(content):
    (begin,) = [one for one in content.cells if one.begins]
    assert (begin.priority, begin.control) == ("high", "poor")


def test_1b_breaks_a_task_into_what_who_where_and_competence_and_goes_on_from_1a(content):
    activity = content.activity("1b")
    columns = {one.code: one for one in activity.part("subtasks").columns}
    assert {"question", "what", "who", "where", "competence"} <= set(columns)
    assert columns["where"].choices == "stages" and activity.builds_on == "1a"


def test_2_has_four_levels_proposals_for_each_and_one_that_is_picked(content):
    activity = content.activity("2")
    assert [one.code for one in content.lists["levels"]] == ["state", "leadership", "manager", "services"]
    assert all(activity.part(one.code) for one in content.lists["levels"])
    proposals, trial = activity.part("proposals"), activity.part("trial")
    assert proposals.proposes and proposals.at_least == 2 and trial.of == ("proposals",)


@pytest.mark.parametrize("code", ["3a", "3b"])
def test_an_interview_has_five_questions_and_says_that_nobody_is_named(content, code):
    activity = content.activity(code)
    answers = [one for one in activity.parts if [column.code for column in one.columns] == ["text"]]
    assert len([one for one in answers if one.code != "findings"]) == 5
    assert activity.part("findings") and any(one.proposes for one in activity.parts)
    assert "navn" in activity.notice.nb and "name" in activity.notice.en


def test_4_is_a_sheet_of_four_technologies_and_four_parties_with_three_kinds_and_three_proposals(content):
    activity = content.activity("4")
    benefits = activity.part("benefits")
    assert benefits.table == ("technology", "party")
    assert len(content.lists["technologies"]) == len(content.lists["parties"]) == 4
    assert len(content.lists["benefits"]) == 3 and activity.part("proposals").at_least == 3
    assert {one.code for one in content.lists["technologies"]} <= set(Technology)


def test_every_activity_can_lead_to_proposals(content):
    for one in content.activities:
        assert one.matrix or any(part.proposes for part in one.parts), one.code


def words(node):
    """Every text of the content that is in both languages."""
    if isinstance(node, Words):
        yield node
    elif isinstance(node, msgspec.Struct):
        if hasattr(node, "nb"):
            yield node
        for name in node.__struct_fields__:
            yield from words(getattr(node, name))
    elif isinstance(node, dict):
        for one in node.values():
            yield from words(one)
    elif isinstance(node, tuple):
        for one in node:
            yield from words(one)


def test_nothing_is_without_its_english_or_the_same_in_both(content):
    found = list(words(content))
    assert len(found) > 150
    assert [one.nb for one in found if one.nb == one.en or not one.en.strip()] == []


@pytest.mark.parametrize(
    ("name", "before", "after", "said"),
    [
        ("1a", "code: access", "code: overview", "doubled question"),
        ("1a", "- code: training", "- code: coffee", "unknown stage"),
        ("1b", "choices: stages", "choices: nothing", "choices"),
        ("1b", "builds_on: 1a", "builds_on: 9", "builds_on"),
        ("2", "of: [proposals]", "of: [nothing]", "of"),
        ("4", "source: benefits", "source: weather", "source"),
        ("4", "table: [technology, party]", "table: [technology, what]", "table"),
        ("5", "at_least: 1", "at_lest: 1", "at_lest"),
        ("words", "control: good", "control: poor", "one cell"),
    ],
)
def test_what_is_wrong_in_the_content_is_refused_with_its_place(name, before, after, said):
    assert before in FILES[name]
    with pytest.raises(ContentFault, match=said) as fault:
        read({**FILES, name: FILES[name].replace(before, after, 1)})
    assert name in str(fault.value) or said == "doubled question"
