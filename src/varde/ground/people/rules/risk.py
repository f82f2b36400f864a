"""Risks that whoever goes to a recipient should know: stated as facts, dated, and reviewed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SHORTEST, LONGEST = 10, 300  # characters: enough to say what happened, short enough to read on the way
REVIEW_AT_LATEST = timedelta(days=183)  # half a year

# Words that judge a person instead of saying what happened. A hint to the writer, never a refusal.
JUDGING = re.compile(
    r"\b(aggressiv|ekkel|frekk|gal|gæren|håpløs|krevende|kverulant|lat|masete|problematisk|sinna|slem|sur|truende|ufin"
    r"|umulig|ustabil|utagerende|vanskelig|vrang)(e|t|ig)?\b",
    re.IGNORECASE,
)


class Problem(StrEnum):
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    OBSERVED_LATER = "observed_later"  # observed on a day to come
    REVIEW_TOO_EARLY = "review_too_early"
    REVIEW_TOO_LATE = "review_too_late"


@dataclass(frozen=True, slots=True)
class RiskStatement:
    """What was seen, on which day, and the last day by which somebody must look at it again."""

    text: str
    observed_on: date
    review_due_on: date


def default_review(observed_on: date) -> date:
    return observed_on + REVIEW_AT_LATEST


def problems(risk: RiskStatement, *, today: date) -> list[Problem]:
    """Why the statement cannot be kept as it stands; empty when it can."""
    length = len(" ".join(risk.text.split()))
    checks = {
        Problem.TOO_SHORT: length < SHORTEST,
        Problem.TOO_LONG: length > LONGEST,
        Problem.OBSERVED_LATER: risk.observed_on > today,
        Problem.REVIEW_TOO_EARLY: risk.review_due_on < risk.observed_on,
        Problem.REVIEW_TOO_LATE: risk.review_due_on > today + REVIEW_AT_LATEST,
    }
    return [problem for problem, holds in checks.items() if holds]


def judging_words(text: str) -> list[str]:
    """The words that judge rather than tell, as they stand in the text, each once."""
    return list(dict.fromkeys(match.group(0) for match in JUDGING.finditer(text)))


def is_overdue(risk: RiskStatement, *, today: date) -> bool:
    """True from the day after the review was due. An overdue risk is still shown, marked as such."""
    return today > risk.review_due_on
