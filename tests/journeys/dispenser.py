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

from tests.journeys.world import organisation, person, plan  # noqa: E402
from varde.care.alarms.testing import make_source  # noqa: E402
from varde.care.rota.testing import make_pool, make_shift  # noqa: E402
from varde.foundation.accounts.models import User  # noqa: E402
from varde.ground.equipment.testing import make_item, make_product, make_store  # noqa: E402
from varde.ground.organisations.models import Agreement, Organisation  # noqa: E402
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
    Agreement.objects.create(
        provider=Organisation.objects.get(name="Responssenter Agder"),
        client=town,
        title="Responstjeneste",
        roles=["response_operator"],
        processing="processor",
        basis="Avtale",
        starts_at=since,
    )
    pool = make_pool(town, "Hjemmetjenesten Risør", kind="dispatch", duty_phone="+4741000019")
    plan(town, pool, since)
    for day in range(-2, 40):
        begins = now.replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=day)
        make_shift(pool, begins, begins + timedelta(days=1))
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
