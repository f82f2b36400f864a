from datetime import UTC, datetime, time
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from varde.foundation.calendar import public_holidays
from varde.governance.support.queries.hours import days_words, hours_words
from varde.governance.support.queries.routing import shipped
from varde.governance.support.rules.clock import Hours
from varde.governance.support.rules.codes import PROBLEM_WORDS, TECHNOLOGY_WORDS, Problem, Technology
from varde.governance.support.rules.routing import Way, When, answer, found, understood
from varde.kernel.band import EVERY_DAY, Band, OnHolidays
from varde.kernel.clock import OSLO

pytestmark = pytest.mark.unit
OFFICE = Hours(
    (Band(frozenset(range(5)), time(8), time(15, 30), OnHolidays.NEVER),), public_holidays(2025, 2028)
)
ALL_DAY = Hours((Band(EVERY_DAY, time(), time()),))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OSLO).astimezone(UTC)


def way(who: str, *, when: When = When.ALWAYS, problem=None, technology=None, order: int = 0) -> Way:
    hours = ALL_DAY if when is When.ALWAYS else OFFICE
    return Way(None, problem, technology, when, hours, who, "", "", "", order=order)


DAYTIME = way("Tekniker", when=When.HOURS, technology=Technology.DISPENSER)
EVENING = way("Vakttelefonen", when=When.OUTSIDE, technology=Technology.DISPENSER)
ANY = way("Servicesenteret", order=9)


def ask(ways, when, technology=Technology.DISPENSER, problem=None):
    return answer([one for one in ways if one.fits(problem, technology)], at=at(when))


@pytest.mark.parametrize(
    ("when", "who"),
    [
        ("2026-11-09T10:00", "Tekniker"),
        ("2026-11-09T15:30", "Vakttelefonen"),  # the end does not belong to the hours
        ("2026-11-07T10:00", "Vakttelefonen"),  # Saturday
        ("2026-12-25T10:00", "Vakttelefonen"),  # Christmas Day, a Friday
    ],
)
def test_who_answers_now_depends_on_the_clock_and_the_calendar(when, who):
    assert ask([DAYTIME, EVENING, ANY], when).now.who == who


def test_the_row_that_says_most_about_the_matter_answers_first():
    exact = way("Låsesmed", technology=Technology.LOCK, problem=Problem.POWER)
    rows = [ANY, way("Strøm", problem=Problem.POWER), way("Lås", technology=Technology.LOCK), exact]
    told = ask(rows, "2026-11-09T10:00", Technology.LOCK, Problem.POWER)
    assert [told.now.who, *(one.who for one in told.others)] == [
        "Låsesmed",
        "Lås",
        "Strøm",
        "Servicesenteret",
    ]


def test_when_nobody_answers_the_next_one_is_named_with_the_time():
    told = ask([DAYTIME], "2026-11-06T16:00")
    assert told.now is None and told.next is DAYTIME and told.next_at == at("2026-11-09T08:00")


def test_a_row_about_something_else_does_not_answer():
    told = ask([DAYTIME], "2026-11-09T10:00", Technology.LOCK)
    assert (told.now, told.next) == (None, None)


@pytest.mark.parametrize(
    ("text", "technology", "problem"),
    [
        ("dispenseren lader ikke", Technology.DISPENSER, Problem.POWER),
        ("Medisindispenser", Technology.DISPENSER, None),
        ("GPS uten kontakt", Technology.LOCATOR, Problem.NO_CONTACT),
        ("glemt passord", None, Problem.LOGIN),
        ("vakttelefonen ringer ikke", Technology.PHONE, None),
        ("døralarm utløser uten grunn", Technology.DOOR, Problem.FALSE_ALARMS),
        ("", None, None),
    ],
)
def test_a_search_in_plain_words_is_understood(text, technology, problem):
    said = understood(text, tuple(TECHNOLOGY_WORDS.items()), tuple(PROBLEM_WORDS.items()))
    assert (said.technology, said.problem) == (technology, problem)


@given(st.text(max_size=120))
def test_no_search_breaks_it_and_what_is_left_was_asked(text):
    said = understood(text, tuple(TECHNOLOGY_WORDS.items()), tuple(PROBLEM_WORDS.items()))
    assert all(word in text.casefold() and word != "ikke" for word in said.rest)


def test_the_words_that_are_left_narrow_the_rows():
    rows = [way("Låsesmed"), way("Elektriker")]
    assert [one.who for one in found(rows, ["elektriker"])] == ["Elektriker"]


def test_hours_in_words():
    assert (
        days_words("01234") == "man–fre"
        and days_words("02") == "man, ons"
        and days_words("0123456") == "man–søn"
    )
    assert hours_words("hours", "01234", time(8), time(15, 30)) == "man–fre 08.00–15.30"
    assert hours_words("outside", "01234", time(8), time(15, 30)) == "utenom man–fre 08.00–15.30"
    assert hours_words("always", "01234", None, None) == "hele døgnet"


def _ways():
    for row in shipped():
        hours = OFFICE if row.get("when", "always") != "always" else ALL_DAY
        yield Way(
            None,
            Problem(row["problem"]) if row.get("problem") else None,
            Technology(row["technology"]) if row.get("technology") else None,
            When(row.get("when", "always")),
            hours,
            row["who"],
            "",
            "",
            row["at_hand"],
            order=row.get("order", 0),
        )


@pytest.mark.parametrize(
    "when", ["2026-11-09T10:00", "2026-11-09T22:00", "2026-12-25T10:00", "2026-03-29T02:30"]
)
def test_the_shipped_rows_answer_every_question_at_every_hour(when):
    rows = list(_ways())
    for technology, problem in product(Technology, Problem):
        told = ask(rows, when, technology, problem)
        assert told.now is not None and told.now.at_hand, (technology, problem)
