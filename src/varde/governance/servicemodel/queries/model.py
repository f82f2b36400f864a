"""The model as one organisation sees it: the overview, one task, and what an upgrade would bring."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from varde.foundation.authorisation import requires
from varde.governance.servicemodel.models import Adoption, Answer, Charge, Clarification, Note
from varde.governance.servicemodel.permissions import ServiceModelPermission as P
from varde.governance.servicemodel.queries.editions import model_of, points_of_model
from varde.governance.servicemodel.queries.local import Held, charges, clarifications, held, layer_of
from varde.governance.servicemodel.queries.proofs import proofs
from varde.governance.servicemodel.queries.seen import AreaSeen, ChapterSeen, Does, Line, TaskPage, TaskSeen
from varde.governance.servicemodel.rules.codes import State, Technology
from varde.governance.servicemodel.rules.layers import Difference, Question, Shown, differences, questions
from varde.governance.servicemodel.rules.proving import Found
from varde.governance.servicemodel.rules.shape import RESPONSIBLE, SECTIONS, Model, Task, Words
from varde.governance.servicemodel.rules.standing import Count, Light, Word, count, light
from varde.kernel.actor import Actor
from varde.kernel.clock import local


@requires(P.VIEW)
def adoption(actor: Actor, *, owner_id: UUID) -> Adoption | None:
    return Adoption.objects.filter(owner=owner_id).first()


@requires(P.VIEW)
def contacts(actor: Actor, *, owner_id: UUID) -> dict[str, Charge]:
    """Who answers for the whole model, by actor: the service owner ("municipality") and the contact person ("contact")."""
    return {one.actor: one for one in charges(owner_id, task="")}


def word_of(answer: Answer | None) -> Word | None:
    return Word(State(answer.state), answer.review_on) if answer else None


def lights(have: Held, found: Mapping[str, Found], now: datetime) -> dict[str, Light]:
    """The light of every checklist line of one organisation, by address."""
    today = local(now).date()
    return {
        at: light(
            word_of(have.answers.get(at)),
            found[at].proof if at in found else None,
            today=today,
            is_relevant=one.is_relevant,
        )
        for at, one in have.lines.items()
        if "/checklist/" in at
    }


def counts(have: Held, shining: Mapping[str, Light]) -> dict[str, Count]:
    """By task. Headings are left out: their lines stand under them."""
    above = points_of_model(have.adoption.edition, have.adoption.version)
    by_task: dict[str, list[Light]] = {}
    for at, one in shining.items():
        if not (at in above and above[at].heading):
            by_task.setdefault(at.partition("/")[0], []).append(one)
    return {key: count(ones) for key, ones in by_task.items()}


@requires(P.VIEW)
def overview(
    actor: Actor, *, owner_id: UUID, now: datetime, at: datetime | None = None
) -> tuple[AreaSeen, ...]:
    """All areas and tasks. `at`: everything as it stood at a past instant. Empty: no edition has been taken up."""
    have = held(Adoption.objects.filter(owner=owner_id), at=at).get(owner_id)
    if have is None:
        return ()
    counted = counts(have, lights(have, proofs([owner_id], now, at=at)[owner_id], at or now))
    asked = clarifications(owner_id, at=at)
    waiting = Counter(one.task for one in asked if one.answered_at is None)
    named = {one.task: one for one in charges(owner_id, at=at, actor="municipality", arrangement="all")}
    model = model_of(have.adoption.edition, have.adoption.version)
    seen = {
        key: TaskSeen(
            key,
            number,
            task.title,
            counted.get(key, Count()),
            {one.value: have.statuses.get((key, one.value), "") for one in Technology},
            waiting[key],
            named.get(key),
        )
        for key, number, task in model.tasks()
    }
    return tuple(
        AreaSeen(area.number, area.title, tuple(seen[f"{area.area}.{task.code}"] for task in area.tasks))
        for area in model.areas
    )


@requires(P.VIEW)
def task_page(
    actor: Actor, *, owner_id: UUID, task: str, now: datetime, at: datetime | None = None
) -> TaskPage | None:
    """Everything about one task. `at`: as it stood at a past instant. None: no edition, or no such task."""
    have = held(Adoption.objects.filter(owner=owner_id), at=at).get(owner_id)
    if have is None:
        return None
    return next(_pages(have, now, at, task=task), None)


@requires(P.VIEW)
def whole(
    actor: Actor, *, owner_id: UUID, now: datetime, at: datetime | None = None
) -> tuple[ChapterSeen, ...]:
    """All areas with all about their tasks, for a document; as many queries as for one task. Empty: no edition."""
    have = held(Adoption.objects.filter(owner=owner_id), at=at).get(owner_id)
    if have is None:
        return ()
    pages = {one.key: one for one in _pages(have, now, at)}
    areas = model_of(have.adoption.edition, have.adoption.version).areas
    return tuple(
        ChapterSeen(area.number, area.title, tuple(pages[f"{area.area}.{task.code}"] for task in area.tasks))
        for area in areas
    )


def _pages(have: Held, now: datetime, at: datetime | None, **which: str) -> Iterator[TaskPage]:
    """The pages of all tasks, or of `task` alone; everything is fetched once."""
    owner = have.adoption.owner_id
    found = proofs([owner], now, at=at)[owner]
    shining = lights(have, found, at or now)
    near = _Near(
        have,
        found,
        shining,
        counts(have, shining),
        clarifications(owner, at=at, **which),
        charges(owner, at=at, **which),
        list(Note.objects.filter(owner=owner, **which, **({"at__lte": at} if at else {})).order_by("-at")),
    )
    model = model_of(have.adoption.edition, have.adoption.version)
    every = list(model.tasks())
    names = [(key, number) for key, number, _ in every]
    for nr, (key, number, content) in enumerate(every):
        if which.get("task", key) == key:
            beside = (names[nr - 1] if nr else None, names[nr + 1] if nr + 1 < len(names) else None)
            yield _page(near, model, key, number, content, beside)


@dataclass(frozen=True, slots=True)
class _Near:
    """What pages of tasks are cut from."""

    have: Held
    found: Mapping[str, Found]
    shining: Mapping[str, Light]
    counted: Mapping[str, Count]
    asked: list[Clarification]
    charges: list[Charge]
    notes: list[Note]


def _page(
    near: _Near,
    model: Model,
    key: str,
    number: str,
    content: Task,
    beside: tuple[tuple[str, str] | None, tuple[str, str] | None],
) -> TaskPage:
    have = near.have
    sections = {name: _section(have, key, name) for name in SECTIONS}
    asked = [one for one in near.asked if one.task == key]
    raised = {one.address for one in asked}
    named = {(one.arrangement, one.actor): one for one in near.charges if one.task == key}
    return TaskPage(
        key=key,
        number=number,
        title=content.title,
        sections=sections,
        lines=tuple(
            _line(have, one.address, near.shining, near.found, content) for one in sections["checklist"]
        ),
        links=content.links,
        responsible=_responsible(have, key, content, model.actors, named),
        arrangements=model.arrangements,
        statuses={one.value: have.statuses.get((key, one.value), "") for one in Technology},
        clarifications=asked,
        suggested=tuple(
            one for one in sections["clarifications"] if one.address not in raised and one.is_relevant
        ),
        notes=[one for one in near.notes if one.task == key][:50],
        charge=named.get(("all", "municipality")),
        count=near.counted.get(key, Count()),
        before=beside[0],
        after=beside[1],
    )


def _section(have: Held, task: str, section: str) -> tuple[Shown, ...]:
    return tuple(one for at, one in have.lines.items() if at.startswith(f"{task}/{section}/"))


def _line(have: Held, at: str, shining: Mapping[str, Light], found: Mapping[str, Found], task: Task) -> Line:
    point = next((one for one in task.checklist if at.endswith(f"/checklist/{one.code}")), None)
    return Line(
        have.lines[at],
        shining[at],
        have.answers.get(at),
        found.get(at),
        point.heading if point else False,
        point.under if point else "",
    )


def _responsible(
    have: Held,
    key: str,
    task: Task,
    actors: Mapping[str, Words],
    named: Mapping[tuple[str, str], Charge],
) -> dict[str, tuple[Does, ...]]:
    return {
        arrangement: tuple(
            Does(
                arrangement,
                actor,
                actors[actor],
                _section(have, key, f"{RESPONSIBLE}/{arrangement}/{actor}"),
                named.get((arrangement, actor)),
            )
            for actor in here
        )
        for arrangement, here in task.responsible.items()
    }


@requires(P.OWN)
def difference_of_upgrade(
    actor: Actor, *, owner_id: UUID, edition: str, version: str
) -> dict[str, tuple[Difference, ...]]:
    """What taking up this version would bring, by task. Raises UnknownEdition."""
    standing = Adoption.objects.filter(owner=owner_id).first()
    before = points_of_model(standing.edition, standing.version) if standing else {}
    return differences(before, points_of_model(edition, version))


@requires(P.VIEW)
def open_questions(actor: Actor, *, owner_id: UUID) -> tuple[Question, ...]:
    """Where both the edition and the organisation have changed the words, and nobody has chosen yet."""
    standing = Adoption.objects.filter(owner=owner_id).first()
    if standing is None:
        return ()
    return questions(points_of_model(standing.edition, standing.version), layer_of(owner_id))
