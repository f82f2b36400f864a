"""Technical alarms that become tickets: by the code of the fault, what the ticket says.

The codes are those that care publishes; a test in config sees that each of them stands here or is left out on purpose.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from varde.governance.support.rules.codes import Criticality, Problem, Technology

COMMON_FROM = 5  # so many tickets about the same fault of the same product …
COMMON_WITHIN = timedelta(hours=1)  # … within this time have one cause


@dataclass(frozen=True, slots=True)
class Seen:
    """`technology` None is that of the item. `may_wait`: it can wait to the next visit."""

    problem: Problem
    criticality: Criticality
    may_wait: bool = False
    technology: Technology | None = None


_SYSTEM = Technology.SYSTEM
FAULTS: Final[dict[str, Seen]] = {
    "T.unreadable": Seen(Problem.UNKNOWN_SENDER, Criticality.SERIOUS, technology=_SYSTEM),
    "T.unknown_device": Seen(Problem.UNKNOWN_SENDER, Criticality.SERIOUS, technology=_SYSTEM),
    "T.not_placed": Seen(Problem.SETTINGS, Criticality.MODERATE),
    "T.unknown_code": Seen(Problem.SETTINGS, Criticality.MODERATE),
    "T.unknown_sender": Seen(Problem.UNKNOWN_SENDER, Criticality.MODERATE, technology=_SYSTEM),
    "T.two_claim_one_id": Seen(Problem.SETTINGS, Criticality.SERIOUS),
    "T.source_revoked": Seen(Problem.SETTINGS, Criticality.MODERATE, technology=_SYSTEM),
    "T.clock_wrong": Seen(Problem.SETTINGS, Criticality.NORMAL, may_wait=True),
    "T.battery_low": Seen(Problem.POWER, Criticality.NORMAL, may_wait=True),
    "T.battery_empty": Seen(Problem.POWER, Criticality.SERIOUS),
    "T.power_lost": Seen(Problem.POWER, Criticality.MODERATE),
    "T.contact_lost": Seen(Problem.NO_CONTACT, Criticality.SERIOUS),
    "T.sensor_lost": Seen(Problem.NO_CONTACT, Criticality.SERIOUS),
    "T.tampered": Seen(Problem.BROKEN, Criticality.MODERATE),
    "T.device_fault": Seen(Problem.BROKEN, Criticality.SERIOUS),
    "T.maintenance": Seen(Problem.BROKEN, Criticality.NORMAL, may_wait=True),
    "T.radio_disturbed": Seen(Problem.NO_CONTACT, Criticality.MODERATE),
    "T.muted": Seen(Problem.SETTINGS, Criticality.MODERATE),
    "T.alarm_stuck": Seen(Problem.APP, Criticality.CRITICAL, technology=_SYSTEM),
    "T.policy_unfit": Seen(Problem.SETTINGS, Criticality.SERIOUS, technology=_SYSTEM),
    "T.worker_stale": Seen(Problem.APP, Criticality.CRITICAL, technology=_SYSTEM),
}
NOT_FOR_SUPPORT: Final = frozenset({"T.no_plan"})  # the service makes the plan; nothing is broken


def seen(fault: str) -> Seen | None:
    """What a ticket about the fault says; None for one that is not for support. An unknown code is taken seriously."""
    if fault in NOT_FOR_SUPPORT:
        return None
    return FAULTS.get(fault, Seen(Problem.OTHER, Criticality.SERIOUS))


def technology_of(kind: str) -> Technology:
    """The technology of an item by the kind of its product; what is not named is OTHER."""
    return Technology(kind) if kind in set(Technology) else Technology.OTHER


def is_common(alike: int) -> bool:
    """Whether so many tickets alike within `COMMON_WITHIN` have one cause."""
    return alike >= COMMON_FROM
