"""Who takes part: lines of text to names and roles."""

from __future__ import annotations

from typing import Final

MOST: Final = 40
LONGEST: Final = 120

Person = tuple[str, str]


class TooMany(ValueError):
    """More people than one session can have."""


def people(text: str) -> tuple[Person, ...]:
    """One person a line: "name, role". The same name twice is one person, with the role that stands last.

    Raises TooMany."""
    found: dict[str, Person] = {}
    for line in text.splitlines():
        name, _comma, role = (part.strip()[:LONGEST] for part in line.partition(","))
        if name:
            found[name.casefold()] = (name, role)
    if len(found) > MOST:
        raise TooMany(len(found))
    return tuple(found.values())
