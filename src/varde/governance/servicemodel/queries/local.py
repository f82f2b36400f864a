"""An organisation's own layer and answers, out of its rows. Called from inside guarded queries and actions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from varde.governance.servicemodel.models import (
    Adoption,
    Answer,
    Charge,
    Clarification,
    ClarificationEntry,
    LocalPoint,
    TaskStatus,
    Upgrade,
)
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
    """By owner, three queries whatever the number. `at`: edition, words, answers and statuses as they were then; who had
    no model then is left out."""
    standing = {one.owner_id: one for one in adoptions}
    if at is not None:
        standing = _stood(standing, at)
    points = _now_or_then(LocalPoint, standing, at)
    rows: dict[UUID, list[LocalPoint]] = {owner: [] for owner in standing}
    for point in points:
        rows[point.owner_id].append(point)
    before = {"at__lte": at} if at else {}
    answers: dict[UUID, dict[str, Answer]] = {owner: {} for owner in standing}
    for answer in Answer.objects.filter(owner__in=standing, **before).order_by("at", "pk"):
        answers[answer.owner_id][answer.address] = answer
    statuses: dict[UUID, dict[tuple[str, str], str]] = {owner: {} for owner in standing}
    said = TaskStatus.objects.filter(owner__in=standing, **before).order_by("at", "pk")
    for owner, task, technology, status in said.values_list("owner_id", "task", "technology", "status"):
        statuses[owner][task, technology] = status
    return {
        owner: Held(
            one,
            shown(points_of_model(one.edition, one.version), layer(rows[owner])),
            answers[owner],
            statuses[owner],
        )
        for owner, one in standing.items()
    }


def _stood(standing: dict[UUID, Adoption], at: datetime) -> dict[UUID, Adoption]:
    """The edition and version each stood on at a past instant."""
    found: dict[UUID, Adoption] = {}
    for row in Upgrade.objects.filter(owner__in=standing, at__lte=at).order_by("at", "pk"):
        here = standing[row.owner_id]
        found[row.owner_id] = Adoption(
            pk=here.pk, owner_id=row.owner_id, edition=row.edition, version=row.version, adopted_at=row.at
        )
    return found


def _now_or_then(model: Any, owners: Collection[UUID], at: datetime | None) -> list[Any]:
    """The rows of a register with history, as they stand or as they stood at a past instant."""
    if at is None:
        return list(model.objects.filter(owner__in=owners).order_by("pk"))
    found: dict[UUID, Any] = {}
    rows = model.history.filter(owner__in=owners, history_date__lte=at)
    for row in rows.order_by("history_date", "history_id"):
        found[row.id] = row
    return [row for _, row in sorted(found.items()) if row.history_type != "-"]


def charges(owner: UUID, *, at: datetime | None = None, **which: str) -> list[Charge]:
    """Who is, or was, responsible. Call inside a guard. `which`: values that the rows must have, such as the task."""
    rows = _now_or_then(Charge, [owner], at)
    return [row for row in rows if all(getattr(row, name) == value for name, value in which.items())]


def clarifications(owner: UUID, *, at: datetime | None = None, **which: str) -> list[Clarification]:
    """What was raised, the open ones first. `at`: question, day, owner and answer as they stood then, by the entries."""
    rows = {one.pk: one for one in Clarification.objects.filter(owner=owner, **which)}
    if at is not None:
        rows = {key: one for key, one in rows.items() if one.raised_at <= at}
        entries = ClarificationEntry.objects.filter(owner=owner, clarification__in=rows, at__lte=at)
        for entry in entries.order_by("at", "pk"):
            _turn(rows[entry.clarification_id], entry)
    found = sorted(rows.values(), key=lambda one: (one.due_on, str(one.pk)))
    return sorted(found, key=lambda one: one.answered_at is not None)


def _turn(row: Clarification, entry: ClarificationEntry) -> None:
    """The row as the entry left it."""
    is_answer = entry.verb == "answered"
    row.answered_at, row.answer = (entry.at, entry.text) if is_answer else (None, "")
    row.name, row.due_on = entry.name, entry.due_on
