"""Texts that come as data in two languages. Norwegian is always there; English falls back to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Wording:
    """One text in bokmål and English."""

    nb: str
    en: str = ""

    def said_in(self, language: str) -> str:
        """The text in that language ("nb", "en", "en-gb"); Norwegian when there is no English one."""
        return self.en if language.startswith("en") and self.en else self.nb


def wording_from(row: Any) -> Wording:
    """A wording from data: a plain string is Norwegian; otherwise {nb, en?}. Raises ValueError when nb is missing."""
    if isinstance(row, str) and row.strip():
        return Wording(row.strip())
    if isinstance(row, Mapping) and str(row.get("nb") or "").strip():
        return Wording(str(row["nb"]).strip(), str(row.get("en") or "").strip())
    raise ValueError("a text needs Norwegian words")
