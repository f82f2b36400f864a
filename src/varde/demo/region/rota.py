"""Which pools there are, when they are open, and the shifts of four weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from varde.care.rota.models import EVERY_DAY, Shift, ShiftPattern
from varde.care.rota.queries.facts import repeating
from varde.care.rota.rules.pattern import occurrences
from varde.foundation.calendar import holidays_around
from varde.kernel.clock import local
from varde.kernel.period import Period

WEEKS: Final = 8  # what the worker keeps ahead: a fresh region leaves it nothing to catch up


@dataclass(frozen=True, slots=True)
class PoolShape:
    """`opens` None is round the clock; `closes` earlier than `opens` is the next day. `unit`: who works in it."""

    name: str
    kind: str
    unit: str
    opens: time | None = None
    closes: time | None = None
    weekdays: str = EVERY_DAY

    def is_open(self, now: datetime) -> bool:
        wall = local(now)
        if self.opens is None or self.closes is None:
            return True
        clock, today, yesterday = wall.time(), str(wall.weekday()), str((wall.weekday() - 1) % 7)
        if self.opens < self.closes:
            return today in self.weekdays and self.opens <= clock < self.closes
        return (today in self.weekdays and clock >= self.opens) or (
            yesterday in self.weekdays and clock < self.closes
        )


MORNING, AFTERNOON, EVENING, OFFICE_ENDS = time(7), time(15), time(22), time(15, 30)
POOLS: Final = {
    "operators": PoolShape("Operatører", "operators", "desk"),
    "home_care": PoolShape("Hjemmetjenesten", "dispatch", "care", MORNING, EVENING),
    "night_patrol": PoolShape("Nattpatruljen", "dispatch", "night", EVENING, MORNING),
    "leader": PoolShape("Leder på vakt", "leader", "leader"),
    "support": PoolShape("Teknisk support", "support", "technology", time(8), OFFICE_ENDS, "01234"),
}
TIMES: Final[dict[str, tuple[tuple[time, time], ...]]] = {
    "operators": ((MORNING, AFTERNOON), (AFTERNOON, EVENING), (EVENING, MORNING)),
    "home_care": ((MORNING, AFTERNOON), (AFTERNOON, EVENING)),
    "night_patrol": ((EVENING, MORNING),),
    "leader": ((time(8), time(8)),),
    "support": ((time(8), OFFICE_ENDS),),
}


def shifts_of(patterns: Sequence[ShiftPattern], now: datetime, weeks: int) -> list[Shift]:
    """The turns of every pattern from yesterday on, the one that runs now among them."""
    owners = {row.pk: row.owner_id for row in patterns}
    window = Period(now - timedelta(days=1), now + timedelta(weeks=weeks))
    turns = occurrences(repeating(patterns), window=window, public=holidays_around(window))
    return [
        Shift(
            owner_id=owners[turn.pattern],
            pool_id=turn.pool,
            user_id=turn.person,
            starts_at=turn.period.start,
            ends_at=turn.period.end,
            pattern_id=turn.pattern,
            pattern_day=turn.day,
        )
        for turn in turns
        if turn.period.end is not None
    ]
