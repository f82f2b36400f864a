"""The people a visitor of the demo may be, one per role or more. Simulated staff never act for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_noop as N_

from varde.demo.region.places import AGDER, HOSPITAL, STORY, SUPPLIER

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
    Visitor("Ingrid Haugen", N_("Responsoperatør, Responssenter Agder"), AGDER, ("response_operator",), "desk"),
    Visitor("Jonas Eikeland", N_("Responsoperatør, Responssenter Agder"), AGDER, ("response_operator",), "desk"),
    Visitor("Marit Tveit", N_("Sykepleier i nattpatruljen, Froland"), STORY, ("home_care",), "night", True),
    Visitor("Kari Nygård", N_("Avdelingsleder, Froland"), STORY, ("unit_leader",), "leader", True),
    Visitor("Tone Bakken", N_("Saksbehandler, Froland"), STORY, ("case_officer",), "office"),
    Visitor("Ola Myhre", N_("Ressursperson, Froland"), STORY, ("superuser",), "technology"),
    Visitor("Lise Strand", N_("Digital oppfølger, Froland"), STORY, ("follow_up_nurse", "dho_contact")),
    Visitor("Geir Holt", N_("Tekniker, Froland"), STORY, ("technician",), "technology"),
    Visitor("Eva Lund", N_("Hjemmeoppfølging fra sykehus, Sørlandet sykehus"), HOSPITAL, ("hospital_follow_up",)),
    Visitor("Petter Lia", N_("Support hos leverandøren av trygghetsalarmer"), SUPPLIER, ("supplier_support",)),
    Visitor("Sindre Aas", N_("Systemforvalter, Responssenter Agder"), AGDER, ("system_manager",)),
    Visitor("Hanne Vik", N_("Personvernkoordinator, Froland"), STORY, ("privacy_coordinator",)),
    Visitor("Per Dahl", N_("Helseteknologisekretariatet"), "secretariat", ("secretariat",)),
    Visitor("Amina Hassan", N_("Hjemmetjenesten, Kristiansand"), KRISTIANSAND_NUMBER, ("home_care",), "care", True),
)  # fmt: skip
