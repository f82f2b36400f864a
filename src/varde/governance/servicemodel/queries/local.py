"""An organisation's own layer and answers, out of its rows. Called from inside guarded queries and actions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from varde.governance.servicemodel.models import Adoption, Answer, Clarification, LocalPoint, TaskStatus
from varde.governance.servicemodel.queries.editions import points_of_model
from varde.governance.servicemodel.rules.layers import Local, Reworded, Shown, shown
from varde.governance.servicemodel.rules.shape import Point, Words


def layer(rows: Iterable[LocalPoint]) -> Local:
    local = Local()
    added, reworded, aside = dict(local.added), dict(local.reworded), set()
    for row in rows:
        if row.is_own:
            added[row.address] = Point(row.address.rpartition("/")[2], row.nb, row.en)
        elif row.nb:
            reworded[row.address] = Reworded(Words(row.nb, row.en), Words(row.was_nb, row.was_en))
        if not row.is_relevant:
            aside.add(row.address)
    return Local(added, reworded, frozenset(aside))


def layer_of(owner: UUID) -> Local:
    return layer(LocalPoint.objects.filter(owner=owner).order_by("pk"))


def used(owner: UUID) -> set[str]:
    """Addresses that hold something of the organisation's: they are never lost."""
    answers = Answer.objects.filter(owner=owner).values_list("address", flat=True)
    asked = Clarification.objects.filter(owner=owner).exclude(address="").values_list("address", flat=True)
    return {*answers, *asked}


@dataclass(frozen=True)
class Held:
    """Everything the lights of one organisation are made of."""

    adoption: Adoption
    lines: dict[str, Shown]
    answers: dict[str, Answer] = field(default_factory=dict)
    statuses: dict[tuple[str, str], str] = field(default_factory=dict)


def held(adoptions: Iterable[Adoption], *, at: datetime | None = None) -> dict[UUID, Held]:
    """By owner, three queries whatever the number. `at`: answers and statuses as they were then."""
    standing = {one.owner_id: one for one in adoptions}
    rows: dict[UUID, list[LocalPoint]] = {owner: [] for owner in standing}
    for point in LocalPoint.objects.filter(owner__in=standing).order_by("pk"):
        rows[point.owner_id].append(point)
    before = {"at__lte": at} if at else {}
    answers: dict[UUID, dict[str, Answer]] = {owner: {} for owner in standing}
    for answer in Answer.objects.filter(owner__in=standing, **before).order_by("at", "pk"):
        answers[answer.owner_id][answer.address] = answer
    statuses: dict[UUID, dict[tuple[str, str], str]] = {owner: {} for owner in standing}
    for status in TaskStatus.objects.filter(owner__in=standing, **before).order_by("at", "pk"):
        statuses[status.owner_id][status.task, status.technology] = status.status
    return {
        owner: Held(
            one,
            shown(points_of_model(one.edition, one.version), layer(rows[owner])),
            answers[owner],
            statuses[owner],
        )
        for owner, one in standing.items()
    }
