"""The shape of a day at a response centre: when alarms come, and of which sort. Pure: time and chance are arguments.

Shape: a peak from 08 to 11, a smaller one in the evening, quiet nights; about 6 of 100 alarms about people are falls, about
half are ordinary care. Figures: the service model's sources, rounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Final

# Share of the day's alarms per hour, 00 to 23.
HOURS: Final = (
    22, 18, 16, 15, 17, 24, 38, 58, 74, 78, 72, 58, 50, 48, 46, 45, 47, 50, 54, 56, 52, 44, 36, 28,
)  # fmt: skip
AVERAGE: Final = sum(HOURS) / 24
ALARMS_PER_UNIT_AND_DAY: Final = 0.22


class Sort(StrEnum):
    """What a device sends."""

    PENDANT = "pendant"
    BASE_BUTTON = "base_button"
    FALL = "fall"
    DOOR = "door"
    DISPENSER = "dispenser"
    LOCATOR = "locator"
    RESET = "reset"
    HEARTBEAT = "heartbeat"
    BATTERY_LOW = "battery_low"
    POWER_LOST = "power_lost"
    FAULT = "fault"
    TEST = "test"
    UNKNOWN_DEVICE = "unknown_device"
    UNREADABLE = "unreadable"


# Out of 1,000 messages that are no heartbeat.
MIX: Final[dict[Sort, int]] = {
    Sort.PENDANT: 610,
    Sort.BASE_BUTTON: 92,
    Sort.FALL: 52,
    Sort.DOOR: 22,
    Sort.DISPENSER: 34,
    Sort.LOCATOR: 14,
    Sort.RESET: 60,
    Sort.BATTERY_LOW: 36,
    Sort.POWER_LOST: 18,
    Sort.FAULT: 12,
    Sort.TEST: 34,
    Sort.UNKNOWN_DEVICE: 10,
    Sort.UNREADABLE: 6,
}


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds of real time between two messages that are no heartbeat, and between two heartbeats."""

    alarm: float
    heartbeat: float


def share(hour: float) -> float:
    """How busy the hour is, 1 on average."""
    return HOURS[int(hour) % 24] / AVERAGE


def pace(units: int, hour: float, speed: float, *, heartbeats_per_day: float = 24) -> Pace:
    """Mean gaps at that hour of the demo's day, with `speed` hours of it passing in one real hour."""
    busy = units * ALARMS_PER_UNIT_AND_DAY * share(hour) / 86_400 * speed
    beats = units * heartbeats_per_day / 86_400 * speed
    return Pace(1 / max(busy, 1e-6), 1 / max(beats, 1e-6))


def pick(chance: Random) -> Sort:
    return chance.choices(list(MIX), list(MIX.values()))[0]


def hour_of_day(chance: Random) -> int:
    return chance.choices(range(24), HOURS)[0]
