"""The spread in the region: organisation × technology. A fixed number of queries, whatever the size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from varde.foundation.authorisation import requires
from varde.governance.adoption.models import Introduction, IntroductionUnit, TechnologyStatus
from varde.governance.adoption.permissions import AdoptionPermission as P
from varde.governance.adoption.queries.recipients import recipients
from varde.governance.adoption.rules.codes import Status, Technology
from varde.governance.adoption.rules.lifecycle import State
from varde.governance.adoption.rules.spread import Number, Total, shown, total
from varde.governance.adoption.rules.turns import Stand
from varde.ground.organisations import queries as organisations
from varde.kernel.actor import Actor

KINDS = ("municipality", "district")
WITH_RECIPIENTS = (Status.INTRODUCING, Status.IN_OPERATION, Status.STOPPED)


@dataclass(frozen=True, slots=True)
class Cell:
    """`status` None: nothing has been said. A hidden number is shown only where the status says that there is one to
    hide, so that whether it is shown tells nothing."""

    technology: Technology
    status: Status | None
    since: date | None
    number: Number

    @property
    def shows_number(self) -> bool:
        return self.status in WITH_RECIPIENTS or bool(self.number.value)


@dataclass(frozen=True, slots=True)
class Row:
    owner_id: UUID
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """Of one technology: how many organisations have each status, and how many recipients there are."""

    technology: Technology
    statuses: Mapping[Status, int]
    recipients: Total


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: a part of a name, one technology, and a status that a row must have."""

    search: str = ""
    technology: Technology | None = None
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    technologies: tuple[Technology, ...]
    rows: tuple[Row, ...]
    sums: tuple[Sum, ...]


@dataclass(frozen=True, slots=True)
class IntroductionSeen:
    """An introduction as those see it who compare: how far it has come, and nothing of what was said."""

    key: UUID
    state: State
    starts_on: date
    units: int
    started: int
    evaluated: int


@dataclass(frozen=True, slots=True)
class CellPage:
    owner_id: UUID
    name: str
    cell: Cell
    introductions: tuple[IntroductionSeen, ...]


def places(actor: Actor) -> list[tuple[UUID, str]]:
    """The municipalities that the actor may compare, and others there that have said how far they have come."""
    mine = actor.where(P.COMPARE)
    said = TechnologyStatus.objects.values("owner")
    rows = organisations.every_organisation().filter(Q(kind__in=KINDS) | Q(pk__in=said), pk__in=mine)
    return [(row.pk, row.name) for row in rows]


def newest(owners: Sequence[UUID]) -> dict[tuple[UUID, str], tuple[Status, date]]:
    """How far each organisation has come now with each technology, where anything has been said. One query."""
    rows = TechnologyStatus.objects.filter(owner__in=owners).order_by("at", "pk")
    return {
        (owner, technology): (Status(status), since)
        for owner, technology, status, since in rows.values_list("owner_id", "technology", "status", "since")
    }


@requires(P.COMPARE)
def spread(actor: Actor, *, wanted: Wanted | None = None) -> Spread:
    """Two queries and those of the slot. The sums are of the rows that are shown."""
    wanted = wanted or Wanted()
    columns = (wanted.technology,) if wanted.technology else tuple(Technology)
    near = [one for one in places(actor) if wanted.search.casefold() in one[1].casefold()]
    owners = [key for key, _name in near]
    have, counted = newest(owners), recipients(owners)
    own = actor.where(P.VIEW)
    rows = [
        Row(key, name, tuple(_cell(key, one, have, counted, is_own=key in own) for one in columns))
        for key, name in near
    ]
    kept = [
        row for row in rows if wanted.status is None or any(one.status is wanted.status for one in row.cells)
    ]
    return Spread(columns, tuple(kept), tuple(_sum(place, one, kept) for place, one in enumerate(columns)))


def _cell(owner: UUID, technology: Technology, have: Any, counted: Any, *, is_own: bool) -> Cell:
    status, since = have.get((owner, technology), (None, None))
    return Cell(technology, status, since, shown(counted.get((owner, technology), 0), is_own=is_own))


def _sum(place: int, technology: Technology, rows: Sequence[Row]) -> Sum:
    cells = [row.cells[place] for row in rows]
    statuses = {status: sum(one.status is status for one in cells) for status in Status}
    return Sum(technology, statuses, total(one.number for one in cells))


@requires(P.COMPARE)
def cell(actor: Actor, *, owner_id: UUID, technology: Technology) -> CellPage:
    """What one figure of the spread is made of. Raises Http404."""
    place = get_object_or_404(
        organisations.every_organisation().filter(pk__in=actor.where(P.COMPARE)), pk=owner_id
    )
    is_own = actor.may(P.VIEW, owner_id)
    found = _cell(owner_id, technology, newest([owner_id]), recipients([owner_id]), is_own=is_own)
    rows = Introduction.objects.filter(owner=owner_id, technology=technology)
    units = IntroductionUnit.objects.filter(introduction__in=rows, is_dropped=False)
    stands: dict[UUID, list[Stand]] = {}
    for one in units:
        stands.setdefault(one.introduction_id, []).append(one.fact.stand)
    return CellPage(
        owner_id,
        place.name,
        found,
        tuple(
            IntroductionSeen(
                row.pk,
                State(row.state),
                row.starts_on,
                len(stands.get(row.pk, ())),
                sum(one is not Stand.PLANNED for one in stands.get(row.pk, ())),
                sum(one is Stand.EVALUATED for one in stands.get(row.pk, ())),
            )
            for row in rows.order_by("-starts_on", "-pk")
        ),
    )


@requires(P.COMPARE)
def status_history(actor: Actor, *, owner_id: UUID, technology: Technology) -> QuerySet[TechnologyStatus]:
    """What has been said of one technology in one organisation, newest first."""
    rows = TechnologyStatus.objects.filter(owner=owner_id, technology=technology)
    return rows.order_by("-at", "-pk")


@requires(P.LEAD)
def led_places(actor: Actor) -> list[tuple[UUID, str]]:
    """The organisations in which the actor leads introductions, by name."""
    rows = organisations.every_organisation().filter(pk__in=actor.where(P.LEAD))
    return [(row.pk, row.name) for row in rows]
