"""What a document is made of. Every outlet shows every block; none decides what stands in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")


def visible(text: str) -> str:
    """Without control characters, which no paper can show and XML forbids."""
    return _UNSEEN.sub("", text)


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 1 is an area, 2 a task, 3 a part of it. The title of the document is none of these."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Every row has a cell for each head."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Bullets | Table


@dataclass(frozen=True, slots=True)
class Document:
    """`language`: "nb" or "en"."""

    title: str
    subtitle: str
    language: str
    blocks: tuple[Block, ...]
