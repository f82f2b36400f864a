"""What other apps may want to hear. Ids and codes only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AlarmRaised:
    code: ClassVar[str] = "alarms.raised/1"
    alarm_id: UUID
    owner_id: UUID


@dataclass(frozen=True, slots=True)
class DeviceFaultSeen:
    """A technical alarm was opened about an item. Once per fault, not once per signal."""

    code: ClassVar[str] = "alarms.device_fault_seen/1"
    alarm_id: UUID
    owner_id: UUID
    fault: str


@dataclass(frozen=True, slots=True)
class AlarmClosed:
    code: ClassVar[str] = "alarms.closed/1"
    alarm_id: UUID
    owner_id: UUID
