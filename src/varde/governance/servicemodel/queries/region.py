"""The region at a glance: tasks × municipalities. A fixed number of queries, whatever the size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from varde.foundation.authorisation import requires
from varde.governance.servicemodel.models import Adoption, Clarification
from varde.governance.servicemodel.permissions import ServiceModelPermission as P
from varde.governance.servicemodel.queries.editions import BASE, editions, model_of
from varde.governance.servicemodel.queries.local import Held, held
from varde.governance.servicemodel.queries.model import counts, lights
from varde.governance.servicemodel.queries.proofs import proofs
from varde.governance.servicemodel.rules.shape import Words
from varde.governance.servicemodel.rules.standing import Count
from varde.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Cell:
    """One task in one municipality. `statuses`: technology → status code, only those that are set."""

    count: Count
    statuses: Mapping[str, str]
    unclear: int


@dataclass(frozen=True, slots=True)
class Row:
    key: str
    number: str
    area: str
    title: Words
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """`columns`: owner and name, in order; every row has a cell for each. None: the task is not in that edition."""

    columns: tuple[tuple[UUID, str], ...]
    rows: tuple[Row, ...]


@requires(P.COMPARE)
def areas(actor: Actor) -> list[tuple[str, str]]:
    """Code and title of every area of the national edition."""
    known = next(one for one in editions(actor) if one.edition == BASE)
    return [(area.area, area.title.nb) for area in model_of(known.edition, known.version).areas]


@requires(P.COMPARE)
def matrix(actor: Actor, *, now: datetime, area: str = "") -> Matrix:
    """All municipalities that the actor may compare and that have taken up an edition. `area`: only that one's tasks."""
    adoptions = list(Adoption.objects.select_related("owner").order_by("owner__name"))
    have = held(adoptions)
    found = proofs(have, now)
    counted = {owner: counts(one, lights(one, found[owner], now)) for owner, one in have.items()}
    unclear: dict[tuple[UUID, str], int] = {}
    for pair in Clarification.objects.filter(answered_at__isnull=True).values_list("owner_id", "task"):
        unclear[pair] = unclear.get(pair, 0) + 1
    settled = {owner: _by_task(one) for owner, one in have.items()}
    titles: dict[str, tuple[str, Words]] = {}
    for one in adoptions:
        titles |= {
            key: (number, task.title) for key, number, task in model_of(one.edition, one.version).tasks()
        }
    rows = [
        Row(
            key,
            number,
            key.partition(".")[0],
            title,
            tuple(
                Cell(
                    counted[one.owner_id].get(key, Count()),
                    settled[one.owner_id].get(key, {}),
                    unclear.get((one.owner_id, key), 0),
                )
                if key in counted[one.owner_id]
                else None
                for one in adoptions
            ),
        )
        for key, (number, title) in titles.items()
        if not area or key.startswith(f"{area}.")
    ]
    return Matrix(tuple((one.owner_id, one.owner.name) for one in adoptions), tuple(rows))


def _by_task(held_by: Held) -> dict[str, dict[str, str]]:
    """Task, then technology: the status."""
    found: dict[str, dict[str, str]] = {}
    for (task, technology), status in held_by.statuses.items():
        found.setdefault(task, {})[technology] = status
    return found
