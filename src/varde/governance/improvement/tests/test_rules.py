from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import varde.governance.improvement as app
from varde.governance.improvement.rules.codes import EFFECT_NAMES, SOURCE_NAMES, TECHNOLOGY_NAMES, Source
from varde.governance.improvement.rules.lifecycle import (
    DECISIONS,
    MOVES,
    OPEN,
    STANDING_NAMES,
    STATE_NAMES,
    TO_CHECK,
    TURNS,
    UNDECIDED,
    VERB_NAMES,
    NotAllowed,
    Standing,
    State,
    Turn,
    Verb,
    moved,
)
from varde.governance.improvement.rules.outcome import Said, beginning, outcome
from varde.governance.improvement.rules.people import MOST, TooMany, people
from varde.governance.improvement.rules.proposing import TITLE_LENGTH, candidates, shortened
from varde.governance.improvement.rules.reading import read
from varde.governance.improvement.rules.shape import CELL, ENTRY, PICKED
from varde.governance.improvement.rules.weighing import WEIGHT_NAMES, Weight, weight

pytestmark = pytest.mark.unit
CONTENT = read(
    {p.stem: p.read_text("utf-8") for p in (Path(app.__file__).parent / "defaults").glob("*.yaml")}
)
# The first draw of a process reads every module that is loaded, which is not the law's doing.
LAW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
AT = datetime(2026, 11, 9, 9, tzinfo=UTC)
QUESTIONS = sorted(CONTENT.questions())
CELLS = [one.code for one in CONTENT.cells]
ROWS = {one.code: [part.code for part in one.parts if part.kind == "rows"] for one in CONTENT.activities}


def norwegian(words):
    return words.nb


LINES = [f"{n:032x}" for n in range(4)]
ENTRIES = [
    {"what": "Mål tida"},
    {"text": "Ingen rydder", "question": "access"},
    {"technology": "locating"},
    {},
]
PLACING = st.tuples(
    st.just("questions"),
    st.sampled_from([*QUESTIONS[:5], "gone"]),
    st.sampled_from([{CELL: cell} for cell in (*CELLS, "gone")]),
)
PICKING = st.tuples(st.just("trial"), st.just(PICKED), st.sampled_from([{ENTRY: line} for line in LINES]))
WRITING = st.tuples(
    st.sampled_from(sorted({*(part for parts in ROWS.values() for part in parts), "gone"})),
    st.sampled_from(LINES),
    st.sampled_from(ENTRIES),
)


@st.composite
def words_of_a_session(draw):
    """Any activity, and whatever may have been said in it: placings, entries, picks, withdrawals; also about questions,
    cells and parts that it does not have."""
    word = st.tuples(st.one_of(PLACING, PICKING, WRITING), st.integers(0, 3), st.booleans())
    said = [
        Said(UUID(int=n + 1), part, line, values, AT + timedelta(seconds=late), "Ine", gone)
        for n, ((part, line, values), late, gone) in enumerate(draw(st.lists(word, max_size=15)))
    ]
    return CONTENT.activity(draw(st.sampled_from(sorted(ROWS)))), said


@LAW
@given(words_of_a_session())
def test_the_outcome_holds_every_word_that_was_said_and_each_once(session):
    activity, said = session
    found = [one.key for one in outcome(CONTENT, activity, said).every()]
    assert sorted(found) == sorted(one.key for one in said)


@LAW
@given(words_of_a_session(), st.randoms(use_true_random=False))
def test_the_same_words_in_any_order_give_the_same_outcome(session, chance):
    activity, said = session
    mixed = list(said)
    chance.shuffle(mixed)
    assert outcome(CONTENT, activity, mixed) == outcome(CONTENT, activity, said)


@LAW
@given(words_of_a_session())
def test_the_last_word_on_a_line_counts_and_the_earlier_ones_stay_behind_it(session):
    activity, said = session
    found = outcome(CONTENT, activity, said)
    last = {}
    for one in sorted(said, key=lambda one: (one.at, one.key)):
        last[one.part, one.line] = one
    shown = [
        *(one.entry for ones in found.cells.values() for one in ones),
        *(one for ones in found.rows.values() for one in ones),
        *found.picked.values(),
        *found.strange,
    ]
    assert {one.now.key for one in shown} == {one.key for one in last.values() if not one.is_withdrawn}
    assert {one.now.key for one in found.withdrawn} == {one.key for one in last.values() if one.is_withdrawn}
    for entry in (*shown, *found.withdrawn):
        assert (
            list(entry.earlier)
            == [
                one
                for one in sorted(said, key=lambda one: (one.at, one.key))
                if (one.part, one.line) == (entry.part, entry.line)
            ][:-1]
        )


