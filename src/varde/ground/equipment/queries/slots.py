"""Questions upward, answered by whoever the composition root puts here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from uuid import UUID

Heard = Callable[[Collection[UUID], datetime], Mapping[UUID, datetime]]
heard: list[Heard] = []
"""`heard(item_ids, at)`: when each item last gave a real signal before `at`. Items never heard are left out."""


def last_heard(items: Collection[UUID], at: datetime) -> dict[UUID, datetime]:
    """The latest answer of all that were asked."""
    found: dict[UUID, datetime] = {}
    for ask in heard if items else ():
        for item, when in ask(items, at).items():
            found[item] = max(when, found.get(item, when))
    return found
