"""Which plan is in force: the recipient's own, for this alert type, at this time of the week."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from varde.care.alarms.rules.codes import lineage
from varde.care.alarms.rules.plan.steps import Channel, Plan, Receiver, ReceiverKind, Step, StepKind


@dataclass(frozen=True, slots=True)
class Band:
    """A time band of the week by the clock on the wall.

    days: 0 (Monday) … 6. starts, ends: minutes after midnight, half-open; ends ≤ starts runs past midnight and
    belongs to the day it starts on; starts == ends is the whole day round.
    """

    days: frozenset[int]
    starts: int
    ends: int

    def holds(self, local: datetime) -> bool:
        """Whether the local wall-clock time lies in the band. Only weekday, hour and minute are read."""
        minute = local.hour * 60 + local.minute
        today, yesterday = local.weekday(), (local.weekday() - 1) % 7
        if self.starts < self.ends:
            return today in self.days and self.starts <= minute < self.ends
        return (today in self.days and minute >= self.starts) or (
            yesterday in self.days and minute < self.ends
        )

    @property
    def minutes(self) -> int:
        """Minutes per week that the band covers."""
        length = (self.ends - self.starts) % 1440 or 1440
        return length * len(self.days)


@dataclass(frozen=True, slots=True)
class Choice:
    """A plan and where it holds. recipient "" = everybody in the organisation; alert "" = every type; band None = always."""

    plan: Plan
    recipient: str = ""
    alert: str = ""
    band: Band | None = None


def select(choices: Iterable[Choice], recipient: str, alert: str, local: datetime) -> Plan:
    """The plan in force: the most specific choice wins, otherwise the built-in fallback.

    Order of weight: the recipient's own plan, then the nearest alert type, then the narrowest time band, then the plan
    code (so that two equal ones always give the same answer). `local` is wall-clock time where the recipient lives.
    """
    line = lineage(alert)
    best: tuple[tuple[int, int, int, str], Plan] | None = None
    for choice in choices:
        if choice.recipient not in ("", recipient) or (choice.alert and choice.alert not in line):
            continue
        if choice.band is not None and not choice.band.holds(local):
            continue
        nearness = len(line) - line.index(choice.alert) if choice.alert else 0
        width = choice.band.minutes if choice.band else 7 * 1440 + 1
        weight = (-int(bool(choice.recipient)), -nearness, width, choice.plan.code)
        if best is None or weight < best[0]:
            best = (weight, choice.plan)
    return best[1] if best else FALLBACK


FALLBACK: Final = Plan(
    code="fallback",
    steps=(
        Step(1, StepKind.BOARD, Receiver(ReceiverKind.CENTRE), (Channel.SCREEN,), timedelta(minutes=2)),
        Step(
            2,
            StepKind.LAST_RESORT,
            Receiver(ReceiverKind.LAST_RESORT),
            (Channel.VOICE, Channel.SMS),
            timedelta(minutes=5),
        ),
    ),
    repeat_every=timedelta(minutes=5),
)
"""Where no plan was made: the board, then the organisation's last-resort receiver. Never next of kin, never nobody."""
