"""Questions that accounts asks and higher floors answer. The composition root fills the lists.

holds_something: does this account hold something that somebody waits for (an alarm)? Then its session never ends.
ringing: how many alarms ring for this account now; a locked desk shows and sounds the number, nothing else.
lock_scripts: static paths that the lock page loads (the board's tone).
demo_logins: (account, name, role) of each person one may be in the demo. Never asked outside the demo.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

DemoLogin = tuple[UUID, str, str]

holds_something: list[Callable[[UUID], bool]] = []
ringing: list[Callable[[UUID, datetime], int]] = []
lock_scripts: list[str] = []
demo_logins: list[Callable[[], Sequence[DemoLogin]]] = []


def holds(user_id: UUID) -> bool:
    return any(asks(user_id) for asks in holds_something)


def rings(user_id: UUID, *, now: datetime) -> int:
    return sum(count(user_id, now) for count in ringing)


def everybody_in_the_demo() -> list[DemoLogin]:
    return [person for people in demo_logins for person in people()]
