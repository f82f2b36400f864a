"""What leaves this app about a person: ready values, decided on before they go out. No table row leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from varde.ground.people.models import Adaptation, Address, NextOfKin, PlannedVisit, RiskNote, WayIn
from varde.ground.people.rules import next_of_kin as kin_rules
from varde.ground.people.rules import risk as risk_rules
from varde.ground.people.rules.address import Answer, Protection


@dataclass(frozen=True, slots=True)
class ShownAddress:
    id: UUID
    street: str
    postal: str  # "4820 Froland"
    door_note: str
    protection: Protection
    until: date | None  # a stay that ends; None for home

    @classmethod
    def of(cls, row: Address) -> ShownAddress:
        postal = f"{row.postal_code} {row.postal_place}".strip()
        return cls(
            row.pk, str(row.street), postal, str(row.door_note), Protection(row.protection), row.ends_on
        )


@dataclass(frozen=True, slots=True)
class ShownWayIn:
    """That there is a way in, and of which kind. Where and with which code is `reveal_way_in`."""

    id: UUID
    kind: str
    word: str

    @classmethod
    def of(cls, row: WayIn) -> ShownWayIn:
        return cls(row.pk, row.kind, str(row.get_kind_display()))


@dataclass(frozen=True, slots=True)
class Revealed:
    """A way in with everything. `owner_id` is for the access log."""

    id: UUID
    owner_id: UUID
    word: str
    location: str
    code: str


@dataclass(frozen=True, slots=True)
class ShownKin:
    """`missing` says what stands in the way of receiving alarms; empty means the person may."""

    id: UUID
    name: str
    relation: str
    phone: str
    may_know: str
    may_be_told: bool
    missing: frozenset[kin_rules.Missing]

    @classmethod
    def of(cls, row: NextOfKin, on: date) -> ShownKin:
        agreed = row.agreed
        return cls(
            row.pk,
            str(row.name),
            row.relation,
            str(row.phone),
            str(row.may_know),
            kin_rules.may_be_told(agreed, on),
            kin_rules.missing_to_receive(agreed, on),
        )


@dataclass(frozen=True, slots=True)
class ShownRisk:
    id: UUID
    text: str
    observed_on: date
    review_due_on: date
    written_by: str
    is_overdue: bool

    @classmethod
    def of(cls, row: RiskNote, on: date) -> ShownRisk:
        overdue = risk_rules.is_overdue(row.stated, today=on)
        return cls(row.pk, str(row.text), row.observed_on, row.review_due_on, row.written_by_name, overdue)


@dataclass(frozen=True, slots=True)
class ShownAdaptation:
    id: UUID
    text: str
    set_on: date

    @classmethod
    def of(cls, row: Adaptation) -> ShownAdaptation:
        return cls(row.pk, str(row.text), row.set_on)


@dataclass(frozen=True, slots=True)
class ShownVisit:
    id: UUID
    starts_at: datetime
    ends_at: datetime
    unit: str

    @classmethod
    def of(cls, row: PlannedVisit) -> ShownVisit:
        return cls(row.pk, row.starts_at, row.ends_at, str(row.unit))


@dataclass(frozen=True, slots=True)
class Card:
    """A recipient as one who has reason to look may see them. `address` is None unless `address_answer` shows it."""

    id: UUID
    owner_id: UUID
    owner: str
    name: str
    birth_date: date | None
    has_national_id: bool
    phone: str
    language: str
    talking: tuple[str, ...]  # how to speak with them: only what differs from usual
    facts: frozenset[str]
    fact_words: tuple[str, ...]
    died_on: date | None
    moved_on: date | None
    address: ShownAddress | None
    address_answer: Answer
    protection: Protection | None
    ways_in: tuple[ShownWayIn, ...]
    hides_ways: bool  # an address that has not ended is withheld: whether there is a way in is not told
    kin: tuple[ShownKin, ...]
    risks: tuple[ShownRisk, ...]
    adaptations: tuple[ShownAdaptation, ...]
    next_visit: ShownVisit | None
    basis: str


@dataclass(frozen=True, slots=True)
class Head:
    """The top of another app's page about one recipient. `basis` and `basis_id`: the ground on which it was opened."""

    id: UUID
    owner_id: UUID
    name: str
    birth_date: date | None
    phone: str
    talking: tuple[str, ...]
    fact_words: tuple[str, ...]
    address: ShownAddress | None
    protection: Protection | None
    kin: tuple[ShownKin, ...]
    risks: tuple[ShownRisk, ...]
    basis: str
    basis_id: str


@dataclass(frozen=True, slots=True)
class Minimum:
    """What is needed to help somebody now, and nothing more."""

    id: UUID
    owner_id: UUID
    name: str
    birth_date: date | None
    phone: str
    address: ShownAddress | None
    address_answer: Answer
    ways_in: tuple[ShownWayIn, ...]
    hides_ways: bool


@dataclass(frozen=True, slots=True)
class Label:
    """A person in one line of a list."""

    id: UUID
    name: str
    birth_date: date | None
