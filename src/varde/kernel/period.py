"""Half-open periods: the start belongs to them, the end does not; no end means until further notice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Generic, Self, TypeVar

Point = TypeVar("Point", date, datetime)


@dataclass(frozen=True, slots=True)
class _HalfOpen(Generic[Point]):
    start: Point
    end: Point | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise ValueError("a period must end after it starts")

    def contains(self, point: Point) -> bool:
        return self.start <= point and (self.end is None or point < self.end)

    def overlaps(self, other: Self) -> bool:
        return self.intersection(other) is not None

    def intersection(self, other: Self) -> Self | None:
        start = max(self.start, other.start)
        ends = [end for end in (self.end, other.end) if end is not None]
        end = min(ends) if ends else None
        return None if end is not None and end <= start else type(self)(start, end)

    def subtract(self, others: Iterable[Self]) -> list[Self]:
        """The gaps: what is left of this period when the others are taken out, in order."""
        gaps: list[Self] = []
        at: Point | None = self.start
        for taken in self.merge(part for other in others if (part := self.intersection(other))):
            if at is not None and at < taken.start:
                gaps.append(type(self)(at, taken.start))
            at = taken.end
        if at is not None and (self.end is None or at < self.end):
            gaps.append(type(self)(at, self.end))
        return gaps

    @classmethod
    def merge(cls, periods: Iterable[Self]) -> list[Self]:
        """The same time in the fewest periods, in order; those that touch become one."""
        merged: list[Self] = []
        for period in sorted(periods, key=lambda each: each.start):
            last = merged[-1] if merged else None
            if last is None or (last.end is not None and last.end < period.start):
                merged.append(period)
            elif last.end is not None and (period.end is None or period.end > last.end):
                merged[-1] = cls(last.start, period.end)
        return merged


class Period(_HalfOpen[datetime]):
    """Between two instants. Kept in UTC: Python compares two times of one zone by their wall clock."""

    __slots__ = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", _utc(self.start))
        if self.end is not None:
            object.__setattr__(self, "end", _utc(self.end))
        _HalfOpen.__post_init__(self)

    def contains(self, point: datetime) -> bool:
        return _HalfOpen.contains(self, _utc(point))

    @property
    def duration(self) -> timedelta | None:
        return None if self.end is None else self.end - self.start


class DatePeriod(_HalfOpen[date]):
    __slots__ = ()

    def __post_init__(self) -> None:
        if isinstance(self.start, datetime) or isinstance(self.end, datetime):
            raise TypeError("a DatePeriod takes dates, not datetimes")
        _HalfOpen.__post_init__(self)


def _utc(instant: datetime) -> datetime:
    if instant.utcoffset() is None:
        raise ValueError("a Period takes aware datetimes")
    return instant.astimezone(UTC)
