"""Cases for the journeys about pathways, beside the small world; prints what a test must know, as one JSON line.

python -m tests.journeys.cases      on the folder in VARDE_DATA, with the world in it
"""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

import django

django.setup()

from tests.journeys.world import STEPS, answered, organisation, person, watched  # noqa: E402
from varde.care.alarms.models import PlanVersion  # noqa: E402
from varde.care.alarms.testing import make_source  # noqa: E402
from varde.care.pathways.testing import make_case  # noqa: E402
from varde.foundation.accounts.models import User  # noqa: E402
from varde.foundation.ownership import scope  # noqa: E402
from varde.ground.equipment.models import InstallationTest  # noqa: E402
from varde.ground.equipment.testing import make_item, make_placement, make_product  # noqa: E402
from varde.ground.organisations.models import Membership, Organisation  # noqa: E402
from varde.ground.organisations.queries import actor_for_user  # noqa: E402
from varde.ground.people.testing import make_recipient, make_relation  # noqa: E402
from varde.kernel.clock import now as clock  # noqa: E402

ALL = ("case_officer", "superuser", "unit_leader", "home_care")
NAMES = {
    "dies": "Aud Vestby",
    "travels": "Nils Tangen",
    "ends": "Gerd Hovde",
    "shares_one": "Karl Brekke",
    "shares_other": "Eva Brekke",
    "stays": "Inga Holm",
}
KEY = "the-key-of-the-cases"
DEVICES = {
    "ends": "90000001",
    "shared": "90000002",
    "travels": "90000003",
    "pendant": "90000004",
    "stays": "90000005",
    "measures": "90000006",
}


def main() -> dict[str, Any]:
    now = clock()
    since = now - timedelta(days=30)
    froland = Organisation.objects.get(name="Froland kommune")
    hospital = organisation("Sykehuset", "hospital_trust")
    worker, told = person("Vera Lund", froland, ALL[0], since)
    for role in ALL[1:]:
        Membership.objects.create(user=worker, organisation=froland, role=role, starts_at=since)
    nurse, nurse_told = person("Hege Strand", hospital, "hospital_follow_up", since)
    actor, at_hospital = (actor_for_user(User.objects.get(pk=one.pk), now=now) for one in (worker, nurse))
    cases, recipients = {}, {}
    for key, name in NAMES.items():
        row = make_recipient(froland.pk, name=name, birth_date=now.date().replace(year=1940, day=1))
        make_relation(row, worker.pk)
        cases[key] = str(make_case(actor, row, to="active", now=now - timedelta(days=21)).pk)
        recipients[key] = row
    alarm = {"code": "safety_alarm", "service_type": "safety_alarm_fixed", "now": now - timedelta(days=21)}
    cases["stays_alarm"] = str(make_case(actor, recipients["stays"], to="active", **alarm).pk)
    make_source(froland, now=since, name="Dispensere", key_hash=hashlib.sha256(KEY.encode()).hexdigest())
    dispenser = make_product(froland.pk, name="Doserulle", kind="dispenser")
    placed(froland, "ends", recipients["ends"])
    placed(froland, "shared", recipients["shares_one"], recipients["shares_other"])
    placed(froland, "travels", recipients["travels"], product=dispenser)
    placed(froland, "pendant", recipients["travels"])
    placed(froland, "stays", recipients["stays"], product=dispenser)
    patient = make_recipient(hospital.pk, name="Odd Myhre", birth_date=now.date().replace(year=1950, day=1))
    make_relation(patient, nurse.pk)
    begun = now - timedelta(days=21)
    home = make_case(at_hospital, patient, to="active", code="dho_hospital", now=begun)
    cases["hospital"] = str(home.pk)
    measured(hospital, patient, nurse, begun)
    taker_told = receiver(since)
    return {
        "cases": cases,
        "people": {"worker": told, "hospital": nurse_told, "taker": taker_told},
        "names": NAMES,
        "devices": DEVICES,
        "key": KEY,
    }


def placed(owner: Any, key: str, *recipients: Any, **more: Any) -> Any:
    return make_placement(make_item(owner.pk, device=DEVICES[key], **more), [one.pk for one in recipients])


def measured(hospital: Organisation, patient: Any, nurse: User, begun: Any) -> None:
    """The hospital's own kit at the patient's, tried when it was placed, and the hospital's plan for what it says."""
    answered(hospital, begun)
    kit = make_product(hospital.pk, name="Målepakke", kind="measuring")
    placement = placed(hospital, "measures", patient, product=kit)
    call = {"read_back": True, "answered_by": "Ada Vik", "at": begun, "recorded_at": begun, "heard_at": begun}
    body = {"code": "personal", "repeat_minutes": 10, "steps": [STEPS[0], STEPS[2]]}
    with scope(frozenset({hospital.pk})):
        InstallationTest.objects.create(
            owner=hospital, placement=placement, signed_by=nurse.pk, signed_by_name=nurse.name, **call
        )
        PlanVersion.objects.create(
            owner=hospital, title="Måling", alert="", body=body, starts_at=begun, made_by="Prøven"
        )


def receiver(since: Any) -> dict[str, str]:
    """A municipality with somebody on duty every hour, and one who takes over."""
    town = organisation("Birkenes kommune", "municipality")
    watched(town, "Hjemmetjenesten Birkenes", "+4741000018", since, range(-1, 20))
    taker, told = person("Tora Li", town, "case_officer", since)
    Membership.objects.create(user=taker, organisation=town, role="dho_contact", starts_at=since)
    return told


if __name__ == "__main__":
    print(json.dumps(main()))
