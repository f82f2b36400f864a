"""Two responses side by side: the same question by its linkId, also where the versions differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from varde.ground.questionnaires.rules.definition import Definition, Item
from varde.ground.questionnaires.rules.enabled import enabled
from varde.ground.questionnaires.rules.scores import results
from varde.ground.questionnaires.rules.values import Answers, Value
from varde.ground.questionnaires.rules.words import all_written, number


class Change(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    NEW = "new"  # answered in the second alone
    GONE = "gone"  # answered in the first alone
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Side:
    """`asked` is False where that version has no such question, or did not put it."""

    text: str
    asked: bool


@dataclass(frozen=True, slots=True)
class Row:
    """`question` is the text in the newer form; `earlier_question` where the older one asked in other words.
    A heading has no sides."""

    link_id: str
    question: str
    earlier_question: str
    is_heading: bool
    depth: int
    first: Side
    second: Side
    change: Change


@dataclass(frozen=True, slots=True)
class ScoreRow:
    code: str
    title: str
    first: str
    second: str
    difference: str
    first_band: str
    second_band: str


EMPTY = Side("", False)
Part = tuple[Definition, Answers]


def compare(first: Part, second: Part, language: str) -> tuple[Row, ...]:
    """Every question that either put, in the order of the second form; those that only the first has come last."""
    on = enabled(*first), enabled(*second)
    rows = [_row(item, first, second, on, language) for item in second[0].flat if item.kind != "display"]
    gone = [item for item in first[0].asked if item.link_id not in second[0].by_link]
    rows += [_row(item, first, second, on, language) for item in gone]
    asked = [row for row in rows if row.is_heading or row.first.asked or row.second.asked]
    return tuple(_with_rows(asked))


def _row(
    item: Item, first: Part, second: Part, on: tuple[frozenset[str], frozenset[str]], language: str
) -> Row:
    link, older = item.link_id, first[0].by_link.get(item.link_id)
    question = item.text.said(language)
    before = older.text.said(language) if older else question
    sides = _side(first, link, on[0], language), _side(second, link, on[1], language)
    return Row(
        link,
        question,
        before if before != question else "",
        not item.kind.is_asked,
        item.depth,
        sides[0],
        sides[1],
        _change(_given(first, link, on[0]), _given(second, link, on[1])),
    )


def _given(part: Part, link: str, on: frozenset[str]) -> tuple[Value, ...]:
    return part[1].get(link, ()) if link in on else ()


def _side(part: Part, link: str, on: frozenset[str], language: str) -> Side:
    item = part[0].by_link.get(link)
    if item is None or link not in on or not item.kind.is_asked:
        return EMPTY
    return Side(all_written(item, part[1].get(link, ()), language), True)


def _change(before: tuple[Value, ...], after: tuple[Value, ...]) -> Change:
    if not before and not after:
        return Change.UNANSWERED
    if not before or not after:
        return Change.NEW if after else Change.GONE
    same = {*map(repr_of, before)} == {*map(repr_of, after)}
    return Change.SAME if same else Change.CHANGED


def repr_of(value: Value) -> tuple[str, object]:
    """A key under which equal answers are one: True is not 1, and 1.0 is 1.00."""
    return type(value).__name__, value


def _with_rows(rows: list[Row]) -> Iterator[Row]:
    """Leaves out headings that have nothing below them."""
    for at, row in enumerate(rows):
        following = rows[at + 1] if at + 1 < len(rows) else None
        if row.is_heading and (following is None or following.depth <= row.depth):
            continue
        yield row


def compare_scores(first: Part, second: Part, language: str) -> tuple[ScoreRow, ...]:
    """Each score of the second form beside the same of the first."""
    before = {one.code: one for one in results(*first)}
    rows = []
    for after in results(*second):
        old = before.get(after.code)
        pair = (old.value if old else None), after.value
        rows.append(
            ScoreRow(
                after.code,
                after.title.said(language),
                _said(pair[0]),
                _said(pair[1]),
                _difference(*pair),
                old.band.said(language) if old and old.band else "",
                after.band.said(language) if after.band else "",
            )
        )
    return tuple(rows)


def _said(value: Decimal | None) -> str:
    return "" if value is None else number(value)


def _difference(first: Decimal | None, second: Decimal | None) -> str:
    if first is None or second is None:
        return ""
    change = second - first
    return f"+{number(change)}" if change > 0 else number(change).replace("-", "\u2212")
