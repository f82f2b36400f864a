"""Action cards (tiltakskort): what to ask, what to do, and when to call 113, per alert type."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from varde.care.alarms.rules.wording import Wording, wording_from


@dataclass(frozen=True, slots=True)
class Card:
    """One action card. ask, do, emergency: short imperative lines, in the order one works at 03:00."""

    code: str
    title: Wording
    ask: tuple[Wording, ...]
    do: tuple[Wording, ...]
    emergency: tuple[Wording, ...]


def card_from(row: Mapping[str, Any]) -> Card:
    """A card from data. Shape: {code, title, ask: [..], do: [..], emergency: [..]}, each text {nb, en}."""
    return Card(
        code=str(row["code"]),
        title=wording_from(row["title"]),
        ask=_lines(row.get("ask") or ()),
        do=_lines(row.get("do") or ()),
        emergency=_lines(row.get("emergency") or ()),
    )


def _lines(rows: Iterable[Any]) -> tuple[Wording, ...]:
    return tuple(wording_from(row) for row in rows)
