"""What must be in place before a response is complete."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from varde.ground.questionnaires.rules.definition import Definition
from varde.ground.questionnaires.rules.enabled import enabled
from varde.ground.questionnaires.rules.values import Answers, Typed, Value, real


class Fault(StrEnum):
    """What is wrong with what stands in a field; the page has the words."""

    REQUIRED = "required"
    NOT_A_NUMBER = "not_a_number"
    NOT_WHOLE = "not_whole"
    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"
    NOT_A_DATE = "not_a_date"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    TOO_LONG = "too_long"
    NOT_AN_OPTION = "not_an_option"
    UNREAD = "unread"  # what was typed is no answer
    CHANGED = "changed"  # a colleague answered it meanwhile


@dataclass(frozen=True, slots=True)
class Faulty:
    """`limit` is what was overstepped, as it is written on the page; `who` answered meanwhile."""

    link_id: str
    fault: Fault
    limit: str = ""
    who: str = ""


def incomplete(definition: Definition, answers: Answers) -> tuple[Faulty, ...]:
    """What stands in the way of completion, in the order of the form: required questions that are put and have no
    answer, and fields where what was typed cannot be read."""
    on, faults = enabled(definition, answers), []
    for item in definition.asked:
        given = answers.get(item.link_id, ()) if item.link_id in on else ()
        if any(isinstance(one, Typed) for one in given):
            faults.append(Faulty(item.link_id, Fault.UNREAD))
        elif item.required and item.link_id in on and not given:
            faults.append(Faulty(item.link_id, Fault.REQUIRED))
    return tuple(faults)


def progress(definition: Definition, answers: Answers) -> tuple[int, int]:
    """How many of the questions that are put are answered, and how many are put."""
    on = enabled(definition, answers)
    put = [item for item in definition.asked if item.link_id in on]
    return sum(1 for item in put if real(answers.get(item.link_id, ()))), len(put)


def kept(definition: Definition, answers: Answers) -> dict[str, tuple[Value, ...]]:
    """The answers of a complete response: those to questions that are put."""
    on = enabled(definition, answers)
    return {link: values for link, values in answers.items() if link in on}