@LAW
@given(words_of_a_session())
def test_every_question_is_either_placed_once_or_waits(session):
    activity, said = session
    found = outcome(CONTENT, activity, said)
    shown = [one.question.code for ones in found.cells.values() for one in ones]
    shown += [one.question.code for one in found.unplaced]
    asked = [one.code for _stage, _number, one in activity.matrix.questions()] if activity.matrix else []
    assert sorted(shown) == sorted(asked)
    assert (found.placed, found.asked) == (len(asked) - len(found.unplaced), len(asked))


@LAW
@given(words_of_a_session())
def test_the_same_outcome_offers_the_same_candidates_and_each_line_once(session):
    activity, said = session
    found = outcome(CONTENT, activity, said)
    offered = candidates(CONTENT, activity, found, norwegian)
    assert offered == candidates(CONTENT, activity, outcome(CONTENT, activity, said[::-1]), norwegian)
    keys = [(one.part, one.line) for one in offered]
    assert len(set(keys)) == len(keys)
    assert all(len(one.title) <= TITLE_LENGTH for one in offered)


def placed(*pairs):
    return [
        Said(UUID(int=n + 1), "questions", question, {CELL: cell}, AT + timedelta(seconds=n))
        for n, (question, cell) in enumerate(pairs)
    ]


def test_one_begins_with_what_matters_and_is_not_under_control_in_the_order_of_the_booklet():
    said = placed(("care", "begin"), ("access", "begin"), ("risk", "keep"), ("idle", "watch"))
    found = outcome(CONTENT, CONTENT.activity("1a"), said)
    assert [one.question.code for one in beginning(CONTENT, found)] == ["access", "care"]


def test_a_question_that_is_moved_counts_where_it_lies_and_one_taken_out_waits_again():
    said = placed(("access", "begin"), ("access", "keep"), ("risk", "begin"))
    said.append(Said(UUID(int=9), "questions", "risk", {}, AT + timedelta(minutes=1), is_withdrawn=True))
    found = outcome(CONTENT, CONTENT.activity("1a"), said)
    assert found.cells["begin"] == ()
    assert found.cells["keep"][0].entry.earlier[0].values == {CELL: "begin"}
    assert "risk" in {one.question.code for one in found.unplaced}


def test_a_question_becomes_a_proposal_with_its_task_and_what_was_noted_about_it():
    said = placed(("access", "begin"), ("risk", "keep"))
    said.append(Said(UUID(int=7), "notes", "a" * 32, {"question": "access", "text": "Ingen rydder"}, AT))
    activity = CONTENT.activity("1a")
    (one,) = candidates(CONTENT, activity, outcome(CONTENT, activity, said), norwegian)
    assert (one.line, one.title, one.task) == ("access", "Tilganger i systemene", "operations.access")
    assert one.description.endswith("Ingen rydder") and "fjerner tilganger" in one.description


def test_an_entry_becomes_a_proposal_with_its_columns_in_words_and_the_picked_one_is_marked():
    lines = ["a" * 32, "b" * 32]
    said = [
        Said(UUID(int=n + 1), "proposals", line, {"level": "state", "what": f"Les strategien {n}"}, AT)
        for n, line in enumerate(lines)
    ]
    said.append(Said(UUID(int=9), "trial", PICKED, {ENTRY: lines[1]}, AT))
    activity = CONTENT.activity("2")
    first, second = candidates(CONTENT, activity, outcome(CONTENT, activity, said), norwegian)
    assert (first.title, first.description, first.is_picked) == ("Les strategien 0", "Nivå: Staten", False)
    assert second.is_picked


def test_the_technology_and_the_task_of_an_entry_follow_it():
    four, build = CONTENT.activity("4"), CONTENT.activity("1b")
    said = [Said(UUID(int=1), "proposals", "a" * 32, {"technology": "locating", "what": "Mål tida"}, AT)]
    (one,) = candidates(CONTENT, four, outcome(CONTENT, four, said), norwegian)
    assert one.technology == "locating"
    said = [Said(UUID(int=1), "measures", "a" * 32, {"question": "risk", "what": "Fast møte"}, AT)]
    (one,) = candidates(CONTENT, build, outcome(CONTENT, build, said), norwegian)
    assert one.task == "upkeep.risk" and one.description == "Oppgave: Vurdering av risiko"


