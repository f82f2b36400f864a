"""A municipality where somebody is to get a dispenser: staff, a store, a rota without holes; prints what a test must know.

python -m tests.journeys.dispenser      on the folder in VARDE_DATA, with the world in it
"""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

import django

django.setup()

from tests.journeys.world import organisation, person, watched  # noqa: E402
from varde.care.alarms.testing import make_source  # noqa: E402
from varde.foundation.accounts.models import User  # noqa: E402
from varde.ground.equipment.testing import make_item, make_product, make_store  # noqa: E402
from varde.ground.people.testing import make_recipient, make_relation, make_way_in  # noqa: E402
from varde.kernel.clock import now as clock  # noqa: E402

KEY = "the-key-of-the-dispensers"
STAFF = {
    "officer2": ("Tone Berg", "case_officer"),
    "installer": ("Ola Ness", "superuser"),
    "nurse2": ("Marit Sand", "home_care"),
    "nurse3": ("Jon Vik", "home_care"),
    "boss": ("Kari Ruud", "unit_leader"),
}


def main() -> dict[str, Any]:
    now = clock()
    since = now - timedelta(days=30)
    town = organisation("Risør kommune", "municipality")
    watched(town, "Hjemmetjenesten Risør", "+4741000019", since, range(-2, 40))
    row = make_recipient(town.pk, name="Borghild Lien", phone="+4799800077")
    make_way_in(row, location="Bak veden", code="1906")
    store = make_store(town.pk, name="Lageret i Risør")
    product = make_product(town.pk, name="Doserulle", kind="dispenser")
    make_item(town.pk, device="96000001", product=product, store=store, code="DISP1", serial="DR-1001")
    make_source(town, now=since, name="Dispensere", key_hash=hashlib.sha256(KEY.encode()).hexdigest())
    people = {}
    for key, (name, role) in STAFF.items():
        user, facts = person(name, town, role, since)
        make_relation(row, user.pk)
        people[key] = facts
        assert User.objects.filter(pk=user.pk).exists()
    return {"people": people, "recipient": str(row.pk), "town": str(town.pk), "key": KEY}


if __name__ == "__main__":
    print(json.dumps(main()))
