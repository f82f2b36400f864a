"""What other apps may want to hear. Ids and codes only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ServiceAlertSeen:
    """An alarm was opened that says how a service goes: a dose is not taken, a measurement is missing. `alert` is its code."""

    code: ClassVar[str] = "alarms.service_alert_seen/1"
    alarm_id: UUID
    owner_id: UUID
    recipient_id: UUID
    alert: str


@dataclass(frozen=True, slots=True)
class DeviceFaultSeen:
    """A technical alarm was opened. Once per fault while it stands, not once per signal.

    `about` is the same text each time the same unit or source has the same fault."""

    code: ClassVar[str] = "alarms.device_fault_seen/1"
    alarm_id: UUID
    owner_id: UUID
    fault: str
    about: str
    item_id: UUID | None = None
    recipient_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class AlarmClosed:
    code: ClassVar[str] = "alarms.closed/1"
    alarm_id: UUID
    owner_id: UUID