@LAW
@given(st.text(max_size=600))
def test_a_title_is_the_text_or_the_beginning_of_it(text):
    title, line = shortened(text), " ".join(text.split())
    assert len(title) <= TITLE_LENGTH
    assert title == line if len(line) <= TITLE_LENGTH else line.startswith(title[:-1]) and title[-1] == "…"


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("verb", Verb)
def test_a_proposal_moves_by_the_table_and_in_no_other_way(state, verb):
    if verb in MOVES[state]:
        assert moved(MOVES, state, verb) is MOVES[state][verb]
    else:
        with pytest.raises(NotAllowed):
            moved(MOVES, state, verb)


def test_from_every_state_there_is_a_way_on_and_every_state_is_reached():
    assert all(MOVES[state] for state in State) and set(MOVES) == set(State)
    reached, waiting = {State.NEW}, [State.NEW]
    while waiting:
        for after in MOVES[waiting.pop()].values():
            if after not in reached:
                reached.add(after)
                waiting.append(after)
    assert reached == set(State)
    assert not UNDECIDED & TO_CHECK and OPEN == UNDECIDED | TO_CHECK
    assert all(set(MOVES[state]) >= DECISIONS for state in UNDECIDED)


def test_a_session_goes_from_planned_to_ended_and_can_be_opened_again():
    assert moved(TURNS, Standing.PLANNED, Turn.START) is Standing.RUNNING
    assert moved(TURNS, Standing.RUNNING, Turn.END) is Standing.ENDED
    assert moved(TURNS, Standing.ENDED, Turn.REOPEN) is Standing.RUNNING
    assert moved(TURNS, Standing.PLANNED, Turn.CALL_OFF) is Standing.CALLED_OFF
    for state, turn in (
        (Standing.RUNNING, Turn.CALL_OFF),
        (Standing.PLANNED, Turn.END),
        (Standing.ENDED, Turn.START),
    ):
        with pytest.raises(NotAllowed):
            moved(TURNS, state, turn)
    assert set(TURNS) == set(Standing)


def test_everything_has_a_name():
    assert len(SOURCE_NAMES) == len(Source) == 8
    for names in (STANDING_NAMES, STATE_NAMES, SOURCE_NAMES, TECHNOLOGY_NAMES, EFFECT_NAMES, WEIGHT_NAMES):
        assert len(set(names.values())) == len(names) == len(type(next(iter(names))))
    assert set(VERB_NAMES) == set(Verb)


def test_what_gives_much_and_costs_little_comes_first():
    assert weight(5, 1) is Weight.FIRST and weight(4, 3) is Weight.FIRST
    assert weight(5, 5) is Weight.PLAN and weight(1, 1) is Weight.EASY and weight(2, 5) is Weight.SPARE


@LAW
@given(*[st.integers(1, 5)] * 4)
def test_more_value_never_weighs_less_and_more_effort_never_weighs_more(value, effort, more, worse):
    order = [Weight.SPARE, Weight.EASY, Weight.PLAN, Weight.FIRST]
    better, costlier = max(value, more), max(effort, worse)
    assert order.index(weight(better, effort)) >= order.index(weight(value, effort))
    assert order.index(weight(value, costlier)) <= order.index(weight(value, effort))


def test_participants_are_read_line_by_line():
    assert people("Kari Nygård, avdelingsleder\n\n  Ola Myhre  ,\nkari nygård, leder") == (
        ("kari nygård", "leder"),
        ("Ola Myhre", ""),
    )
    with pytest.raises(TooMany):
        people("\n".join(f"Person {n}" for n in range(MOST + 1)))


@LAW
@given(st.text(max_size=400))
def test_a_participant_has_a_name_and_nobody_is_there_twice(text):
    found = people(text)
    assert all(name for name, _role in found)
    assert len({name.casefold() for name, _role in found}) == len(found)


def test_the_cells_are_every_priority_with_every_control():
    assert {(one.priority, one.control) for one in CONTENT.cells} == set(
        product(("high", "low"), ("good", "poor"))
    )
