"""Where municipalities who share a follow-up centre [TMS] do not do alike: statuses, lines, words and responsibility."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from varde.foundation.authorisation import requires
from varde.governance.servicemodel.models import Adoption, Charge
from varde.governance.servicemodel.permissions import ServiceModelPermission as P
from varde.governance.servicemodel.queries.editions import model_of
from varde.governance.servicemodel.queries.local import Held, held
from varde.governance.servicemodel.queries.model import lights
from varde.governance.servicemodel.queries.proofs import proofs
from varde.governance.servicemodel.rules.codes import Technology
from varde.governance.servicemodel.rules.layers import Origin
from varde.governance.servicemodel.rules.shape import Words, task_of
from varde.governance.servicemodel.rules.standing import Light
from varde.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Group:
    """Municipalities that are served by the same centre."""

    key: UUID
    name: str
    owners: frozenset[UUID]


Sharing = Callable[[Collection[UUID], datetime], Sequence[Group]]
sharing: list[Sharing] = []
"""Filled by config: who serves whom stands in the agreements."""


class What(StrEnum):
    STATUS = "status"
    LINE = "line"
    WORDS = "words"
    CHARGE = "charge"


@dataclass(frozen=True, slots=True)
class Differs:
    """One thing that is not alike. `cells`, one for each column: a status for `technology`, a light, whether the words are
    the edition's ("above", "reworded", "own", "aside" or "" where they have no such point), or "named" and ""."""

    task: str
    number: str
    title: Words
    what: What
    cells: tuple[str, ...]
    technology: str = ""
    words: Words | None = None


@dataclass(frozen=True, slots=True)
class Differences:
    columns: tuple[tuple[UUID, str], ...]
    rows: tuple[Differs, ...]


@requires(P.COMPARE)
def groups(actor: Actor, *, now: datetime) -> list[Group]:
    """The groups with at least two municipalities that have taken up the model, as the actor may compare."""
    have = set(Adoption.objects.values_list("owner", flat=True))
    found = [Group(one.key, one.name, one.owners & have) for ask in sharing for one in ask(have, now)]
    return [one for one in found if len(one.owners) > 1]


@requires(P.COMPARE)
def differences_among(actor: Actor, *, owners: Collection[UUID], now: datetime) -> Differences:
    """What differs, task by task, among those whom the actor may compare. Five queries, whatever the number."""
    adoptions = list(
        Adoption.objects.filter(owner__in=owners).select_related("owner").order_by("owner__name")
    )
    have = held(adoptions)
    found = proofs(have, now)
    order = [one.owner_id for one in adoptions]
    shining = {owner: lights(have[owner], found[owner], now) for owner in order}
    named = {(row.owner_id, row.task) for row in Charge.objects.filter(owner__in=order, actor="municipality")}
    rows: list[Differs] = []
    for key, number, title in _tasks(adoptions):
        at = (key, number, title)
        rows += _statuses(at, [have[owner] for owner in order])
        rows += _charges(at, [(owner, key) in named for owner in order])
        rows += _points(at, [have[owner] for owner in order], [shining[owner] for owner in order])
    return Differences(tuple((one.owner_id, one.owner.name) for one in adoptions), tuple(rows))


At = tuple[str, str, Words]


def _tasks(adoptions: Sequence[Adoption]) -> list[At]:
    titles: dict[str, tuple[str, Words]] = {}
    for one in adoptions:
        titles |= {
            key: (number, task.title) for key, number, task in model_of(one.edition, one.version).tasks()
        }
    return [(key, number, title) for key, (number, title) in titles.items()]


def _statuses(at: At, have: Sequence[Held]) -> Iterator[Differs]:
    for technology in Technology:
        cells = tuple(one.statuses.get((at[0], technology.value), "") for one in have)
        if len(set(cells)) > 1:
            yield Differs(*at, What.STATUS, cells, technology.value)


def _charges(at: At, named: Sequence[bool]) -> Iterator[Differs]:
    if len(set(named)) > 1:
        yield Differs(*at, What.CHARGE, tuple("named" if one else "" for one in named))


def _points(at: At, have: Sequence[Held], shining: Sequence[dict[str, Light]]) -> Iterator[Differs]:
    """Points whose words are not the same for all, and lines that do not shine alike."""
    every = dict.fromkeys(address for one in have for address in one.lines if task_of(address) == at[0])
    for address in every:
        said = next(one.lines[address].words for one in have if address in one.lines)
        origins = tuple(_origin(one, address) for one in have)
        if len(set(origins)) > 1:
            yield Differs(*at, What.WORDS, origins, words=said)
        lit = tuple(one.get(address, "") for one in shining)
        if "/checklist/" in address and len(set(lit)) > 1 and all(lit):
            yield Differs(*at, What.LINE, tuple(str(one) for one in lit), words=said)


def _origin(have: Held, address: str) -> str:
    point = have.lines.get(address)
    if point is None:
        return ""
    return "aside" if not point.is_relevant else Origin(point.origin).value
