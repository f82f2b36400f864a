"""A municipality that has not begun with the service model, and its secretariat; prints what a test must know, as one JSON line.

python -m tests.journeys.model      on the folder in VARDE_DATA, with the world in it
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import django

django.setup()

from tests.journeys.world import organisation, person, plan  # noqa: E402
from varde.care.rota.testing import make_pool, make_shift  # noqa: E402
from varde.governance.servicemodel.queries.editions import DEFAULTS  # noqa: E402
from varde.ground.equipment.testing import make_item, make_placement  # noqa: E402
from varde.ground.organisations.models import Agreement, Organisation  # noqa: E402
from varde.ground.people.testing import make_recipient  # noqa: E402
from varde.kernel.clock import now as clock  # noqa: E402

CHANGED = "Hvordan får den som følger opp, medisinske opplysninger og vurderinger fra fastlegen?"
NEWER = "Hvordan får den som følger opp, medisinske opplysninger fra fastlegen og sykehuset?"


def newer() -> dict[str, str]:
    """The shipped layer of Agder as the next year's version, with other words for one question."""
    head = (DEFAULTS / "agder-2025" / "edition.yaml").read_text("utf-8").replace('"2025.1"', '"2026.1"', 1)
    tasks = (DEFAULTS / "agder-2025" / "tasks.yaml").read_text("utf-8")
    assert CHANGED in tasks
    return {"head": head, "tasks": tasks.replace(CHANGED, NEWER)}


def main() -> dict[str, Any]:
    now = clock()
    since = now - timedelta(days=30)
    town = organisation("Åmli kommune", "municipality")
    office = organisation("Sekretariatet", "secretariat")
    for client in (town, Organisation.objects.get(name="Froland kommune")):
        Agreement.objects.create(
            provider=office,
            client=client,
            title="Regionalt samarbeid",
            roles=["secretariat"],
            processing="joint",
            basis="Avtale",
            starts_at=since,
        )
    pool = make_pool(town, "Hele døgnet", kind="dispatch", duty_phone="+4741000009")
    plan(town, pool, since)
    for day in range(-2, 20):
        begins = now.replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=day)
        make_shift(pool, begins, begins + timedelta(days=1))
    make_placement(make_item(town.pk, device="95000001"), [make_recipient(town.pk, name="Torbjørg Lie").pk])
    people = {
        "owner": person("Liv Aas", town, "unit_leader", since)[1],
        "secretariat": person("Per Dahl", office, "secretariat", since)[1],
    }
    return {"people": people, "town": str(town.pk), "pool": str(pool.pk), "newer": newer()}


if __name__ == "__main__":
    print(json.dumps(main()))
