"""Cases for the journeys about pathways, beside the small world; prints what a test must know, as one JSON line.

python -m tests.journeys.cases      on the folder in VARDE_DATA, with the world in it
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import django

django.setup()

from tests.journeys.world import organisation, person  # noqa: E402
from varde.care.pathways.testing import make_case  # noqa: E402
from varde.foundation.accounts.models import User  # noqa: E402
from varde.ground.equipment.testing import make_item, make_placement  # noqa: E402
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
    make_placement(make_item(froland.pk, device="90000001"), [recipients["ends"].pk])
    make_placement(
        make_item(froland.pk, device="90000002"),
        [recipients["shares_one"].pk, recipients["shares_other"].pk],
    )
    patient = make_recipient(hospital.pk, name="Odd Myhre", birth_date=now.date().replace(year=1950, day=1))
    make_relation(patient, nurse.pk)
    begun = now - timedelta(days=21)
    home = make_case(at_hospital, patient, to="active", code="dho_hospital", now=begun)
    cases["hospital"] = str(home.pk)
    return {"cases": cases, "people": {"worker": told, "hospital": nurse_told}, "names": NAMES}


if __name__ == "__main__":
    print(json.dumps(main()))
