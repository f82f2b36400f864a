"""YAML to a model. Strict: what is unknown, doubled or missing is refused, with its file and place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, TypeVar

import msgspec
import yaml
from msgspec import Meta

from varde.governance.servicemodel.rules.shape import Area, Model, Points, Responsible, Task, Words, points_of
from varde.kernel.yaml import load as load_yaml

T = TypeVar("T")
MOST_CHARACTERS = 400_000


class ContentFault(ValueError):
    """Where, and what is wrong, as msgspec or YAML said it."""


class Base(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    edition: str
    version: str


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """edition.yaml. A base names its areas; a layer names its `base`."""

    edition: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{1,59}$")]
    version: Annotated[str, Meta(pattern=r"^\d{4}\.\d{1,3}$")]
    title: Words
    actors: Mapping[str, Words] = {}
    arrangements: Mapping[str, Words] = {}
    areas: tuple[str, ...] = ()
    base: Base | None = None
    owner: Points = ()
    clarifications: Points = ()


class Added(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a layer puts into one task."""

    goals: Points = ()
    todo: Points = ()
    tips: Points = ()
    checklist: Points = ()
    clarifications: Points = ()
    responsible: Responsible = {}


class Layer(msgspec.Struct, frozen=True):
    head: Head
    tasks: Mapping[str, Added]


def _read(text: str, kind: Any, name: str) -> Any:
    if len(text) > MOST_CHARACTERS:
        raise ContentFault(f"{name}: more than {MOST_CHARACTERS} characters")
    try:
        return msgspec.convert(load_yaml(text), kind, strict=True)
    except (yaml.YAMLError, msgspec.ValidationError) as fault:
        raise ContentFault(f"{name}: {fault}") from None


def read_base(files: Mapping[str, str]) -> Model:
    """`files`: name without suffix → text; "edition" and one per area. Raises ContentFault."""
    head: Head = _read(files["edition"], Head, "edition")
    areas: list[Area] = []
    for name in head.areas:
        if name not in files:
            raise ContentFault(f"edition: no file for the area {name}")
        area: Area = _read(files[name], Area, name)
        if area.area != name:
            raise ContentFault(f"{name}: names itself {area.area}")
        areas.append(area)
    model = Model(
        head.edition,
        head.version,
        head.title,
        tuple(areas),
        head.actors,
        head.arrangements,
        head.owner,
        head.clarifications,
    )
    _check(model)
    return model


def read_layer(files: Mapping[str, str]) -> Layer:
    """`files`: "edition" and "tasks". Raises ContentFault."""
    return Layer(_read(files["edition"], Head, "edition"), _read(files["tasks"], dict[str, Added], "tasks"))


def put_on(base: Model, layer: Layer) -> Model:
    """The model with the layer's points after its own. Raises ContentFault: unknown task, doubled code, unknown actor."""
    keys = {key for key, _, _ in base.tasks()}
    if strange := set(layer.tasks) - keys:
        raise ContentFault(f"tasks: unknown {', '.join(sorted(strange))}")
    areas = tuple(
        msgspec.structs.replace(
            area,
            tasks=tuple(_with(task, layer.tasks.get(f"{area.area}.{task.code}")) for task in area.tasks),
        )
        for area in base.areas
    )
    head = layer.head
    model = Model(
        head.edition,
        head.version,
        head.title,
        areas,
        {**base.actors, **head.actors},
        {**base.arrangements, **head.arrangements},
        (*base.owner, *head.owner),
        (*base.clarifications, *head.clarifications),
    )
    _check(model)
    return model


def _with(task: Task, added: Added | None) -> Task:
    if added is None:
        return task
    merged: dict[str, dict[str, Points]] = {one: dict(actors) for one, actors in task.responsible.items()}
    for arrangement, actors in added.responsible.items():
        for actor, new in actors.items():
            here = merged.setdefault(arrangement, {})
            here[actor] = (*here.get(actor, ()), *new)
    return msgspec.structs.replace(
        task,
        goals=task.goals + added.goals,
        todo=task.todo + added.todo,
        tips=task.tips + added.tips,
        checklist=task.checklist + added.checklist,
        clarifications=task.clarifications + added.clarifications,
        responsible=merged,
    )


def _check(model: Model) -> None:
    for key, _, task in model.tasks():
        _refuse(_doubled(at for at, _ in points_of(key, task)), "doubled")
        headings = {point.code for point in task.checklist if point.heading}
        _refuse([one.under for one in task.checklist if one.under and one.under not in headings], key)
        _refuse(sorted(set(task.responsible) - set(model.arrangements)), f"{key}: unknown arrangement")
        strange = {actor for actors in task.responsible.values() for actor in actors} - set(model.actors)
        _refuse(sorted(strange), f"{key}: unknown actor")
    _refuse(_doubled(key for key, _, _ in model.tasks()), "doubled task")


def _doubled(names: Iterable[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]


def _refuse(names: Iterable[str], why: str) -> None:
    if found := list(names):
        raise ContentFault(f"{why}: {', '.join(found)}")
