"""What the parts of the region hand to each other while it is being made."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

from varde.care.rota.models import Pool
from varde.demo.region.places import Place
from varde.foundation.accounts.models import User
from varde.ground.organisations.models import Organisation, Unit
from varde.ground.people.models import Recipient


@dataclass(frozen=True, slots=True)
class Ground:
    """One organisation with its units and pools. Keys: "care", "night", "office", "technology", "desk", "leader", …"""

    organisation: Organisation
    place: Place | None
    units: dict[str, Unit]
    pools: dict[str, Pool] = field(default_factory=dict)
    staff: dict[str, list[User]] = field(default_factory=dict)

    @property
    def id(self) -> UUID:
        return self.organisation.pk


@dataclass(slots=True)
class Plot:
    """`grounds` by municipality number, or "agder" for the shared centre and "secretariat"."""

    now: datetime
    seed: int
    weeks: int
    grounds: dict[str, Ground] = field(default_factory=dict)
    suppliers: dict[str, Organisation] = field(default_factory=dict)
    visitors: list[tuple[User, str]] = field(default_factory=list)
    phones: int = 0

    def chance(self, *about: object) -> Random:
        """The same for the same seed and subject, whatever else is made before it."""
        return Random(":".join(map(str, (self.seed, *about))))

    def next_phone(self) -> int:
        self.phones += 1
        return self.phones


@dataclass(slots=True)
class Rows:
    """Recipients and what stands around them, table by table, until everything is stored."""

    recipients: list[Recipient] = field(default_factory=list)
    around: dict[type[Any], list[Any]] = field(default_factory=dict)

    def add(self, row: Any) -> None:
        self.around.setdefault(type(row), []).append(row)
