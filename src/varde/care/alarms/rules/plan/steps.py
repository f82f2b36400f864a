"""What a plan is made of."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final


class StepKind(StrEnum):
    """What a step does."""

    BOARD = "board"  # the operators of the response centre
    DISPATCH = "dispatch"  # somebody who rides out on duty
    CONTACT = "contact"  # next of kin or neighbour who has agreed (varslingskontakt)
    LAST_RESORT = "last_resort"  # the organisation's last receiver: is always there


class Channel(StrEnum):
    """How a receiver is told."""

    SCREEN = "screen"
    RINGING_APP = "ringing_app"
    VOICE = "voice"
    SMS = "sms"
    EMAIL = "email"


RINGING: Final = frozenset({Channel.RINGING_APP, Channel.VOICE})
"""Channels that wake somebody: a voice call with keypress, or an app that breaks silence."""


class ReceiverKind(StrEnum):
    """What a receiver reference points to. The database side resolves it to people at the instant of ringing."""

    CENTRE = "centre"  # all operators on duty for the owner's response centre
    POOL = "pool"  # a pool of the rota; ref = its id or a symbolic name of the shipped plans
    STAFF = "staff"  # one named person on duty; ref = id
    CONTACT = "contact"  # a response contact of the recipient; ref = id, "" = those of the recipient in order
    LEADER = "leader"  # the leader on duty of the owner
    LAST_RESORT = "last_resort"  # the owner's last-resort receiver
    HOLDER = "holder"  # whoever holds the alarm; ref = id


@dataclass(frozen=True, slots=True, order=True)
class Receiver:
    """Who a step or a ring is for."""

    kind: ReceiverKind
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a next of kin or neighbour has agreed to. `ends_on` is the first day the agreement no longer holds."""

    accepted: bool = False
    has_key: bool = False
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `limit`: how long it has before the next step is rung; unanswered within it = not received."""

    number: int
    kind: StepKind
    receiver: Receiver
    channels: tuple[Channel, ...]
    limit: timedelta
    terms: Terms | None = None

    @property
    def rings(self) -> bool:
        """Whether the step wakes somebody."""
        return bool(RINGING.intersection(self.channels))


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps in order, numbered from 1; after the last one, the last repeats every `repeat_every` until somebody acts."""

    code: str
    steps: tuple[Step, ...]
    repeat_every: timedelta

    @property
    def last(self) -> int:
        """Number of the last step."""
        return len(self.steps)

    def step(self, number: int) -> Step:
        """The step with that number, counted from 1; beyond the end it is the last one."""
        return self.steps[min(max(number, 1), self.last) - 1]
