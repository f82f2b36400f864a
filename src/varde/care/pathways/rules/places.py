"""Pause and place [pause og sted] (A8): when a recipient is elsewhere, what stops, what follows, what rests, how long.

The table is data: defaults/places.yaml, and an owner's own rows before it. It is total: every service type and reason has
an answer. There is no word here for silencing an alarm about a person, so no table can ask for it.
Source: tjenesteforløp for medisindispenser (a dispenser stops at travel and goes on during a short nursing-home stay).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from varde.care.pathways.rules.pause import Reason, Stops
from varde.care.pathways.rules.template import Words
from varde.kernel.yaml import load as load_yaml


class Follows(StrEnum):
    """What goes where the person goes."""

    EQUIPMENT = "equipment"
    ALARMS = "alarms"  # they ring with those who receive at the other place
    ADDRESS = "address"
    RECEIVERS = "receivers"


class Rests(StrEnum):
    """What is suspended until the pause ends, and comes back by itself."""

    RECURRING = "recurring"  # refill, charging, weekly test
    REVIEWS = "reviews"  # the evaluation is moved by as many days as the pause lasts
    SUPERVISION = "supervision"  # planned looks into a home where nobody is


REASONS: Final[dict[Reason, Words]] = {
    Reason.TRAVEL: Words("Reise", "Travel"),
    Reason.HOSPITAL: Words("Sykehus", "Hospital"),
    Reason.SHORT_STAY: Words("Korttidsopphold", "Short nursing-home stay"),
    Reason.OTHER_ADDRESS: Words("Annen adresse", "Another address"),
}
STOPS: Final[dict[Stops, Words]] = {
    Stops.REMINDERS: Words("Påminnelser", "Reminders"),
    Stops.MISSING: Words("Varsel om at noe mangler", "Alerts that something is missing"),
    Stops.VISITS: Words("Besøk", "Visits"),
    Stops.SUBSCRIPTION: Words("Abonnement", "Subscription"),
}
FOLLOWS: Final[dict[Follows, Words]] = {
    Follows.EQUIPMENT: Words("Utstyret", "The equipment"),
    Follows.ALARMS: Words("Alarmene", "The alarms"),
    Follows.ADDRESS: Words("Adressen", "The address"),
    Follows.RECEIVERS: Words("Mottakerne", "The receivers"),
}
RESTS: Final[dict[Rests, Words]] = {
    Rests.RECURRING: Words("Faste oppgaver", "Recurring tasks"),
    Rests.REVIEWS: Words("Frist for evaluering", "The date of the evaluation"),
    Rests.SUPERVISION: Words("Planlagte tilsyn", "Planned supervision"),
}
LONGEST_DAYS: Final = 183
ANY: Final = "*"
"""The row for service types that have none of their own."""


@dataclass(frozen=True, slots=True)
class Effects:
    """What one reason does to one service. max_days: longer than that needs a new assessment."""

    stops: frozenset[Stops]
    follows: frozenset[Follows]
    suspends: frozenset[Rests]
    max_days: int


Rules = Mapping[str, Mapping[Reason, Effects]]
"""Service type → reason → effects. Always has the row ANY."""


class PlaceFault(ValueError):
    """The table cannot be used. `said`: every fault, in words."""

    def __init__(self, said: tuple[Words, ...]) -> None:
        super().__init__("\n".join(one.nb for one in said))
        self.said = said


def effects(rules: Rules, service_type: str, reason: str) -> Effects:
    """What this reason does to this service. Raises ValueError for a reason that does not exist."""
    return rules.get(service_type, rules[ANY])[Reason(reason)]


def merged(shipped: Rules, own: Rules) -> Rules:
    """An owner's rows before the shipped ones, service type by service type."""
    return {**shipped, **own}


def places_from_text(text: str) -> Rules:
    """The shipped table from the text of places.yaml. Raises PlaceFault or yaml.YAMLError."""
    data = load_yaml(text)
    if not isinstance(data, Mapping) or ANY not in data:
        raise PlaceFault((Words(f"Raden «{ANY}» mangler.", f"The row “{ANY}” is missing."),))
    return {str(code): place_row_from(row) for code, row in data.items()}


def place_row_from(row: Any) -> Mapping[Reason, Effects]:
    """One service type's row from data: {reason: {stops: […], follows: […], suspends: […], max_days: 28}}. Raises PlaceFault."""
    faults = tuple(_faults(row))
    if faults:
        raise PlaceFault(faults)
    return {reason: _effects_from(row[reason.value]) for reason in Reason}


def place_row(row: Mapping[Reason, Effects]) -> dict[str, dict[str, Any]]:
    """The row as plain data, fit for JSON: what `place_row_from` reads."""
    return {
        reason.value: {
            "stops": sorted(one.value for one in held.stops),
            "follows": sorted(one.value for one in held.follows),
            "suspends": sorted(one.value for one in held.suspends),
            "max_days": held.max_days,
        }
        for reason, held in row.items()
    }


def _effects_from(held: Mapping[str, Any]) -> Effects:
    return Effects(
        frozenset(map(Stops, held["stops"])),
        frozenset(map(Follows, held["follows"])),
        frozenset(map(Rests, held["suspends"])),
        held["max_days"],
    )


_LISTS: Final = {"stops": Stops, "follows": Follows, "suspends": Rests}


def _faults(row: Any) -> Iterator[Words]:
    if not isinstance(row, Mapping) or set(row) != {reason.value for reason in Reason}:
        yield Words("Raden må ha hver grunn én gang.", "The row must have every reason once.")
        return
    for reason in Reason:
        name, held = REASONS[reason], row[reason.value]
        if not isinstance(held, Mapping) or set(held) != {*_LISTS, "max_days"}:
            yield Words(f"{name.nb}: feltene er feil.", f"{name.en}: wrong fields.")
            continue
        for field, kind in _LISTS.items():
            known = {one.value for one in kind}
            if not isinstance(held[field], list | tuple) or not all(one in known for one in held[field]):
                yield Words(
                    f"{name.nb}: {field} har en ukjent kode.", f"{name.en}: {field} has an unknown code."
                )
        days = held["max_days"]
        if not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= LONGEST_DAYS:
            yield Words(
                f"{name.nb}: antall dager må være fra 1 til {LONGEST_DAYS}.",
                f"{name.en}: days must be from 1 to {LONGEST_DAYS}.",
            )
        elif _contradicts(held):
            yield Words(
                f"{name.nb}: alarmene kan ikke følge personen uten utstyret.",
                f"{name.en}: alarms cannot follow the person without the equipment.",
            )


def _contradicts(held: Mapping[str, Any]) -> bool:
    return Follows.ALARMS in held["follows"] and Follows.EQUIPMENT not in held["follows"]
