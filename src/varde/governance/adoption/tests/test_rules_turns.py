"""Units in turn: the next one starts when the one before has written what it learned."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from varde.governance.adoption.rules.codes import Word
from varde.governance.adoption.rules.content import Point, Words
from varde.governance.adoption.rules.turns import (
    Lack,
    Missing,
    Refused,
    Said,
    Stand,
    Unit,
    before_end,
    before_start,
    tally,
)

pytestmark = pytest.mark.unit
DAY = date(2026, 11, 2)
MUST = ("groundwork/needs/needs", Point("needs", "Behov", "Needs", required=True))
MAY = ("groundwork/needs/baseline", Point("baseline", "Utgangspunkt", "Baseline"))
CRITERION = ("criteria/work/daily", Point("daily", "Hver dag", "Daily"))
YES, PARTLY, NO = (Said(word, "Sett i møte") for word in (Word.YES, Word.PARTLY, Word.NO))


def unit(number: int, stand: Stand = Stand.PLANNED) -> Unit:
    has_started = stand in (Stand.STARTED, Stand.EVALUATED)
    is_done = stand is Stand.EVALUATED
    return Unit(
        UUID(int=number),
        f"Sone {number}",
        DAY,
        DAY if has_started else None,
        DAY if is_done else None,
        "Ta én bygning om gangen" if is_done else "",
        stand is Stand.DROPPED,
    )


def test_a_unit_stands_where_its_days_say():
    assert [unit(1, stand).stand for stand in Stand] == list(Stand)
    blank = Unit(UUID(int=1), "Sone 1", DAY, DAY, DAY, "  \n ")
    assert blank.stand is Stand.STARTED, "blanks are no learning"


def test_the_first_unit_waits_for_the_groundwork_that_must_be_answered_and_for_no_other():
    first = unit(1)
    assert before_start(first, [first], [MUST, MAY], {}) == (
        Missing(Lack.GROUNDWORK, Words("Behov", "Needs")),
    )
    assert before_start(first, [first], [MUST, MAY], {MUST[0]: NO})
    for said in (YES, PARTLY):
        assert before_start(first, [first], [MUST, MAY], {MUST[0]: said}) == ()


def test_a_second_unit_is_refused_until_the_first_has_written_what_it_learned_and_the_refusal_names_it():
    first, second = unit(1, Stand.STARTED), unit(2)
    assert before_start(second, [first, second], [], {}) == (Missing(Lack.LEARNING, "Sone 1"),)
    learned = unit(1, Stand.EVALUATED)
    assert before_start(second, [learned, second], [], {}) == ()


def test_a_unit_that_was_taken_out_or_has_not_started_stops_nobody():
    second = unit(2)
    assert before_start(second, [unit(1, Stand.DROPPED), unit(3), second], [], {}) == ()


@given(st.lists(st.sampled_from(Stand), min_size=1, max_size=6), st.data())
def test_whoever_may_start_is_the_only_one_that_has_not_learned(stands, data):
    units = [unit(number, stand) for number, stand in enumerate(stands)]
    mine = data.draw(st.sampled_from(units))
    missing = before_start(mine, units, [], {})
    others = [one for one in units if one.key != mine.key and one.stand is Stand.STARTED]
    assert [one.about for one in missing] == [one.name for one in others]
    assert all(one.lack is Lack.LEARNING for one in missing)


@given(st.lists(st.tuples(st.integers(0, 4), st.booleans()), max_size=40))
def test_however_one_presses_two_units_never_run_without_learning_at_once(presses):
    stands = dict.fromkeys(range(5), Stand.PLANNED)
    for number, is_start in presses:
        units = [unit(key, stand) for key, stand in stands.items()]
        if is_start and stands[number] is Stand.PLANNED:
            if not before_start(units[number], units, [], {}):
                stands[number] = Stand.STARTED
        elif stands[number] is Stand.STARTED:
            stands[number] = Stand.EVALUATED
        assert sum(one is Stand.STARTED for one in stands.values()) <= 1


def test_the_order_of_the_units_decides_nothing():
    units = [unit(1, Stand.STARTED), unit(2), unit(3, Stand.EVALUATED)]
    found = {before_start(unit(2), list(turn), [], {}) for turn in permutations(units)}
    assert len(found) == 1


def test_the_introduction_is_not_over_before_every_unit_and_every_criterion_is():
    done, answers = [unit(1, Stand.EVALUATED), unit(2, Stand.DROPPED)], {CRITERION[0]: YES}
    assert before_end(done, [CRITERION], answers) == ()
    words = Words("Hver dag", "Daily")
    cases = (
        ([], answers, Missing(Lack.NO_UNIT)),
        ([unit(1, Stand.DROPPED)], answers, Missing(Lack.NO_UNIT)),
        ([*done, unit(3)], answers, Missing(Lack.NOT_STARTED, "Sone 3")),
        ([*done, unit(3, Stand.STARTED)], answers, Missing(Lack.LEARNING, "Sone 3")),
        (done, {}, Missing(Lack.CRITERION, words)),
        (done, {CRITERION[0]: PARTLY}, Missing(Lack.CRITERION, words)),
        (done, {CRITERION[0]: NO}, Missing(Lack.CRITERION, words)),
        (done, {CRITERION[0]: Said(Word.YES, "  ")}, Missing(Lack.EVIDENCE, words)),
    )
    for units, said, missing in cases:
        assert before_end(units, [CRITERION], said) == (missing,)


def test_a_refusal_carries_everything_that_is_missing():
    no = Refused([Missing(Lack.LEARNING, "Sone 1"), Missing(Lack.NO_UNIT)])
    assert [one.lack for one in no.missing] == [Lack.LEARNING, Lack.NO_UNIT]
    assert "Sone 1" not in str(no), "names of units stay out of exceptions that may be logged"


@given(st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), st.sampled_from([YES, PARTLY, NO])))
def test_a_tally_counts_every_point_once(answers):
    found = tally(["a", "b", "c", "d"], answers)
    assert found.all == 4
    assert found.answered == len(answers)
    assert found.yes == sum(said is YES for said in answers.values())


def test_a_unit_planned_long_ago_has_still_not_started():
    assert Unit(UUID(int=1), "Sone 1", DAY - timedelta(days=400)).stand is Stand.PLANNED
