"""Tasks that come again and follow the item: battery, charging, firmware, calibration.

Some count only while the item is in use: they rest while it stands in a store, with the days they had left, and go on
when it is placed again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Task(StrEnum):
    CHARGE = "charge"
    BATTERY = "battery"
    WASH = "wash"
    FIRMWARE = "firmware"
    CALIBRATE = "calibrate"
    FUNCTION = "function"
    SPARE_PART = "spare_part"
    INSPECT = "inspect"


class Doer(StrEnum):
    WHERE_IT_IS = "where_it_is"  # the unit that follows up the item at the recipient's; in a store the store
    STORE = "store"
    SUPPLIER = "supplier"


@dataclass(frozen=True, slots=True)
class Clock:
    """Exactly one of the two: due on a day, or resting with so many days left (below 0: it was overdue)."""

    due_on: date | None = None
    days_left: int | None = None

    def __post_init__(self) -> None:
        if (self.due_on is None) == (self.days_left is None):
            raise ValueError("a task is due on a day or rests with days left")


def first(every_days: int, *, today: date, runs: bool) -> Clock:
    """A task that has never been done."""
    return Clock(due_on=today + timedelta(days=every_days)) if runs else Clock(days_left=every_days)


def done(every_days: int, *, on: date, runs: bool) -> Clock:
    return first(every_days, today=on, runs=runs)


def rest(clock: Clock, *, today: date) -> Clock:
    """Stops the clock. A task that rests already stays as it is."""
    return clock if clock.due_on is None else Clock(days_left=(clock.due_on - today).days)


def go_on(clock: Clock, *, today: date) -> Clock:
    """Starts the clock again, with the days it had left."""
    return clock if clock.days_left is None else Clock(due_on=today + timedelta(days=clock.days_left))


def runs(*, only_in_use: bool, in_use: bool, gone: bool) -> bool:
    """Whether the days count now."""
    return not gone and (in_use or not only_in_use)
