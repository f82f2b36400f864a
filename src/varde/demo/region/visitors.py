"""The people a visitor of the demo may be, one per role or more. Simulated staff never act for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from varde.demo.region.places import AGDER, STORY

KRISTIANSAND_NUMBER: Final = "4204"


@dataclass(frozen=True, slots=True)
class Visitor:
    """`where`: municipality number, "agder" or "secretariat". `unit`: the key of the unit, or ""."""

    name: str
    title: str
    where: str
    roles: tuple[str, ...]
    unit: str = ""
    has_phone: bool = False


VISITORS: Final = (
    Visitor("Ingrid Haugen", "Responsoperatør, Responssenter Agder", AGDER, ("response_operator",), "desk"),
    Visitor("Jonas Eikeland", "Responsoperatør, Responssenter Agder", AGDER, ("response_operator",), "desk"),
    Visitor("Marit Tveit", "Sykepleier i nattpatruljen, Froland", STORY, ("home_care",), "night", True),
    Visitor("Kari Nygård", "Avdelingsleder, Froland", STORY, ("unit_leader",), "leader", True),
    Visitor("Tone Bakken", "Saksbehandler, Froland", STORY, ("case_officer",), "office"),
    Visitor("Ola Myhre", "Ressursperson, Froland", STORY, ("superuser",), "technology"),
    Visitor("Sindre Aas", "Systemforvalter, Responssenter Agder", AGDER, ("system_manager",)),
    Visitor("Hanne Vik", "Personvernkoordinator, Froland", STORY, ("privacy_coordinator",)),
    Visitor("Per Dahl", "Helseteknologisekretariatet", "secretariat", ("secretariat",)),
    Visitor("Amina Hassan", "Hjemmetjenesten, Kristiansand", KRISTIANSAND_NUMBER, ("home_care",), "care", True),
)  # fmt: skip
