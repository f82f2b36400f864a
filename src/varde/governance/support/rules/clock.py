"""Working time: how much of a stretch lies within somebody's hours, and when so much of it has passed.

All in real time. A night that loses or gains an hour is as long as it is; a day that closes early is shorter; a
public holiday is what the bands say that it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from varde.kernel.band import DAY, Band, instant_at
from varde.kernel.clock import local
from varde.kernel.period import Period

CHUNK, HORIZON = timedelta(days=14), timedelta(days=400)
NOTHING = timedelta()


class NeverOpen(ValueError):
    """So much working time does not come within the horizon of 400 days: the hours are wrong, or the amount is."""


@dataclass(frozen=True, slots=True)
class Hours:
    """When somebody works: bands of the week, the public holidays, and days on which they close early.

    `early` maps a day to the hour at which what started that day ends. Holidays and early days must reach as far as
    what is asked about."""

    bands: tuple[Band, ...]
    public: Set[date] = frozenset()
    early: Mapping[date, time] = field(default_factory=dict)

    def windows(self, period: Period) -> list[Period]:
        """The hours within a period that has an end, in order, what touches joined."""
        if period.end is None:
            raise ValueError("give a period with an end")
        first, last = local(period.start).date() - DAY, local(period.end).date()
        days = [first + n * DAY for n in range((last - first).days + 1)]
        found = (self._on(band, day) for day in days for band in self.bands)
        return Period.merge(part for one in found if one and (part := period.intersection(one)))

    def _on(self, band: Band, day: date) -> Period | None:
        whole, closes = band.on(day, self.public), self.early.get(day)
        if whole is None or closes is None:
            return whole
        end = instant_at(day, closes)
        return whole.intersection(Period(whole.start, end)) if end > whole.start else None

    def is_open(self, instant: datetime) -> bool:
        today = local(instant).date()
        found = (self._on(band, day) for day in (today - DAY, today) for band in self.bands)
        return any(one is not None and one.contains(instant) for one in found)

    def worked(self, start: datetime, end: datetime) -> timedelta:
        """The working time from one instant to another; nothing if the other is not later."""
        if end <= start:
            return NOTHING
        return sum((_length(one) for one in self.windows(Period(start, end))), NOTHING)

    def after(self, start: datetime, amount: timedelta) -> datetime:
        """The first instant at which so much working time has passed since `start`. Raises NeverOpen."""
        at, left = start, amount
        while left > NOTHING:
            if at - start >= HORIZON:
                raise NeverOpen
            for one in self.windows(Period(at, at + CHUNK)):
                if left <= _length(one):
                    return one.start + left
                left -= _length(one)
            at += CHUNK
        return start

    def next_opening(self, instant: datetime) -> datetime | None:
        """When they are there again; the instant itself if they are there now; None if not within the horizon."""
        if self.is_open(instant):
            return instant
        at = instant
        while at - instant < HORIZON:
            if found := self.windows(Period(at, at + CHUNK)):
                return found[0].start
            at += CHUNK
        return None

    def next_closing(self, instant: datetime) -> datetime | None:
        """When they leave next; the instant itself if they are away now; None if they are always there."""
        if not self.is_open(instant):
            return instant
        end = instant + HORIZON
        first = self.windows(Period(instant, end))[0]
        return first.end if first.end != end else None


def _length(one: Period) -> timedelta:
    assert one.end is not None
    return one.end - one.start


def spent(hours: Hours, stretches: Iterable[tuple[datetime, datetime]]) -> timedelta:
    """The working time of several stretches that do not overlap."""
    return sum((hours.worked(start, end) for start, end in stretches), NOTHING)
