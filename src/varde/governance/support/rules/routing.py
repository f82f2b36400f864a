"""Who to call about this [hvem svarer]: the rows of a table, and the one line that answers now.

A row holds for a problem or any, a technology or any, and a time: in somebody's hours, outside them, or always. The
row that says most about the matter answers first; among those that say as much, the one with the lower order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, TypeVar
from uuid import UUID

from varde.governance.support.rules.clock import Hours
from varde.governance.support.rules.codes import N_, Problem, Technology

Code = TypeVar("Code")
# Words that say nothing about the matter.
_FILLING = frozenset(
    [
        "av",
        "de",
        "den",
        "det",
        "du",
        "en",
        "er",
        "et",
        "for",
        "fra",
        "får",
        "gå",
        "går",
        "ha",
        "han",
        "har",
        "hos",
        "hun",
        "hva",
        "hvem",
        "i",
        "ikke",
        "jeg",
        "kan",
        "man",
        "med",
        "meg",
        "mer",
        "min",
        "noe",
        "nå",
        "og",
        "om",
        "på",
        "ringe",
        "ringer",
        "seg",
        "skal",
        "som",
        "til",
        "uten",
        "var",
        "ved",
        "vi",
        "vår",
        "å",
    ]
)
_WORD = re.compile(r"[0-9a-zæøåäöéü]+")


class When(StrEnum):
    ALWAYS = "always"
    HOURS = "hours"  # in the row's hours
    OUTSIDE = "outside"  # outside the row's hours


WHEN_NAMES: Final[dict[When, str]] = {
    When.ALWAYS: N_("Hele døgnet"),
    When.HOURS: N_("I åpningstiden"),
    When.OUTSIDE: N_("Utenfor åpningstiden"),
}


@dataclass(frozen=True, slots=True)
class Way:
    """One row. `hours` belongs to HOURS and OUTSIDE. `key` is None for a shipped row that nobody has made their own."""

    key: UUID | None
    problem: Problem | None
    technology: Technology | None
    when: When
    hours: Hours
    who: str
    phone: str
    hours_text: str
    at_hand: str
    costs: bool = False
    words: str = ""
    order: int = 0
    about: str = ""

    def holds(self, at: datetime) -> bool:
        return self.when is When.ALWAYS or self.hours.is_open(at) is (self.when is When.HOURS)

    def fits(self, problem: Problem | None, technology: Technology | None) -> bool:
        """A row about something else does not answer; one that is about anything does."""
        return self.problem in (None, problem) and self.technology in (None, technology)

    def concerns(self, problem: Problem | None, technology: Technology | None) -> bool:
        """It could be this row: what was not asked about excludes nothing."""
        return (problem is None or self.problem in (None, problem)) and (
            technology is None or self.technology in (None, technology)
        )

    def weight(self) -> int:
        """How much the row says about the matter: the technology more than the problem."""
        return (2 if self.technology else 0) + (1 if self.problem else 0)


@dataclass(frozen=True, slots=True)
class Answer:
    """Who answers now; if nobody does, who answers next and when. `others` hold now as well, best first."""

    now: Way | None
    next: Way | None
    next_at: datetime | None
    others: tuple[Way, ...] = ()


def answer(ways: Iterable[Way], *, at: datetime) -> Answer:
    """Among rows that are about the matter."""
    fitting = sorted(ways, key=_rank)
    there = [one for one in fitting if one.holds(at)]
    if there:
        return Answer(there[0], None, None, tuple(there[1:]))
    opens = [(when, one) for one in fitting if (when := _opens(one, at)) is not None]
    if not opens:
        return Answer(None, None, None)
    when, following = min(opens, key=lambda pair: (pair[0], _rank(pair[1])))
    return Answer(None, following, when)


def _rank(one: Way) -> tuple[int, int, str]:
    return (-one.weight(), one.order, one.who)


def _opens(one: Way, at: datetime) -> datetime | None:
    """When a row that does not hold now will: its next opening, or for one outside the hours the next closing."""
    if one.when is When.HOURS:
        return one.hours.next_opening(at)
    return one.hours.next_closing(at)


@dataclass(frozen=True, slots=True)
class Meant:
    """What a search is about; None is anything. `rest` is what was not understood, in lower case."""

    problem: Problem | None
    technology: Technology | None
    rest: tuple[str, ...]


def understood(
    text: str,
    technologies: Sequence[tuple[Technology, str]],
    problems: Sequence[tuple[Problem, str]],
) -> Meant:
    """The technology and the problem that most of the words speak of. A word counts by how it begins (4 letters)."""
    asked = _WORD.findall(text.casefold())
    technology, used = _best(asked, technologies)
    problem, also = _best([word for word in asked if word not in used], problems)
    return Meant(problem, technology, tuple(word for word in asked if word not in used | also | _FILLING))


def _best(asked: Sequence[str], named: Sequence[tuple[Code, str]]) -> tuple[Code | None, set[str]]:
    best: Code | None = None
    hits: set[str] = set()
    for code, words in named:
        known = _WORD.findall(words.casefold())
        found = {word for word in asked if len(word) > 1 and any(_same(word, one) for one in known)}
        if len(found) > len(hits):
            best, hits = code, found
    return best, hits


def _same(asked: str, known: str) -> bool:
    """«batteriet» and «batteri», «dispenseren» and «dispenser»; short words must be equal."""
    if min(len(asked), len(known)) < 4:
        return asked == known
    return asked.startswith(known) or known.startswith(asked)


def found(ways: Iterable[Way], rest: Sequence[str]) -> list[Way]:
    """The rows in which every remaining word stands."""
    return [one for one in ways if all(word in _text_of(one) for word in rest)]


def _text_of(one: Way) -> str:
    return f"{one.who} {one.words} {one.at_hand} {one.hours_text}".casefold()
