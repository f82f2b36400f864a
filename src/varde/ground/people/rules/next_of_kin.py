"""What next of kin (pårørende) may know and do. Each right is given by somebody, has a start, and can end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from varde.kernel.period import DatePeriod


class Missing(StrEnum):
    """What stands in the way of receiving alarms."""

    ACCEPTANCE = "acceptance"
    KEY = "key"
    PHONE = "phone"
    END_DATE = "end_date"
    NOT_STARTED = "not_started"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class NextOfKin:
    """What is on record about one next of kin of one recipient.

    `told`: the days on which the recipient, or whoever decides for them, agrees that this person is told.
    `receives`: the days on which the person has agreed to receive alarms; `accepted_on` is the day they did.
    """

    told: DatePeriod | None = None
    accepted_on: date | None = None
    receives: DatePeriod | None = None
    holds_key: bool = False  # or another way in of their own
    has_phone: bool = False


def may_be_told(kin: NextOfKin, on: date) -> bool:
    """Whether staff may tell this person that something has happened, and how it went."""
    return kin.told is not None and kin.told.contains(on)


def missing_to_receive(kin: NextOfKin, on: date) -> frozenset[Missing]:
    """Everything that is missing for this person to receive alarms on this day; empty means they may."""
    missing = set()
    if kin.accepted_on is None or kin.accepted_on > on:
        missing.add(Missing.ACCEPTANCE)
    if not kin.holds_key:
        missing.add(Missing.KEY)
    if not kin.has_phone:
        missing.add(Missing.PHONE)
    return frozenset(missing | _missing_days(kin.receives, on))


def may_receive_alarms(kin: NextOfKin, on: date) -> bool:
    """Own acceptance, a key, a phone and a period with an end that holds today. Never the last step of a plan:
    that is the plan's own rule."""
    return not missing_to_receive(kin, on)


def _missing_days(receives: DatePeriod | None, on: date) -> set[Missing]:
    if receives is None or receives.end is None:
        return {Missing.END_DATE}
    if on < receives.start:
        return {Missing.NOT_STARTED}
    return set() if on < receives.end else {Missing.ENDED}
