"""When an installation counts as tested: the operator read back name and address, and the unit was really heard."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Lack(StrEnum):
    NOT_PLACED = "not_placed"
    NOT_TESTED = "not_tested"
    NOT_READ_BACK = "not_read_back"
    NOT_HEARD = "not_heard"


@dataclass(frozen=True, slots=True)
class Call:
    at: datetime
    read_back: bool


def lack(
    since: datetime | None, calls: Iterable[Call], *, heard_at: datetime | None, speaks: bool
) -> Lack | None:
    """What is missing before the item counts for a person who has had it `since`; None when nothing is.

    Only calls after that count, and the last one decides: a swap, and a new resident in the room, ask for a new test. A
    unit that speaks for itself must have been heard since; one that speaks through another is covered by the call."""
    if since is None:
        return Lack.NOT_PLACED
    after = sorted((call for call in calls if call.at >= since), key=lambda call: call.at)
    if not after:
        return Lack.NOT_TESTED
    if not after[-1].read_back:
        return Lack.NOT_READ_BACK
    if speaks and (heard_at is None or heard_at < since):
        return Lack.NOT_HEARD
    return None
