"""Which networks a unit can speak through, and when each falls silent.

Dates as the Norwegian authority for electronic communication and the two operators have given them (autumn 2025): 3G was
closed in 2020; Telia's 2G in the course of 2025, Telenor's by the end of 2027. An operator decides alone and may
move the date: change the table, not the code around it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import Final


class Network(StrEnum):
    G2 = "2g"
    G3 = "3g"
    G4 = "4g"
    G5 = "5g"
    WIFI = "wifi"
    WIRED = "wired"
    RADIO = "radio"  # speaks to a base unit in the home


class Operator(StrEnum):
    TELENOR = "telenor"
    TELIA = "telia"


LAST_DAY: Final[dict[tuple[Network, Operator], date]] = {
    (Network.G2, Operator.TELENOR): date(2027, 12, 31),
    (Network.G2, Operator.TELIA): date(2025, 12, 31),
    (Network.G3, Operator.TELENOR): date(2020, 12, 31),
    (Network.G3, Operator.TELIA): date(2020, 12, 31),
}


def silent_after(networks: Collection[str], operator: str = "") -> date | None:
    """The last day the unit can be heard; None when at least one of its networks has no end, or none is known.

    Of an unknown operator the earliest date counts: better a unit looked at too early than one that went silent."""
    ends = [_last_day(Network(one), operator) for one in networks]
    known = [one for one in ends if one is not None]
    return max(known) if known and len(known) == len(ends) else None


def _last_day(network: Network, operator: str) -> date | None:
    dates = [
        day
        for (one, by), day in LAST_DAY.items()
        if one is network and (by == operator or operator not in set(Operator))
    ]
    return min(dates) if dates else None
