"""The editions: those that come with Varde, and those somebody has brought in. Each is read once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from varde.foundation.authorisation import requires
from varde.governance.servicemodel.models import Edition
from varde.governance.servicemodel.permissions import ServiceModelPermission as P
from varde.governance.servicemodel.rules.reading import put_on, read_base, read_layer
from varde.governance.servicemodel.rules.shape import Model, Point, Words, points
from varde.kernel.actor import Actor

DEFAULTS = Path(__file__).resolve().parent.parent / "defaults"
BASE = "national-2023"


class UnknownEdition(LookupError):
    """There is no such edition, or no such version of it."""


@dataclass(frozen=True, slots=True)
class Known:
    """An edition one may stand on. `title` is of this version."""

    edition: str
    version: str
    title: Words


def _files(folder: Path) -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml"))}


@cache
def _shipped() -> dict[tuple[str, str], Model]:
    base = read_base(_files(DEFAULTS / BASE))
    layers = sorted(one for one in DEFAULTS.iterdir() if one.is_dir() and one.name != BASE)
    found = [base, *(put_on(base, read_layer(_files(folder))) for folder in layers)]
    return {(one.edition, one.version): one for one in found}


@lru_cache(maxsize=32)
def _imported(head: str, tasks: str) -> Model:
    layer = read_layer({"edition": head, "tasks": tasks})
    if layer.head.base is None:
        raise UnknownEdition(layer.head.edition)
    return put_on(model_of(layer.head.base.edition, layer.head.base.version), layer)


@cache
def _shipped_points(edition: str, version: str) -> dict[str, Point]:
    return points(_shipped()[edition, version])


@lru_cache(maxsize=32)
def _imported_points(head: str, tasks: str) -> dict[str, Point]:
    return points(_imported(head, tasks))


def _row(edition: str, version: str) -> Edition:
    row = Edition.objects.filter(edition=edition, version=version).first()
    if row is None:
        raise UnknownEdition(f"{edition} {version}")
    return row


def model_of(edition: str, version: str) -> Model:
    """Raises UnknownEdition."""
    if (edition, version) in _shipped():
        return _shipped()[edition, version]
    row = _row(edition, version)
    return _imported(row.head, row.tasks)


def points_of_model(edition: str, version: str) -> dict[str, Point]:
    """Address → point. Raises UnknownEdition."""
    if (edition, version) in _shipped():
        return _shipped_points(edition, version)
    row = _row(edition, version)
    return _imported_points(row.head, row.tasks)


def _all() -> list[Known]:
    rows = [model_of(row.edition, row.version) for row in Edition.objects.order_by("pk")]
    found = [Known(one.edition, one.version, one.title) for one in [*_shipped().values(), *rows]]
    return sorted(found, key=lambda one: (one.edition, _number(one.version)))


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


@requires(P.VIEW)
def editions(actor: Actor) -> Sequence[Known]:
    """Every version of every edition, oldest first within each."""
    return _all()


@requires(P.VIEW)
def newest(actor: Actor, *, edition: str) -> Known | None:
    """The newest version of one edition."""
    return next((one for one in reversed(_all()) if one.edition == edition), None)


@requires(P.VIEW)
def task_titles(actor: Actor, *, edition: str, version: str) -> dict[str, Words]:
    """Task → its title in this version. Raises UnknownEdition."""
    return {key: task.title for key, _, task in model_of(edition, version).tasks()}
