"""What a session offers to the register of proposals: the questions one begins with, and entries that propose something."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from varde.governance.improvement.rules.outcome import Entry, Outcome, beginning
from varde.governance.improvement.rules.shape import ENTRY, QUESTIONS, Activity, Column, Content, Part, Words

TITLE_LENGTH: Final = 200
Speak = Callable[[Words], str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """`part` and `line`: where in the session it stands. `is_picked`: the group chose to try this one."""

    part: str
    line: str
    title: str
    description: str
    task: str = ""
    technology: str = ""
    is_picked: bool = False


def candidates(content: Content, activity: Activity, found: Outcome, speak: Speak) -> tuple[Candidate, ...]:
    """In the order of the activity. The same outcome gives the same candidates."""
    picked = {one.now.values.get(ENTRY, "") for one in found.picked.values()}
    return (*_questions(content, activity, found, speak), *_entries(content, activity, found, picked, speak))


def _questions(content: Content, activity: Activity, found: Outcome, speak: Speak) -> Iterator[Candidate]:
    if activity.matrix is None:
        return
    for placed in beginning(content, found):
        question = placed.question
        notes = _about(activity, found, question.code)
        description = "\n".join([speak(question.words), *notes])
        yield Candidate(
            activity.matrix.code, question.code, speak(question.title), description, question.task
        )


def _about(activity: Activity, found: Outcome, question: str) -> list[str]:
    """What was written about a question in the parts beside the matrix."""
    return [
        entry.now.values[column.code]
        for part in activity.parts
        if any(one.choices == QUESTIONS for one in part.columns)
        for entry in found.rows.get(part.code, ())
        if question in entry.now.values.values()
        for column in part.columns
        if column.kind != "choice" and entry.now.values.get(column.code)
    ]


def _entries(
    content: Content, activity: Activity, found: Outcome, picked: set[str], speak: Speak
) -> Iterator[Candidate]:
    for part in activity.parts:
        for entry in found.rows.get(part.code, ()) if part.proposes else ():
            yield _entry(content, part, entry, entry.line in picked, speak)


def _entry(content: Content, part: Part, entry: Entry, is_picked: bool, speak: Speak) -> Candidate:
    values = entry.now.values
    written = [one for one in part.columns if one.kind != "choice"]
    first = written[0]
    whole = values.get(first.code, "")
    rest = [one for one in part.columns if one is not first and values.get(one.code)]
    lines = [f"{speak(one.title)}: {spoken(content, one, values, speak)}" for one in rest]
    title = shortened(whole)
    questions = content.questions()
    about = (values[one.code] for one in part.columns if one.choices == QUESTIONS and one.code in values)
    task = next((questions[code].task for code in about if code in questions), "")
    return Candidate(
        part.code,
        entry.line,
        title,
        "\n".join([*([whole] if whole != title else []), *lines]),
        task,
        values.get("technology", ""),
        is_picked,
    )


def spoken(content: Content, column: Column, values: Mapping[str, str], speak: Speak) -> str:
    """What stands in a column, a choice in its words. A choice that the list no longer has is shown as its code."""
    value = values.get(column.code, "")
    if column.kind != "choice" or not value:
        return value
    words = content.choices(column.choices).get(value)
    return speak(words) if words else value


def shortened(text: str) -> str:
    """A title out of a text: the whole if it is short, else cut between two words."""
    line = " ".join(text.split())
    if len(line) <= TITLE_LENGTH:
        return line
    cut = line[: TITLE_LENGTH - 1].rpartition(" ")[0] or line[: TITLE_LENGTH - 1]
    return f"{cut}…"
