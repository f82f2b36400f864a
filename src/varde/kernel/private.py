"""What does not belong in a free text: a national id is refused where it is typed."""

from __future__ import annotations

import re
from itertools import accumulate

from varde.kernel.national_id import InvalidNationalId, NationalId

_RUN = re.compile(r"\d+(?:[ .\-\u00a0]{1,2}\d+)*")
LENGTH = 11


def holds_national_id(text: str) -> bool:
    """Whether a checked Norwegian person number stands in the text, also broken by blanks, dots or hyphens.

    Synthetic numbers count: what is refused in training must be what is refused in earnest."""
    return any(_is_number(found) for run in _RUN.findall(text) for found in _elevens(run))


def _elevens(run: str) -> list[str]:
    """Every way that neighbouring groups of digits make eleven digits together."""
    groups = re.findall(r"\d+", run)
    joined = (list(accumulate(groups[start:])) for start in range(len(groups)))
    return [text for ways in joined for text in ways if len(text) == LENGTH]


def _is_number(digits: str) -> bool:
    try:
        NationalId.parse(digits, synthetic=True)
    except InvalidNationalId:
        return False
    return True
