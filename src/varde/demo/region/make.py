"""The whole region in one transaction, past the guard: this is what the guards will look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from varde.demo.region import adoption, equipment, history, organisations, people, plans, staff
from varde.demo.region.equipment import Secret
from varde.demo.region.places import FOLLOWED, STORY, shares
from varde.demo.region.plot import Plot
from varde.demo.region.rota import WEEKS
from varde.foundation.ownership import scope
from varde.kernel.actor import EVERYWHERE

SIZES: Final = {"small": 300, "region": 6_200}
SEED: Final = 2026


@dataclass(frozen=True, slots=True)
class Seeded:
    """What the simulator and the login page need to know."""

    recipients: int
    secrets: tuple[Secret, ...]
    visitors: tuple[tuple[str, str], ...]  # account key, role in words


def seed(*, now: datetime, size: int, number: int = SEED, weeks: int = WEEKS) -> Seeded:
    """Fill an empty, migrated database. `size`: recipients in all, at least 25, beside the 18 of Froland. `weeks`: of shifts."""
    plot = Plot(now, number, weeks)
    with transaction.atomic(), scope(EVERYWHERE):
        organisations.make(plot)
        staff.make(plot)
        given = shares(size)
        recipients = people.make(plot, {**given, STORY: given[STORY] + FOLLOWED})
        kept = equipment.make(plot, recipients)
        plans.make(plot)
        history.make(plot, recipients)
        adoption.make(plot)
    return Seeded(
        sum(map(len, recipients.values())),
        tuple(kept),
        tuple((str(user.pk), title) for user, title in plot.visitors),
    )
