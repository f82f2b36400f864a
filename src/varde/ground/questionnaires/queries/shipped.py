"""The forms that come with Varde, read once, and definitions out of stored text."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from varde.ground.questionnaires.rules.definition import Definition
from varde.ground.questionnaires.rules.reading import read

DEFAULTS = Path(__file__).resolve().parent.parent / "defaults"


@cache
def shipped() -> dict[str, Definition]:
    """code → form. A test reads each of them; a faulty file stops the first who asks."""
    found = (read(path.read_bytes()) for path in sorted(DEFAULTS.glob("*.json")))
    return {one.code: one for one in found}


@lru_cache(maxsize=256)
def parsed(body: str) -> Definition:
    """A definition out of the text of a row, which was found in order before it was stored."""
    return read(body.encode())
